// Hears at once what the shop records for this card, and shows it as a slip. The number it has shown
// is kept on this phone, so each receipt is told once, also when the phone was off.
// Whoever looks away lets go of the stream; whoever looks again is told what they missed.

const live = document.getElementById("live");
const seen = document.getElementById("seen");
const KEY = "seen";
const SOON = 2000;
const LATE = 60000;

let stream = null;
let pause = SOON;
let joy = null;

function recall() {
  try {
    const [card, number] = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return card === live.dataset.card ? number : "";
  } catch {
    return "";
  }
}

function remember(number) {
  seen.value = number;
  try {
    localStorage.setItem(KEY, JSON.stringify([live.dataset.card, number]));
  } catch {
    // Where nothing can be kept, a receipt may be told again another day.
  }
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`${live.dataset.stream}?after=${seen.value}`);
  stream.addEventListener("start", (event) => {
    pause = SOON;
    joy ??= import("./joy.js"); // when the page itself is there
    if (!seen.value) remember(Number(event.data));
  });
  stream.addEventListener("receipt", (event) => show(Number(event.data)));
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
    letGo();
    ask().catch(() => {}); // whoever was signed out elsewhere is led to sign in
    setTimeout(listen, pause);
    pause = Math.min(2 * pause, LATE);
  });
}

function letGo() {
  stream?.close();
  stream = null;
}

function ask() {
  const address = `${live.dataset.receipt}?after=${seen.value || 0}`;
  return htmx.ajax("GET", address, { source: live, target: live, swap: "innerHTML" });
}

async function show(number) {
  if (number <= Number(seen.value)) return;
  const told = ask();
  htmx.trigger(document.body, "receipt"); // parts of the page come again, after the same number
  try {
    await told;
  } catch {
    return; // told when the phone is next looked at
  }
  remember(number);
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  if (live.querySelector("[data-celebrate]")) joy.then(({ rain }) => rain());
}

function clear() {
  live.replaceChildren();
}

// The balance counts up from what stood there before.
let balance = null;
const shown = () => document.querySelector("#card-balance strong");
document.body.addEventListener("receipt", () => (balance = shown()?.textContent));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "card-more") joy.then(({ countUp }) => countUp(shown(), balance));
});

// What nobody asked for may fail without a word.
for (const fault of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  const quietly = (event) => event.target.matches('#live, [hx-trigger^="receipt"]') && event.stopPropagation();
  addEventListener(fault, quietly, true);
}

live.addEventListener("click", (event) => event.target.closest("[data-close]") && clear());
addEventListener("keydown", (event) => event.key === "Escape" && clear());
addEventListener("pagehide", letGo);
addEventListener("pageshow", listen);
document.addEventListener("visibilitychange", () => (document.hidden ? letGo() : listen()));

seen.value = recall();
listen();
