// The kiosk: back to the beginning when nobody touches it, its own keyboard, larger letters, reading aloud, results as one
// types. What one person chose (larger letters, reading aloud) goes with them from screen to screen and ends with them.
"use strict";
(() => {
  const body = document.body;
  const idleAfter = Number(body.dataset.idle || 45);
  const WARN_AT = 15;
  const home = body.dataset.home;
  const atStart = location.pathname === home.split("?")[0] && document.documentElement.lang === "vi";
  const kept = (name, value) => {
    try {
      if (value === undefined) return sessionStorage.getItem(name) === "1";
      if (value) sessionStorage.setItem(name, "1"); else sessionStorage.removeItem(name);
    } catch { /* a kiosk without storage forgets from screen to screen */ }
    return Boolean(value);
  };
  const forget = () => { kept("larger", false); kept("aloud", false); };

  // Reading aloud: once asked for, every screen that follows is read, until it is pressed again or the person has left.
  const read = document.querySelector("[data-read]");
  const failed = document.querySelector("[data-read-failed]");
  let sound = null;
  const hush = () => { if (sound) sound.pause(); sound = null; read?.classList.remove("playing"); };
  const aloud = () => {
    hush();
    const mine = sound = new Audio(read.href);
    read.classList.add("playing");
    const ended = () => { if (sound === mine) hush(); };
    const fails = (error) => {
      if (sound !== mine) return;
      hush();
      if (error && error.name === "NotAllowedError") return;
      if (failed) failed.hidden = false;
    };
    mine.addEventListener("ended", ended);
    mine.addEventListener("error", fails);
    mine.play().catch(fails);
  };
  if (read) {
    read.addEventListener("click", (event) => {
      event.preventDefault();
      if (sound) { hush(); kept("aloud", false); } else { kept("aloud", true); aloud(); }
    });
    if (kept("aloud")) aloud();
  }

  // Nobody there: a countdown that is seen, then the beginning in Vietnamese. On an untouched beginning there is nothing to count.
  const box = document.querySelector("[data-idle]:not(body)");
  const words = document.querySelector("[data-idle-words]");
  let touched = Date.now();
  let used = !atStart || kept("larger") || kept("aloud");
  const touch = () => { touched = Date.now(); used = true; tick(); };
  ["pointerdown", "keydown"].forEach((name) => addEventListener(name, touch, { passive: true }));
  addEventListener("scroll", touch, { passive: true, capture: true });
  document.querySelector("[data-done]")?.addEventListener("click", forget);
  const tick = () => {
    if (sound) touched = Date.now();
    const left = idleAfter - Math.floor((Date.now() - touched) / 1000);
    if (words) {
      words.hidden = !used;
      words.textContent = words.dataset.idleWords.replace("{n}", String(Math.max(0, left)));
      box?.classList.toggle("soon", used && left <= WARN_AT);
    }
    if (left > 0) return;
    touched = Date.now();
    forget();
    if (atStart) location.reload();
    else location.replace(home);
  };
  setInterval(tick, 1000);
  tick();

  const larger = document.querySelector("[data-larger]");
  const enlarge = (on) => {
    document.documentElement.classList.toggle("larger", on);
    larger?.setAttribute("aria-pressed", String(on));
  };
  if (kept("larger")) enlarge(true);
  if (larger) {
    larger.hidden = false;
    larger.addEventListener("click", () => enlarge(kept("larger", !kept("larger"))));
  }

  const keys = document.querySelector("[data-keys]");
  const field = document.getElementById("q");
  if (!keys || !field) return;
  keys.hidden = false;
  let asked = field.value;
  const ask = async () => {
    const question = field.value.trim();
    if (question === asked || question.length < 2 || /\||\d{9}/.test(question) || !document.querySelector("[data-found]")) return;
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
