/* element[data-judge-url] inside a form: shortly after a change in an input that [data-judge-by] (a selector) holds,
   posts the form and shows the answer inside. Nothing is saved. A failure or a lost login leaves what is shown; without
   this file the button 看看是否符合 does the same. */
(function () {
  "use strict";
  var DELAY_MS = 600;

  function body(form) {
    var data = new FormData(form);
    data.delete("once"); /* the form itself is still to be sent */
    data.append("judge", "1");
    return data;
  }

  function watch(el) {
    var form = el.closest("form"), timer = 0, asked = 0;

    function ask() {
      var mine = asked += 1;
      fetch(el.dataset.judgeUrl, { method: "POST", body: body(form), credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } })
        .then(function (response) {
          if (!response.ok || response.redirected) return;
          return response.text().then(function (html) { if (mine === asked) el.innerHTML = html; });
        }, function () { /* offline: the next change asks again */ });
    }

    form.addEventListener("input", function (event) {
      if (!event.target.closest(el.dataset.judgeBy)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, DELAY_MS);
    });
  }

  document.querySelectorAll("form [data-judge-url]").forEach(watch);
})();
