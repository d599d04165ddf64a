// The loudspeaker: calls are said one after the other, never two at once. Permission for sound is asked for once, on the
// screen; a display without sound says so.
"use strict";
(() => {
  const PAUSE = 600;
  const main = document.querySelector("main[data-live]");
  const words = document.querySelector("[data-sound]");
  const button = document.querySelector("[data-sound-on]");
  const voiceMissing = words.textContent.trim();
  const said = new Set();
  const queue = [];
  let speaking = false;
  let allowed = false;
  let failed = 0;

  const show = () => {
    const text = !allowed ? words.dataset.muted : failed > 2 ? words.dataset.failed : voiceMissing;
    if (words.textContent !== text) words.textContent = text;
    words.hidden = !text;
    button.hidden = allowed;
    document.querySelector("[data-live-state]").hidden = false;
  };

  // Calls already on the screen when it is switched on are old: shown, not said again.
  const collect = (first) => {
    for (const call of main.querySelectorAll("[data-call]")) {
      const id = call.dataset.call;
      if (said.has(id)) continue;
      said.add(id);
      if (!first) queue.push(call.dataset.soundSrc);
    }
    // A call whose ticket sat down meanwhile need not be said.
    const still = new Set([...main.querySelectorAll("[data-call]")].map((call) => call.dataset.soundSrc));
    for (let at = queue.length - 1; at >= 0; at--) if (!still.has(queue[at])) queue.splice(at, 1);
    speak();
  };

  // How loud this hour is, as a percentage; the part is fetched every minute.
  const loudness = () => {
    const set = main.querySelector("[data-volume]")?.dataset.volume ?? "";
    return set === "" ? 1 : Math.min(1, Math.max(0, Number(set) / 100));
  };

  const speak = async () => {
    if (speaking || !allowed || !queue.length) return;
    speaking = true;
    const sound = new Audio(queue.shift());
    sound.volume = loudness();
    try {
      await new Promise((done, fail) => {
        sound.addEventListener("ended", done);
        sound.addEventListener("error", fail);
        sound.play().catch(fail);
        // A sound that neither ends nor fails must not silence the hall; one that takes its time is let speak.
        let waited = 0;
        const guard = setInterval(() => {
          waited += 1;
          const length = Number.isFinite(sound.duration) ? sound.duration + 5 : 20;
          if (!sound.ended && waited < length) return;
          clearInterval(guard);
          sound.pause();
          done();
        }, 1000);
      });
      failed = 0;
    } catch (error) {
      failed += 1;
      if (error && error.name === "NotAllowedError") allowed = false;
    }
    show();
    setTimeout(() => { speaking = false; speak(); }, PAUSE);
  };

  const allow = async () => {
    try {
      const quiet = new Audio("data:audio/wav;base64,UklGRiUAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQEAAACA");
      await quiet.play();
      allowed = true;
    } catch (error) {
      allowed = !error || error.name !== "NotAllowedError";
    }
    show();
    speak();
  };

  button.addEventListener("click", allow);
  main.addEventListener("refreshed", () => collect(false));
  collect(true);
  allow();
})();
