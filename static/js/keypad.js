// Keys for the amount, on the screen and on the keyboard. Digits fill up from the right, as on a till:
// 1 2 5 0 is 12,50. Whoever types a mark writes the amount themselves. Without this file the input is an
// ordinary one.

const MOST_DIGITS = 9;
const ELSEWHERE = "input, textarea, select, [contenteditable]";

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

/** Without the zeros that only filled it up. */
const significant = (digits) => digits.replace(/^0+/, "") || "0";

function attach(till) {
  if (till.dataset.ready) return;
  till.dataset.ready = "yes";
  const input = till.querySelector("input");
  const keys = till.querySelector(".keys");
  const decimals = Number(till.dataset.decimals);
  const { mark } = till.dataset;
  let byHand = false;
  keys.hidden = false;
  if (matchMedia("(pointer: coarse)").matches) input.inputMode = "none";

  function press(key) {
    const digits = digitsOf(input.value, decimals);
    const next = key === "back" ? digits.slice(0, -1) : digits + key;
    if (next.length <= MOST_DIGITS) put(input, next, decimals, mark);
  }

  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    byHand = false;
    press(key);
    navigator.vibrate?.(8);
  });

  document.addEventListener("keydown", (event) => {
    const target = document.activeElement;
    if (!till.isConnected || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target !== input && target.matches(ELSEWHERE)) return;
    if (!input.value) byHand = false;
    const isAll = target === input && input.selectionEnd - input.selectionStart === input.value.length;
    const atEnd = target !== input || input.selectionStart === input.value.length;
    if (isAll && /^\d$/.test(event.key)) {
      byHand = false;
      input.value = "";
      press(event.key);
    } else if (/^\d$/.test(event.key) && atEnd && !byHand) press(event.key);
    else if (/^\d$/.test(event.key) && target !== input) return input.focus();
    else if (event.key === "Backspace" && (target !== input || (atEnd && !isAll && !byHand))) press("back");
    else if (decimals && /^[.,]$/.test(event.key) && !byHand && (atEnd || isAll)) {
      byHand = true;
      input.value = significant(digitsOf(input.value, decimals)) + mark;
      input.focus();
    } else if (event.key === "Enter" && !target.closest("a, button, summary, [popover]")) input.form.requestSubmit();
    else return;
    event.preventDefault();
  });
}

const attachAll = () => document.querySelectorAll("[data-keypad]").forEach(attach);
attachAll();
document.addEventListener("htmx:afterSettle", attachAll);
