// The loudspeaker of a zone (a hall, an area of it, its gate): calls are said one after the other, never two at once, in whatever windows of this browser
// they come up. Permission for sound is asked for once, on the screen; a display without sound says so.
"use strict";
(() => {
  const PAUSE = 600;
  const main = document.querySelector("main[data-live]");
  const words = document.querySelector("[data-sound]");
  const button = document.querySelector("[data-sound-on]");
  const zone = main.dataset.zone || main.dataset.live;
  const voiceMissing = words.textContent.trim();
  const said = new Set();
  const queue = [];
  let speaking = false;
  let allowed = false;
  let failed = 0;
  // One window speaks for a zone; when it is closed another takes over what it had not said yet. Where a page has no locks (plain http) every window speaks.
  const locks = navigator.locks;
  const heard = "BroadcastChannel" in window ? new BroadcastChannel("motcua-voice " + zone) : null;
  let ours = !locks;
  let asked = false;
  let elsewhere = false;
  let giveZone = () => {};

  const show = () => {
    const state = !allowed ? words.dataset.muted : elsewhere ? words.dataset.elsewhere : failed > 2 ? words.dataset.failed : voiceMissing;
    const text = state || "";
    if (words.textContent !== text) words.textContent = text;
    words.hidden = !text;
    button.hidden = allowed;
    document.querySelector("[data-live-state]").hidden = false;
  };

  // Calls already on the screen when it is switched on are old: shown, not said again.
  const collect = (first) => {
    const calls = [...main.querySelectorAll("[data-call]")];
    for (const call of calls) {
      const id = call.dataset.call;
      if (said.has(id)) continue;
      said.add(id);
      // The same words waiting already are said once, also when somebody is called again meanwhile.
      if (!first && !queue.some((one) => one.sound === call.dataset.soundSrc)) queue.push({ id, sound: call.dataset.soundSrc });
    }
    // A call whose ticket sat down meanwhile need not be said.
    const still = new Set(calls.map((call) => call.dataset.soundSrc));
    for (let at = queue.length - 1; at >= 0; at--) if (!still.has(queue[at].sound)) queue.splice(at, 1);
    speak();
  };

  // How loud this hour is, as a percentage; the part is fetched every minute.
  const loudness = () => {
    const set = main.querySelector("[data-volume]")?.dataset.volume ?? "";
    return set === "" ? 1 : Math.min(1, Math.max(0, Number(set) / 100));
  };

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // A machine has one loudspeaker, whatever zones its windows stand for: what one says is let end.
  const alone = (say) => (locks ? locks.request("motcua-loudspeaker", say) : say());

  const play = async (call) => {
    const sound = new Audio(call.sound);
    sound.volume = loudness();
    await new Promise((done, fail) => {
      sound.addEventListener("ended", done);
      sound.addEventListener("error", fail);
      // Told once it is heard: a window whose sound was refused has said nothing, and another may still say it.
      sound.play().then(() => heard?.postMessage(call), fail);
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
  };

  const speak = async () => {
    if (speaking || !allowed || !ours || !queue.length) return;
    speaking = true;
    let call;
    try {
      // Chosen when its turn has come: while another window spoke, the person may have sat down.
      await alone(async () => {
        call = queue.shift();
        if (call) await play(call).finally(() => pause(PAUSE));
      });
      failed = 0;
    } catch (error) {
      failed += 1;
      if (error && error.name === "NotAllowedError") {
        // Nobody heard it: it is said when sound is switched on again, or by the window that takes the zone now.
        allowed = false;
        queue.unshift(call);
        giveZone();
      }
    }
    show();
    speaking = false;
    speak();
  };

  // Held until the window goes or its sound is refused: the browser gives it to the next one then.
  const takeZone = () => {
    if (!locks || asked) return;
    asked = true;
    locks.request("motcua-voice " + zone, () => new Promise((give) => {
      giveZone = () => { ours = false; asked = false; giveZone = () => {}; give(); };
      ours = true;
      elsewhere = false;
      show();
      speak();
    })).catch(() => {});
    setTimeout(() => { elsewhere = asked && !ours; show(); }, 500);
  };

  const allow = async () => {
    try {
      const quiet = new Audio("data:audio/wav;base64,UklGRiUAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQEAAACA");
      await quiet.play();
      allowed = true;
    } catch (error) {
      allowed = !error || error.name !== "NotAllowedError";
    }
    if (allowed) takeZone();
    show();
    speak();
  };

  // Said in another window: not said here too, should that one be closed.
  heard?.addEventListener("message", ({ data }) => {
    said.add(data.id);
    const at = queue.findIndex((one) => one.id === data.id || one.sound === data.sound);
    if (at >= 0) queue.splice(at, 1);
  });
  button.addEventListener("click", allow);
  main.addEventListener("refreshed", () => collect(false));
  collect(true);
  allow();
})();
