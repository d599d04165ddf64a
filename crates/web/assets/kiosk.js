// The kiosk: back to the beginning when nobody touches it, its own keyboard, larger letters, results as one types.
"use strict";
(() => {
  const body = document.body;
  const idleAfter = Number(body.dataset.idle || 45);
  const home = body.dataset.home;
  const atHome = location.pathname === home.split("?")[0];
  let touched = Date.now();
  const words = document.querySelector("[data-idle-words]");
  const pattern = words ? words.textContent : "";
  ["pointerdown", "keydown", "scroll"].forEach((name) => addEventListener(name, () => { touched = Date.now(); }, { passive: true }));
  setInterval(() => {
    const left = idleAfter - Math.floor((Date.now() - touched) / 1000);
    if (words) words.textContent = pattern.replace(/\d+/, String(Math.max(0, left)));
    if (left > 0) return;
    touched = Date.now();
    if (atHome && document.documentElement.lang === "vi") location.reload();
    else location.replace(home);
  }, 1000);

  const larger = document.querySelector("[data-larger]");
  if (larger) larger.addEventListener("click", () => {
    const on = document.documentElement.classList.toggle("larger");
    larger.setAttribute("aria-pressed", String(on));
  });

  const keys = document.querySelector("[data-keys]");
  const field = document.getElementById("q");
  if (!keys || !field) return;
  keys.hidden = false;
  let asked = field.value;
  const ask = async () => {
    const question = field.value.trim();
    if (question === asked || question.length < 2) return;
    asked = question;
    try {
      const answer = await fetch(location.pathname + "?q=" + encodeURIComponent(question), { headers: { "x-fragment": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-found]");
      if (found && field.value.trim() === question) document.querySelector("[data-found]").replaceWith(document.adoptNode(found));
    } catch { /* the search button still works */ }
  };
  let later = 0;
  const soon = () => { clearTimeout(later); later = setTimeout(ask, 250); };
  field.addEventListener("input", soon);
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key === undefined) return;
    field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
    soon();
  });
})();
