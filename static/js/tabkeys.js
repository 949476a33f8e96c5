/* table[data-grid]: Enter goes one row down, Alt+Up one row up in the same column; a column copied from a workbook fills
   the cells below, one line a row (a locked row keeps its value). Saving works without this file. */
(function () {
  "use strict";

  function locked(input) {
    return input.readOnly || input.disabled;
  }

  /* the input of the same column in the next row that has one */
  function beside(input, step) {
    var cell = input.closest("td");
    var row = cell && cell.parentElement;
    while (row) {
      row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
      var there = row && row.cells[cell.cellIndex];
      var next = there && there.querySelector("input");
      if (next) return next;
    }
    return null;
  }

  document.addEventListener("keydown", function (event) {
    var input = event.target;
    if (input.tagName !== "INPUT" || !input.closest("table[data-grid]") || event.isComposing) return;
    var step = event.key === "Enter" ? 1 : event.altKey && event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    var next = beside(input, step);
    while (next && locked(next)) next = beside(next, step);
    if (next) {
      next.focus();
      next.select();
    }
  });

  document.addEventListener("paste", function (event) {
    var input = event.target;
    if (input.tagName !== "INPUT" || !input.closest("table[data-grid]")) return;
    var lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    if (lines.length < 2) return;
    event.preventDefault();
    lines.forEach(function (line) {
      if (!input) return;
      if (!locked(input)) {
        input.value = line.split("\t")[0].trim();
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      input = beside(input, 1);
    });
  });
})();
