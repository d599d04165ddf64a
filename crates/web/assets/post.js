// Envelopes under the scanner: each code is sent on its own and answered in its place; what is read meanwhile waits its turn, and the field is
// always the one that is typed into. Without it every code is a plain form.
"use strict";
(() => {
  const form = document.querySelector("form[data-post-scan]");
  if (!form) return;
  const field = form.elements.code;
  const room = form.closest("[data-live]");
  const elsewhere = (target) => target !== field && target.closest?.("input, textarea, select, details[open] form");

  const take = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = page.querySelector("[data-post-said]");
    if (!said) throw new Error("another page came");
    // The words are put into the place that was there before: only then they are read aloud.
    room.querySelector("[data-post-said]").innerHTML = said.innerHTML;
    room.querySelector("[data-post-count]").innerHTML = page.querySelector("[data-post-count]").innerHTML;
    const list = room.querySelector(":scope > .list");
    if (!list.querySelector("details[open]")) list.innerHTML = page.querySelector("[data-live] > .list").innerHTML;
    for (const one of page.querySelectorAll("form[data-post-scan] input[type=hidden]")) form.elements[one.name].value = one.value;
    room.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  };

  // Not reached, or not answered: the code stands with those to be pasted, nothing is lost.
  const keep = (code) => {
    const many = document.getElementById("codes");
    many.value = `${many.value.trim()}\n${code}`.trim();
    many.closest("details").open = true;
    room.querySelector("[data-post-said]").textContent = form.dataset.lost;
  };

  const send = async (code) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("code", code);
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      // 422: it could not be read, and the page says why.
      if (!answer.ok && answer.status !== 422) { keep(code); return; }
      take(await answer.text());
      if (answer.redirected) history.replaceState(null, "", answer.url);
    } catch {
      keep(code);
    }
  };

  let before = Promise.resolve();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = field.value.trim();
    field.value = "";
    if (code) before = before.then(() => send(code));
    field.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && !elsewhere(event.target)) field.focus();
  }, true);
  field.focus();
})();
