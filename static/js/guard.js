/* On every page. Without it all forms still work; the server refuses a second submit by itself.
   form[data-once]        one submit: its buttons rest for 10 s, so a double click sends once (a download never leaves the page)
   form[data-dirty]       asks before leaving while something typed is not saved; "lt:saved" on the form calms it */
(function () {
  "use strict";
  var REST_MS = 10000;
  var dirty = new Set();

  function buttonsOf(form) {
    return Array.from(form.elements).filter(function (el) { return el.type === "submit" && !el.disabled; });
  }

  function wake(form) {
    (form.ltResting || []).forEach(function (button) { button.disabled = false; });
    form.ltResting = [];
    form.removeAttribute("aria-busy");
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    dirty.delete(form);
    if (event.defaultPrevented || !form.matches("[data-once]")) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    /* after this event, so that the pressed button still sends its name and value */
    setTimeout(function () {
      form.ltResting = buttonsOf(form);
      form.ltResting.forEach(function (button) { button.disabled = true; });
    }, 0);
    setTimeout(wake, REST_MS, form);
  });

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.matches("[data-dirty]")) dirty.add(form);
  });

  document.addEventListener("lt:saved", function (event) { dirty.delete(event.target); });

  window.addEventListener("beforeunload", function (event) {
    if (dirty.size === 0) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* the back button brings the page as it was left, with its buttons asleep */
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(wake);
  });
})();
