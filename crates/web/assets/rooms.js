// Rooms of people at work: lists by keyboard, running clocks, lists that keep up, a scanner that lands where it should.
// Without it every room is plain links and forms.
"use strict";
(() => {
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  // Lists: j and k move, Enter opens, x picks. The row that is open is where one begins.
  const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
  let at = -1;
  const here = () => {
    const all = rows();
    if (at < 0) at = all.findIndex((row) => row.getAttribute("aria-current"));
    return all;
  };
  const move = (by) => {
    const all = here();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by));
    all.forEach((row, place) => row.classList.toggle("at", place === at));
    const link = all[at].querySelector("[data-row-open], a, button");
    link?.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") { event.preventDefault(); move(1); }
    else if (event.key === "k") { event.preventDefault(); move(-1); }
    else if (event.key === "x") {
      const row = here()[at];
      const box = row?.querySelector("[data-row-key=x]");
      if (box) { event.preventDefault(); box.checked = !box.checked; }
    }
  });

  // Clocks that run: since an instant, by the server's clock as it was when the page was made.
  const tick = () => document.querySelectorAll("[data-since]").forEach((clock) => {
    clock.made = clock.made || Date.now();
    const ms = Number(clock.dataset.now) - Number(clock.dataset.since) + Date.now() - clock.made;
    const seconds = Math.max(0, Math.floor(ms / 1000));
    clock.textContent = String(Math.floor(seconds / 60)).padStart(2, "0") + ":" + String(seconds % 60).padStart(2, "0");
  });
  setInterval(tick, 1000);

  // A list that moved is fetched again, unless somebody is at work in it; then it is fetched when they are done.
  let waiting = false;
  const busy = (list) => list.contains(document.activeElement) && typing(document.activeElement)
    || list.querySelector("input[type=checkbox]:checked, details[open]");
  async function bring(part) {
    const list = part.querySelector(":scope > .list") || part.querySelector(":scope > .stack");
    if (!list || waiting) return;
    waiting = true;
    setTimeout(async () => {
      waiting = false;
      if (busy(list)) { setTimeout(() => bring(part), 4000); return; }
      try {
        const answer = await fetch(location.href, { headers: { "x-fragment": "1" }, credentials: "same-origin" });
        if (!answer.ok || !(answer.headers.get("content-type") || "").startsWith("text/html")) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-live] > .list, [data-live] > .stack");
        if (fresh && fresh.innerHTML !== list.innerHTML && !busy(list)) {
          const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
          list.innerHTML = fresh.innerHTML;
          at = -1;
          if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
        }
      } catch { /* not reached: the strip on top says so */ }
    }, 400);
  }
  document.addEventListener("live-moved", (event) => bring(event.target));

  // PDFs open beside the room, so that the room stays as it is.
  const beside = () => document.querySelectorAll("a[data-pdf]:not([target])").forEach((link) => {
    link.target = "_blank";
    link.rel = "noopener";
  });
  beside();
  document.addEventListener("htmx:afterSwap", beside);
  document.addEventListener("refreshed", beside);

  // A scanner types fast and ends with Enter: outside of a field its code goes to the search.
  let scanned = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) { scanned = ""; return; }
    const now = Date.now();
    if (now - last > 60) scanned = "";
    last = now;
    if (event.key === "Enter" && scanned.length >= 12) {
      event.preventDefault();
      const code = document.getElementById("code");
      const find = code || document.getElementById("find");
      if (find) { find.value = scanned; find.form.requestSubmit(); }
      scanned = "";
    } else if (event.key.length === 1) {
      scanned += event.key;
    }
  }, true);

  // Once the form is sent nothing that was kept while one typed may call the page back: a part that comes late would lead away from
  // where the form leads.
  let sent = false;
  document.addEventListener("submit", (event) => { if (event.target.id === "intake") sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  for (const late of ["htmx:beforeRequest", "htmx:beforeOnLoad"]) {
    document.addEventListener(late, (event) => { if (sent && event.target.closest?.("#intake")) event.preventDefault(); });
  }

  // What was found while one types: Enter takes the first, arrows go through it. Only what was found for the words that stand there.
  document.addEventListener("htmx:afterSwap", (event) => {
    const asked = event.detail.requestConfig?.elt;
    if (event.target.id === "procedures" && asked?.id === "procedure_q") event.target.dataset.asked = event.detail.requestConfig.parameters.procedure_q ?? asked.value;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const found = document.getElementById("procedures");
    const picks = [...(found?.querySelectorAll(".pick") ?? [])];
    const typed = event.target.id === "procedure_q";
    if (!picks.length || !(typed || picks.includes(event.target))) return;
    const place = picks.indexOf(event.target);
    if (event.key === "ArrowDown") { event.preventDefault(); picks[Math.min(place + 1, picks.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && !typed) { event.preventDefault(); (picks[place - 1] ?? document.getElementById("procedure_q")).focus(); }
    else if (event.key === "Enter" && typed && found.dataset.asked === event.target.value) { event.preventDefault(); picks[0].click(); }
  });

  // What one asks for by `?`: the keys of this room, again in large.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || typing(event.target)) return;
    const bar = document.querySelector(".keybar");
    bar?.classList.toggle("large");
  });

  // The sum of what is ticked, shown and sent along: what was shown is what is taken.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-sum]");
    if (!form) return;
    const ticked = [...form.querySelectorAll("[data-amount]:checked")];
    const sum = ticked.reduce((all, box) => all + Number(box.dataset.amount), 0);
    form.elements[form.dataset.sum].value = ticked.length ? String(sum) : "";
    const shown = form.querySelector("[data-sum-shown]");
    if (shown) shown.textContent = ticked.length ? `${sum.toLocaleString(document.documentElement.lang === "en" ? "en-US" : "vi-VN")} ₫` : "";
  });

  // Ticking a box that shows fields shows them at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("#intake input[name=owner], #intake input[name=proxy], #intake input[name$=_kind]")) {
      const form = document.getElementById("intake");
      form.action = "/desk/form";
      form.requestSubmit();
    }
  });
})();
