// One more, one less, beside a number. Without this file the number is typed.

function attach(stepper) {
  if (stepper.dataset.ready) return;
  stepper.dataset.ready = "yes";
  const input = stepper.querySelector(".item-number");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = (Number.parseInt(input.value, 10) || 0) + Number(button.dataset.step);
      if (next > 999) return;
      input.value = next > 0 ? next : "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      navigator.vibrate?.(8);
    });
  }
}

const attachAll = () => document.querySelectorAll("[data-stepper]").forEach(attach);
attachAll();
document.addEventListener("htmx:afterSettle", attachAll);
