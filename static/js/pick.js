/* Choosing rows for a bulk act. Inside [data-pick]:
   input[data-pick-all]  chooses the rows of this page      input[data-pick-one]  one row; its row turns blue
   [data-pick-count]     shows how many are chosen          [data-pick-none]      a link or button that unchooses all
   [data-pick-needed]    buttons that rest while nothing is chosen. Without this file the boxes and buttons work alone. */
(function () {
  "use strict";

  function watch(area) {
    var all = area.querySelector("[data-pick-all]");

    function ones() {
      return Array.from(area.querySelectorAll("[data-pick-one]"));
    }

    function show() {
      var boxes = ones();
      var chosen = boxes.filter(function (box) { return box.checked; }).length;
      boxes.forEach(function (box) { box.closest("tr").classList.toggle("sel", box.checked); });
      area.querySelectorAll("[data-pick-count]").forEach(function (el) { el.textContent = chosen; });
      area.querySelectorAll("[data-pick-needed]").forEach(function (el) { el.disabled = chosen === 0; });
      if (!all) return;
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }

    function setAll(value) {
      ones().forEach(function (box) { box.checked = value; });
      show();
    }

    area.addEventListener("change", function (event) {
      if (event.target === all) setAll(all.checked);
      else if (event.target.matches("[data-pick-one]")) show();
    });
    area.addEventListener("click", function (event) {
      if (!event.target.closest("[data-pick-none]")) return;
      event.preventDefault();
      setAll(false);
    });
    show();
  }

  document.querySelectorAll("[data-pick]").forEach(watch);
})();
