// The counter locks when nobody touches it: the shift ends, and the PIN is asked for over the page.
// What was typed stays beneath it. The server keeps the time too, and says "locked" when it was first.

import "./pin.js";

const LOOK_EVERY = 1000;

export function watch() {
  const form = document.getElementById("lock");
  const cover = document.getElementById("locked");
  if (!form || !cover) return;
  const idle = Number(form.dataset.idle) * 1000;
  let touched = Date.now();
  let closed = false;

  function lock() {
    touched = Date.now();
    if (!closed) form.requestSubmit();
  }

  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, () => (touched = Date.now()), { capture: true, passive: true });
  }
  // A device that slept finds out when it wakes.
  setInterval(() => idle && navigator.onLine && Date.now() - touched > idle && lock(), LOOK_EVERY);

  document.addEventListener("locked", lock);
  document.addEventListener("unlocked", () => {
    closed = false;
    cover.close();
    cover.firstElementChild.replaceChildren();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (closed || event.detail.target !== cover.firstElementChild) return;
    closed = true;
    cover.showModal();
  });
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("close", () => closed && cover.showModal());
}
