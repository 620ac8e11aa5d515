// Keys for the amount. Digits fill up from the right, as on a till: 1 2 5 0 is 12,50.
// Without this file the input is an ordinary one.

function put(input, digits, decimals, mark) {
  const plain = digits.replace(/^0+/, "");
  if (!plain) {
    input.value = "";
  } else if (decimals) {
    const padded = plain.padStart(decimals + 1, "0");
    input.value = padded.slice(0, -decimals) + mark + padded.slice(-decimals);
  } else {
    input.value = plain;
  }
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The digits of what stands there, however it was typed: "12", "12.5" and "12,50" with two decimals. */
function digitsOf(text, decimals) {
  const [whole, part = ""] = text.trim().split(/[.,](?=\d*$)/);
  return whole.replace(/\D/g, "") + (text ? part.padEnd(decimals, "0").slice(0, decimals) : "");
}

function attach(till) {
  if (till.dataset.ready) return;
  till.dataset.ready = "yes";
  const input = till.querySelector("input");
  const keys = till.querySelector(".keys");
  const decimals = Number(till.dataset.decimals);
  keys.hidden = false;
  if (matchMedia("(pointer: coarse)").matches) input.inputMode = "none";
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    const digits = digitsOf(input.value, decimals);
    const next = key === "back" ? digits.slice(0, -1) : digits + key;
    if (next.length <= 9) put(input, next, decimals, till.dataset.mark);
    navigator.vibrate?.(8);
  });
}

const attachAll = () => document.querySelectorAll("[data-keypad]").forEach(attach);
attachAll();
document.addEventListener("htmx:afterSettle", attachAll);
