// The gate: a pass is read by a scanner that types, by the camera, or typed; the answer takes the place of the one before without loading the page
// anew, so that the loudspeaker says one thing after the other. After a while the screen asks for the next pass.
"use strict";
(() => {
  const BACK_AFTER = 9000;
  const main = document.querySelector("main[data-gate]");
  const form = document.querySelector("form.scanner");
  if (!main || !form) return;
  const field = form.elements.code;
  const home = document.body.dataset.home;
  let later = 0;

  // The parts of the page that move, out of a page that was fetched.
  const take = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of ["[data-scanned]", "[data-now]"]) {
      const fresh = page.querySelector(part);
      if (!fresh) { location.href = home; return; }
      main.querySelector(part).replaceWith(document.adoptNode(fresh));
    }
    const hidden = page.querySelectorAll("form.scanner input[type=hidden]");
    for (const one of hidden) form.elements[one.name].value = one.value;
    main.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  };

  const look = async () => {
    try {
      const answer = await fetch(home, { credentials: "same-origin" });
      if (answer.ok) take(await answer.text());
    } catch { /* not reached: the beat tells */ }
  };

  const send = async (code) => {
    clearTimeout(later);
    field.value = "";
    const body = new URLSearchParams(new FormData(form));
    body.set("code", code);
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) { location.href = home; return; }
      take(await answer.text());
    } catch {
      field.value = code;
    }
    later = setTimeout(look, BACK_AFTER);
    field.focus();
  };
  // A pass that is read while another is under way waits for its answer.
  let before = Promise.resolve();
  const read = (code) => (before = before.then(() => send(code)));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = field.value.trim();
    if (code) read(code);
  });
  // A scanner types wherever the focus is.
  addEventListener("keydown", (event) => {
    if (event.target === document.body && event.key.length === 1) field.focus();
  });
  // What moves beside the answer.
  main.addEventListener("live-moved", async () => {
    try {
      const answer = await fetch(home + "/now", { headers: { "x-fragment": "1" }, credentials: "same-origin" });
      if (!answer.ok) return;
      main.querySelector("[data-now]").innerHTML = await answer.text();
      main.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    } catch { /* not reached: the beat tells */ }
  });
  if (main.querySelector("[data-scanned] .ready") === null) later = setTimeout(look, BACK_AFTER);

  // The camera of the screen, where the browser can read codes.
  const button = form.querySelector("[data-camera]");
  const video = form.querySelector("[data-video]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { button.hidden = true; field.focus(); return; }
    video.hidden = false;
    button.hidden = true;
    await video.play();
    let last = "";
    let seen = 0;
    const watch = async () => {
      try {
        const found = await detector.detect(video);
        const code = found[0]?.rawValue ?? "";
        // One pass held still is read once.
        if (code && (code !== last || Date.now() - seen > 15000)) { last = code; seen = Date.now(); await read(code); }
      } catch { /* the next picture may be read */ }
      setTimeout(watch, 250);
    };
    watch();
  });
})();
