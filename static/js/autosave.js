/* form[data-autosave-url]: posts the form (without files) 10 s after the first change that is not saved, however long
   somebody goes on typing, and once more when the page is hidden or left; tells in [data-autosave-sign].
   Answer: any 2xx means saved. Nothing typed is ever cleared here; whatever goes wrong, the words stay in the form and
   the sign says so. Without this file the 保存草稿 button does the same. */
(function () {
  "use strict";
  var DELAY_MS = 10000;
  var WORDS = {
    saving: "正在保存……",
    offline: "网络不通，还没有保存。已填内容保留在本页，恢复后自动再存。",
    login: "登录已过期，新写的还没有保存。请先复制出来，再重新登录。",
    conflict: "这份内容已被他人改过，没有覆盖。请先复制您填的内容，再刷新本页。",
    refused: "没有保存。请按“保存草稿”查看原因。"
  };

  function clock() {
    var now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }

  function body(form) {
    var data = new FormData(form);
    Array.from(form.elements).forEach(function (el) { if (el.type === "file") data.delete(el.name); });
    return data;
  }

  function outcome(response) {
    if (response.redirected || response.status === 401) return "login";
    if (response.ok) return "saved";
    return response.status === 409 ? "conflict" : "refused";
  }

  function watch(form) {
    var sign = form.querySelector("[data-autosave-sign]") || document.querySelector("[data-autosave-sign]");
    var timer = 0, version = 0, kept = 0, left = 0, saving = false;

    function say(result) {
      if (!sign) return;
      sign.textContent = result === "saved" ? "已自动保存 " + clock() : WORDS[result];
      sign.classList.toggle("lt-green", result === "saved");
      sign.classList.toggle("lt-red", !["saved", "saving"].includes(result));
    }

    function later() {
      if (!timer) timer = setTimeout(save, DELAY_MS);
    }

    function rest() {
      clearTimeout(timer);
      timer = 0;
    }

    function save() {
      rest();
      if (saving) return later();
      var sent = version;
      saving = true;
      say("saving");
      fetch(form.dataset.autosaveUrl, { method: "POST", body: body(form), credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } })
        .then(outcome, function () { return "offline"; })
        .then(function (result) {
          saving = false;
          say(result);
          if (result === "offline") later();
          if (result === "saved") kept = Math.max(kept, sent);
          if (result === "saved" && sent === version) form.dispatchEvent(new CustomEvent("lt:saved", { bubbles: true }));
        });
    }

    /* Nobody hears the answer to a beacon, so a page that only was hidden saves as usual when its time comes. */
    function leave() {
      if (version <= Math.max(kept, left)) return;
      if (navigator.sendBeacon(form.dataset.autosaveUrl + "?background=1", body(form))) left = version;
    }

    form.addEventListener("input", function () { version += 1; later(); });
    /* what is sent, or thrown away by form[data-draft-drop], must not come back as a draft */
    document.addEventListener("submit", function (event) {
      if (event.defaultPrevented || !(event.target === form || event.target.matches("[data-draft-drop]"))) return;
      rest();
      kept = version;
    });
    window.addEventListener("online", function () { if (version > kept) later(); });
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") leave(); });
  }

  document.querySelectorAll("form[data-autosave-url]").forEach(watch);
})();
