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

  // Telex: "nguyeenx vawn an" becomes Nguyễn Văn An. A tone's key pressed twice takes the tone away and stays a letter.
  const TONES = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" };
  const VOWELS = "aăâeêioôơuưy";
  const isVowel = (letter) => VOWELS.includes(letter.toLowerCase());
  const like = (letter, model) => model === model.toLowerCase() ? letter : letter.toUpperCase();
  const apart = (word) => {
    const letters = [...word.normalize("NFD")];
    const tone = letters.find((letter) => Object.values(TONES).includes(letter)) || "";
    return { tone, bare: letters.filter((letter) => letter !== tone).join("").normalize("NFC") };
  };
  // Where the tone stands: hòa, thúy, toàn, của, giường.
  const placeOf = (bare) => {
    const small = bare.toLowerCase();
    const onset = small.match(/^(?:qu|gi(?=[aăâeêioôơuưy])|[^aăâeêioôơuưy]*)/)[0].length;
    const vowels = small.slice(onset).match(/^[aăâeêioôơuưy]*/)[0];
    if (!vowels) return -1;
    const shaped = Math.max(...[..."ăâêôơư"].map((letter) => vowels.lastIndexOf(letter)));
    if (shaped >= 0) return onset + shaped;
    const open = onset + vowels.length === small.length;
    return onset + (vowels.length === 1 || (vowels.length === 2 && open) ? 0 : 1);
  };
  const toned = (bare, tone) => {
    const at = tone ? placeOf(bare) : -1;
    return at < 0 ? bare : (bare.slice(0, at + 1) + tone + bare.slice(at + 1)).normalize("NFC");
  };
  const changed = (bare, at, letter) => bare.slice(0, at) + like(letter, bare[at]) + bare.slice(at + 1);
  const composed = (text, key) => {
    const begin = text.lastIndexOf(" ") + 1;
    const [before, word] = [text.slice(0, begin), text.slice(begin)];
    if (key === " " || word === "") return key === " " ? (word === "" ? text : text + " ") : before + (key === "w" ? "Ư" : key.toUpperCase());
    const { tone, bare } = apart(word);
    const small = bare.toLowerCase();
    const last = (letters) => Math.max(...[...letters].map((letter) => small.lastIndexOf(letter)));
    if (key in TONES && [...bare].some(isVowel)) {
      return before + (tone === TONES[key] ? bare + key : toned(bare, TONES[key]));
    }
    const circumflex = { a: "â", e: "ê", o: "ô" }[key];
    if (circumflex && last(key) >= 0 && small.slice(last(key) + 1).match(/^(?:[bcdghklmnpqtrvx]*|[iuy])$/)) {
      return before + toned(changed(bare, last(key), circumflex), tone);
    }
    if (key === "d" && small[0] === "d") return before + toned(changed(bare, 0, "đ"), tone);
    if (key === "w") {
      const uo = small.search(/(?<!q)uo/);
      if (uo >= 0) return before + toned(changed(changed(bare, uo, "ư"), uo + 1, "ơ"), tone);
      const ua = small.search(/(?<!q)ua/);
      const at = ua >= 0 ? ua : last("aou");
      if (at >= 0) return before + toned(changed(bare, at, { a: "ă", o: "ơ", u: "ư" }[small[at]]), tone);
      return before + toned(bare + "ư", tone);
    }
    return before + toned(bare + key, tone);
  };

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
    const pressed = event.target.closest("[data-key]");
    const key = pressed?.dataset.key;
    if (key === undefined) return;
    if (key === "back") field.value = [...field.value].slice(0, -1).join("");
    else field.value = "telex" in keys.dataset ? composed(field.value, key) : field.value + key;
    soon();
  });
})();
