// A card reader types one long line and Enter, wherever the focus happens to be. It belongs into the field marked `data-card`, and what it
// types is never taken for the keys of the page. Without this script the line goes where the focus is, and the server reads it there.
"use strict";
(() => {
  const target = document.querySelector("[data-card]");
  if (!target) return;
  const QUICK = 50; // milliseconds between two keys: a reader is quicker, a hand is not
  const typing = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const isCard = (text) => (text.match(/\|/g) || []).length >= 4 || (text.length >= 60 && /^[0-9đ]/.test(text));
  const form = target.form;
  const send = (line) => {
    target.value = line;
    form.requestSubmit(form.querySelector("button:not([type=button])"));
  };

  // As though it had been typed there.
  const put = (field, text) => {
    if (field.selectionStart === null) field.value += text;
    else field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // No field has the focus: what is typed quickly is held back until it is known whether a hand or a reader types.
  let held = [];
  let later = 0;
  const release = () => {
    const keys = held;
    held = [];
    const line = keys.join("");
    if (isCard(line)) { send(line); return; }
    // A field took the focus meanwhile, as it does in a page that has just come: the line goes on there and misses nothing of its beginning.
    const field = document.activeElement && typing(document.activeElement);
    if (field && "setRangeText" in field) { put(field, line); return; }
    for (const key of keys) {
      const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      again.released = true;
      (document.activeElement || document.body).dispatchEvent(again);
    }
  };
  addEventListener("keydown", (event) => {
    if (event.released || event.key === "Shift") return;
    // Whatever comes after a key that is held back finds it pressed.
    const goesOn = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (held.length > 0 && !goesOn && (event.key !== "Enter" || held.length === 1)) { clearTimeout(later); release(); }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      // In another field than one of a person: the line goes on to where it belongs, and its Enter sends nothing else.
      const field = event.target;
      if (event.key !== "Enter" || field === target || !isCard(field.value || "") || /_(id_number|name|phone|email|address)$/.test(field.name)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const line = field.value;
      field.value = field.defaultValue;
      send(line);
      return;
    }
    const begins = /^[0-9đĐăâêô\u0300\u0301\u0303\u0309\u0323]$/.test(event.key);
    if (event.key === "Enter" && held.length > 1) {
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(later);
      release();
    } else if (event.key.length === 1 && (held.length > 0 || begins)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      held.push(event.key);
      clearTimeout(later);
      later = setTimeout(release, QUICK);
    }
  }, true);
})();
