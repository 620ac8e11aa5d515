// Keys for a PIN, under the thumb. Without this file the field is an ordinary one.

const coarse = matchMedia("(pointer: coarse)").matches;

function attach(pad) {
  if (pad.dataset.ready) return;
  pad.dataset.ready = "yes";
  const input = pad.querySelector("input");
  const keys = pad.querySelector(".keys");
  keys.hidden = false;
  if (coarse) input.inputMode = "none";
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    if (key === "back") input.value = input.value.slice(0, -1);
    else if (input.value.length < input.maxLength) input.value += key;
    navigator.vibrate?.(8);
  });
}

const attachAll = () => document.querySelectorAll("[data-pin]").forEach(attach);
attachAll();
document.addEventListener("htmx:afterSwap", attachAll);
