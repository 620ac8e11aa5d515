// One more, one less, beside a number. Without this file the number is typed.

/** Nothing lies between none and the least. */
function stepped(now, step, least) {
  const next = now + step;
  if (next >= least) return next;
  return step > 0 ? Number(least) : 0;
}

function attach(stepper) {
  if (stepper.dataset.ready) return;
  stepper.dataset.ready = "yes";
  const input = stepper.querySelector(".item-number");
  const { by = 1, least = 0, most = 999 } = stepper.dataset;
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const now = Number.parseInt(input.value, 10) || 0;
      const next = stepped(now, Number(button.dataset.step) * by, least);
      if (next > most) return;
      input.value = next > 0 ? next : "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      navigator.vibrate?.(8);
    });
  }
}

const attachAll = () => document.querySelectorAll("[data-stepper]").forEach(attach);
attachAll();
document.addEventListener("htmx:afterSettle", attachAll);
