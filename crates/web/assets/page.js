// Small helps for every page. Without them everything still works.
"use strict";
// A copy button copies its code.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1500);
  });
});
// A form is sent once: its command id makes a second sending harmless, this spares the wait.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  setTimeout(() => event.target.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
  setTimeout(() => event.target.querySelectorAll("button").forEach((button) => { button.disabled = false; }), 8000);
});
// After a form with errors, the summary is read first.
const errors = document.getElementById("errors");
if (errors) errors.focus();
// What was typed into a marked form is kept on this device until it is sent.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = "draft:" + form.dataset.draft;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    for (const field of form.elements) {
      if (field.name && field.name in kept && !field.value && field.type !== "hidden" && field.type !== "password") field.value = kept[field.name];
    }
    form.addEventListener("input", () => {
      const values = {};
      for (const field of form.elements) if (field.name && field.type !== "hidden" && field.type !== "password" && field.value) values[field.name] = field.value;
      sessionStorage.setItem(key, JSON.stringify(values));
    });
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  } catch { /* a device without storage keeps nothing */ }
});
// Clocks of halls tick by the minute, from the time the page was made.
const clock = document.querySelector("[data-clock]");
if (clock) {
  const [hours, minutes] = clock.textContent.trim().split(":").map(Number);
  const made = Date.now();
  setInterval(() => {
    const now = (hours * 60 + minutes + Math.floor((Date.now() - made) / 60000)) % 1440;
    clock.textContent = String(Math.floor(now / 60)).padStart(2, "0") + ":" + String(now % 60).padStart(2, "0");
  }, 5000);
}
