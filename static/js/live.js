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

async function fetched(address, asFragment) {
  const answer = await fetch(address, { headers: asFragment ? { "HX-Request": "true" } : {} });
  const elsewhere = answer.headers.get("HX-Redirect"); // whoever was signed out is led to sign in
  if (elsewhere) location.assign(elsewhere);
  if (!answer.ok || answer.status === 204) throw new Error(`The shop answered ${answer.status}`);
  return answer.text();
}

async function ask() {
  live.innerHTML = await fetched(`${live.dataset.receipt}?after=${seen.value || 0}`, true);
}

async function refresh() {
  const parts = document.querySelector("[data-fresh]")?.dataset.fresh;
  if (!parts) return;
  const address = new URL(location.href);
  address.searchParams.set("after", seen.value);
  const page = new DOMParser().parseFromString(await fetched(address, false), "text/html");
  const before = balance()?.textContent;
  for (const part of document.querySelectorAll(parts)) {
    const now = page.getElementById(part.id);
    if (!now) continue;
    part.replaceWith(now);
    window.htmx?.process(now);
  }
  joy.then(({ countUp }) => countUp(balance(), before));
}

const balance = () => document.querySelector("#card-balance strong");

async function show(number) {
  if (number <= Number(seen.value)) return;
  joy ??= import("./joy.js");
  const parts = refresh(); // after the same number
  try {
    await ask();
    remember(number); // told; what follows may fail
    await parts;
  } catch {
    return; // looked at again when the phone is
  }
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  if (live.querySelector("[data-celebrate]")) joy.then(({ rain }) => rain());
}

function clear() {
  live.replaceChildren();
}

/** Says once an hour that this phone is still in use; a GET may not write it. */
function say() {
  if (!live.dataset.unseen) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  fetch(live.dataset.unseen, { method: "POST", headers }).catch(() => {});
}

live.addEventListener("click", (event) => event.target.closest("[data-close]") && clear());
addEventListener("keydown", (event) => event.key === "Escape" && clear());
addEventListener("pagehide", letGo);
addEventListener("pageshow", listen);
document.addEventListener("visibilitychange", () => (document.hidden ? letGo() : listen()));

seen.value = recall();
listen();
say();
