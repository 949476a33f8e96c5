/* button[data-confirm="再按一次删除草稿"]: the first press shows these words on the button, a second one within 6 s sends.
   No dialog. Only for acts that the server can undo or asks about itself; without this file one press sends. */
(function () {
  "use strict";
  var WAIT_MS = 6000;

  function calm(button) {
    clearTimeout(button.ltTimer);
    button.textContent = button.ltWords;
    button.ltWords = "";
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-confirm]");
    if (!button || button.disabled) return;
    if (button.ltWords) {
      calm(button);
      return;
    }
    event.preventDefault();
    button.ltWords = button.textContent;
    button.textContent = button.dataset.confirm;
    button.ltTimer = setTimeout(calm, WAIT_MS, button);
  });
})();
