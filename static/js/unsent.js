/* On every page. A form[data-dirty] that was sent after the session had ended: what was typed is kept in this tab until
   the same page opens again after signing in, and is put back there for the same person. No file, password or hidden
   input is kept. [data-unsent-wait] marks the pages on the way: sign-in, second factor, an expired form. Any other page
   means that the form arrived, or that the person went on to something else: then what was kept is forgotten.
   form[data-sign-out] forgets too. [data-account] is who is signed in. Without this file nothing is kept. */
(function () {
  "use strict";
  var KEY = "lt-unsent", LASTS_MS = 12 * 3600 * 1000;
  var BACK = "登录超时前填写、没有送出的内容已放回，请核对后再提交。";
  var CHANGED = "这期间有人改过这一页，只放回了您改动的各项。";
  var NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];
  var SECRET = /password|passwd|secret|token|otp|^code$/i;

  function forget() {
    try { sessionStorage.removeItem(KEY); } catch (error) { /* storage switched off: nothing is kept */ }
  }

  function keep(item) {
    try { sessionStorage.setItem(KEY, JSON.stringify(item)); } catch (error) { forget(); }
  }

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (error) { return null; }
  }

  function account() {
    var el = document.querySelector("[data-account]");
    return el ? el.dataset.account : "";
  }

  function address(url) {
    var parsed = new URL(url, window.location.href);
    return parsed.pathname + parsed.search;
  }

  function forms() { return Array.from(document.querySelectorAll("form[data-dirty]")); }

  function versionOf(form) {
    var input = form.querySelector("input[name=version]");
    return input ? input.value : "";
  }

  function isTick(el) { return el.type === "checkbox" || el.type === "radio"; }

  /* { "name, and its value or which of that name": input } */
  function inputs(form) {
    var found = {}, counts = {};
    Array.from(form.elements).forEach(function (el) {
      if (!el.name || el.tagName === "FIELDSET" || NEVER.includes(el.type) || SECRET.test(el.name)) return;
      counts[el.name] = (counts[el.name] || 0) + 1;
      found[JSON.stringify([el.name, isTick(el) ? el.value : counts[el.name]])] = el;
    });
    return found;
  }

  function valueOf(el) {
    if (!el.options) return isTick(el) ? el.checked : el.value;
    return Array.from(el.options).filter(function (o) { return o.selected; }).map(function (o) { return o.value; });
  }

  function isTouched(el) {
    if (el.options) return Array.from(el.options).some(function (o) { return o.selected !== o.defaultSelected; });
    return isTick(el) ? el.checked !== el.defaultChecked : el.value !== el.defaultValue;
  }

  function put(el, value) {
    if (el.readOnly || el.disabled || JSON.stringify(valueOf(el)) === JSON.stringify(value)) return false;
    if (isTick(el)) el.checked = value;
    else if (el.options) Array.from(el.options).forEach(function (o) { o.selected = value.includes(o.value); });
    else el.value = value;
    return true;
  }

  function tell(el, names) {
    names.forEach(function (name) { el.dispatchEvent(new Event(name, { bubbles: true })); });
  }

  function note(form, words, first) {
    var box = document.createElement("div"), button = document.createElement("button");
    Object.assign(box, { className: "lt-note b", textContent: words + " " }).setAttribute("role", "status");
    Object.assign(button, { type: "button", className: "btn btn-sm", textContent: "不要放回的内容" });
    button.addEventListener("click", function () {
      form.reset();
      box.remove();
      tell(first, ["input", "change"]);
      tell(form, ["lt:saved"]);
    });
    box.append(button);
    form.prepend(box);
  }

  function giveBack(item, form) {
    var same = versionOf(form) === item.version, here = inputs(form);
    var changed = item.values.filter(function (one) {
      return here[one[0]] && (same || one[2]) && put(here[one[0]], one[1]);
    }).map(function (one) { return here[one[0]]; });
    changed.forEach(function (el) { tell(el, ["input", "change"]); });
    if (changed.length) note(form, BACK + (same ? "" : CHANGED), changed[0]);
  }

  function arrive() {
    var item = kept(), who = account();
    if (!item || Date.now() - item.at > LASTS_MS || (who && who !== item.who)) return forget();
    if (document.querySelector("[data-unsent-wait]")) return keep(Object.assign(item, { away: true }));
    forget();
    var form = forms()[item.place];
    if (item.away && who && form && item.pages.includes(address(window.location.href))) giveBack(item, form);
  }

  document.addEventListener("DOMContentLoaded", arrive); /* when every other script listens */
  document.addEventListener("submit", function (event) {
    var form = event.target, place = forms().indexOf(form);
    if (form.matches("[data-sign-out]")) return forget();
    if (event.defaultPrevented || place < 0 || !account()) return;
    var here = inputs(form), target = form.getAttribute("action") || "";
    keep({ at: Date.now(), who: account(), place: place, version: versionOf(form), pages: [address(""), address(target)],
      values: Object.keys(here).map(function (key) { return [key, valueOf(here[key]), isTouched(here[key])]; }) });
  });
})();
