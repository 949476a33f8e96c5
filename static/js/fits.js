/* .lt-scroll: a table wider than its card scrolls sideways inside it. One that fits gets the class "fits" here, so that
   its heading row may stay in sight; without this file every table may scroll and no heading stays. */
(function () {
  "use strict";

  function judge(box) {
    box.classList.toggle("fits", box.scrollWidth <= box.clientWidth);
  }

  var watcher = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) { judge(entry.target.closest(".lt-scroll")); });
  });

  document.querySelectorAll(".lt-scroll").forEach(function (box) {
    judge(box);
    watcher.observe(box);
    if (box.firstElementChild) watcher.observe(box.firstElementChild);
  });
})();
