// Small comforts on every page; each of them may fail without harm.
// A form is sent once; a fault never loses what was typed; a value can be copied; a link opens the answer it leads to.

const connection = document.getElementById("connection");

function showConnection(lost) {
  if (connection) connection.hidden = !lost;
}

function rest(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('[aria-busy="true"]')) {
    button.removeAttribute("aria-busy");
  }
}

function restAll() {
  document.querySelectorAll("form[data-sent]").forEach(rest);
}

const byHtmx = (form) => form.matches("[hx-post], [hx-get], [hx-put], [hx-delete], [data-hx-post], [data-hx-get]");

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!byHtmx(form) && !("offline" in form.dataset) && !navigator.onLine) {
      event.preventDefault();
      showConnection(true);
      return;
    }
    showConnection(false);
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector('button:not([type="button"])');
    // Busy, not disabled: a disabled button loses the focus, and who uses a keyboard their place.
    setTimeout(() => {
      if (event.defaultPrevented && !byHtmx(form)) return rest(form);
      button?.setAttribute("aria-busy", "true");
    });
  },
  true,
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form) rest(form);
  if (event.detail.successful) showConnection(false);
});
// What a page asks for by itself may fail in silence.
for (const fault of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(fault, (event) => event.detail.elt.closest?.("form") && showConnection(true));
}
// It also waits while nobody looks, and does not lead away from what is being typed.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.matches("[data-quiet]")) event.preventDefault();
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.matches("[data-quiet]") && xhr.getResponseHeader("HX-Redirect")) event.preventDefault();
});
addEventListener("online", () => showConnection(false));
addEventListener("pageshow", (event) => event.persisted && restAll());

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const words = button.querySelector("span");
  const before = words.textContent;
  const { copy, message } = button.dataset;
  const field = document.getElementById(message);
  try {
    await navigator.clipboard.writeText(field ? `${field.value.trim()} ${copy}` : copy);
  } catch {
    return;
  }
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});

// A fault that has just been swapped in takes the focus to the field it speaks of.
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.elt.querySelector?.('[aria-invalid="true"]')?.focus();
});

function openAnswer() {
  const aimed = document.querySelector("details:target");
  if (aimed) aimed.open = true;
}
addEventListener("hashchange", openAnswer);
addEventListener("pageshow", openAnswer);
