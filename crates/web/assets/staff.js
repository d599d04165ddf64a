// Keys of the staff rooms. An element with data-key="n" is pressed by that key; `g d`, `g w` go to rooms; Ctrl+K finds;
// `?` shows the keys (rooms.js). Keys do nothing while one types.
"use strict";
(() => {
  // A box that is ticked is no field to type in: the next key works at once.
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rooms = { d: "/desk", w: "/work", s: "/sign", f: "/floor", r: "/returns", c: "/cashier", h: "/hall" };
  let led = 0;
  const press = (key, event) => {
    const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (pressed) { event.preventDefault(); pressed.focus(); pressed.click(); }
  };
  document.addEventListener("keydown", (event) => {
    const find = document.getElementById("find");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      find?.focus();
      find?.select();
      return;
    }
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      // `Ctrl+Enter`, `Alt+b`: also while one types.
      const combination = `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;
      press(combination, event);
      return;
    }
    const control = /^F\d+$/.test(event.key);
    if (typing(event.target) && !control) return;
    if (led && Date.now() - led < 1200 && rooms[event.key]) { location.href = rooms[event.key]; return; }
    led = event.key === "g" ? Date.now() : 0;
    press(event.key, event);
  });
  // A refused command answers with its page; htmx shows it where the part stands.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
})();
