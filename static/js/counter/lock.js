// The counter locks when nobody touches it: the shift ends, and the PIN is asked for over the page.
// What was typed stays beneath it. The server keeps the time too, and says "locked" when it was first.

import "./pin.js";

const LOOK_EVERY = 1000;

export function watch() {
  const form = document.getElementById("lock");
  const cover = document.getElementById("locked");
  if (!form || !cover) return;
  const pad = cover.firstElementChild;
  const idle = Number(form.dataset.idle) * 1000;
  let touched = Date.now();
  let shut = false;

  function lock() {
    if (shut) return;
    shut = true;
    form.requestSubmit();
  }

  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, () => (touched = Date.now()), { capture: true, passive: true });
  }
  // A device that slept finds out when it wakes.
  setInterval(() => idle && navigator.onLine && Date.now() - touched > idle && lock(), LOOK_EVERY);

  document.addEventListener("locked", lock);
  // Beneath it nothing asks: the answer would say "locked" to whoever is back by then.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (shut && event.target !== form && !cover.contains(event.target)) event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === pad && !cover.open) cover.showModal();
  });
  // Without an answer there is no pad to show; it is tried again when it has been quiet as long again.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) return;
    shut = false;
    touched = Date.now();
  });
  document.addEventListener("unlocked", () => {
    shut = false;
    cover.close();
    pad.replaceChildren();
  });
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("close", () => shut && cover.showModal());
}
