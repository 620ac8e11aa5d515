// The screen stays on while the card is in sight, and a tap fills it with the code.

async function hold() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // The battery is low, or the phone does not let us.
  }
}

export function stayAwake() {
  hold();
  document.addEventListener("visibilitychange", hold);
}

function fill(dialog, tile) {
  for (const part of ["[data-code-picture]", "[data-code-text]"]) {
    dialog.querySelector(part).replaceChildren(...tile.querySelector(part).cloneNode(true).childNodes);
  }
  dialog.showModal();
}

/** White to its edges, so that every scanner sees it; Esc, the button or another tap closes it. */
export function offerLarge() {
  const dialog = document.getElementById("large-code");
  const button = document.querySelector("[data-enlarge]");
  button.hidden = false;
  button.onclick = () => fill(dialog, button.parentElement);
  dialog.onclick = () => dialog.close();
}
