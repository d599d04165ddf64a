// Live parts: an element with data-live="topic" data-src="/fragment" is fetched again when its topic moves, or one of several
// with blanks between. data-every="30": also every so many seconds while somebody can see it, since times left and estimates
// age by themselves. Inside a part, data-turns="60000": a chip changes its colour in so many milliseconds, the part is fetched
// again then. Says so when the server is not heard.
"use strict";
(() => {
  const STALE_AFTER = 12;
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const topicsOf = (part) => part.dataset.live.split(" ").filter((topic) => topic);
  const wanted = () => [...new Set(parts().flatMap(topicsOf))].sort().join(",");
  let heard = Date.now();
  // What moved between the reading of the page and the first beat is told too.
  let lastId = document.body.dataset.after || "";
  let source = null;
  let topics = "";

  const busy = new WeakMap();
  async function refresh(part) {
    // A list without a fragment of its own is brought up to date by its room.
    if (!part.dataset.src) { part.dispatchEvent(new CustomEvent("live-moved", { bubbles: true })); return; }
    // One fetch a part at a time; a move during it asks once more.
    if (busy.has(part)) { busy.set(part, true); return; }
    busy.set(part, false);
    try {
      const answer = await fetch(part.dataset.src, { headers: { "x-fragment": "1" }, credentials: "same-origin" });
      if (answer.ok) {
        const html = await answer.text();
        if (html !== part.lastHtml) {
          const inside = part.contains(document.activeElement) ? document.activeElement.id : "";
          part.innerHTML = html;
          part.lastHtml = html;
          if (inside) document.getElementById(inside)?.focus();
          if (window.htmx) window.htmx.process(part);
          part.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
        }
      } else if (answer.status === 401 || answer.status === 403 || answer.status === 404) {
        location.reload();
      }
    } catch { /* not reached: the beat will tell */ }
    const again = busy.get(part);
    busy.delete(part);
    if (again) refresh(part);
  }

  function listen() {
    topics = wanted();
    if (!topics) return;
    if (source) source.close();
    const after = lastId ? "&after=" + lastId : "";
    source = new EventSource("/events?topics=" + encodeURIComponent(topics) + after);
    const hear = (event) => { heard = Date.now(); if (event.lastEventId) lastId = event.lastEventId; state(); };
    source.addEventListener("beat", hear);
    source.addEventListener("moved", (event) => {
      hear(event);
      const moved = event.data.split(",");
      parts().filter((part) => topicsOf(part).some((topic) => moved.includes(topic))).forEach(refresh);
    });
    source.addEventListener("resync", (event) => { hear(event); parts().forEach(refresh); });
    source.addEventListener("error", () => {
      // A closed source does not come back by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    });
  }

  function state() {
    const silent = Math.floor((Date.now() - heard) / 1000);
    const lost = silent >= STALE_AFTER;
    document.querySelectorAll("[data-live-state]").forEach((box) => {
      const words = box.querySelector("[data-live-words]");
      box.classList.toggle("lost", lost);
      if (!words) return;
      const text = lost ? words.dataset.lost.replace("{n}", String(silent)) : words.dataset.ok;
      if (words.textContent !== text) words.textContent = text;
      if (words.dataset.ok === "") box.hidden = !lost && !box.dataset.keep && !box.querySelector("[data-sound]");
    });
    return lost;
  }

  let wasLost = false;
  setInterval(() => {
    const lost = state();
    if (wasLost && !lost) parts().forEach(refresh);
    wasLost = lost;
    if (wanted() !== topics) listen();
    if (document.hidden) return;
    const now = Date.now();
    document.querySelectorAll("[data-turns]").forEach((one) => {
      one.turnsAt = one.turnsAt || now + Number(one.dataset.turns);
      if (now < one.turnsAt) return;
      one.removeAttribute("data-turns");
      const part = one.closest("[data-live]");
      if (part) refresh(part);
    });
    parts().forEach((part) => {
      const every = Number(part.dataset.every || 0) * 1000;
      if (!every) return;
      part.refreshedAt = part.refreshedAt || now;
      if (now - part.refreshedAt >= every) { part.refreshedAt = now; refresh(part); }
    });
  }, 1000);
  document.addEventListener("refresh-live", () => parts().forEach(refresh));
  if (parts().length) listen();
})();
