/* element[data-poll-url][data-poll-seconds]: fetches a piece of this site's HTML and puts it inside, until the piece
   holds [data-poll-stop]. With data-poll-reload on that mark the whole page is loaded anew (a finished job shows more).
   A failure waits twice as long, a lost login stops. Without this file the 刷新 link in the piece does the same. */
(function () {
  "use strict";
  var LONGEST_S = 60;

  function watch(el) {
    var seconds = Math.max(1, Number(el.dataset.pollSeconds) || 2);

    function next(wait) {
      setTimeout(ask, Math.min(wait, LONGEST_S) * 1000, wait);
    }

    function show(html) {
      el.innerHTML = html;
      var stop = el.querySelector("[data-poll-stop]");
      if (!stop) return next(seconds);
      if (stop.hasAttribute("data-poll-reload")) window.location.reload();
    }

    function ask(wait) {
      fetch(el.dataset.pollUrl, { credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "XMLHttpRequest", "X-Background": "1" } })
        .then(function (response) {
          if (response.redirected) return;
          if (!response.ok) return next(wait * 2);
          return response.text().then(show);
        }, function () { next(wait * 2); });
    }

    if (!el.querySelector("[data-poll-stop]")) next(seconds);
  }

  document.querySelectorAll("[data-poll-url]").forEach(watch);
})();
