// The counter without a connection: a card, an amount, and both stay on this device until they are sent.

import { cardIn, isVoucher, stepOf } from "./codes.js";
import { drop, forget, listen as hear, newId, put, recall, scanOf, scans, shopTime } from "./queue.js";
import { saleIn } from "./sale.js";
import { send } from "./sending.js";
import { signal } from "./signal.js";
import { listen as hearScanner } from "./wedge.js";

const EVERY = 10000; // milliseconds between two tries to reach the server
const STEP = 30000; // milliseconds that a rotating code is shown

const root = document.getElementById("offline");
const [scan, sale] = [document.getElementById("scan"), document.getElementById("sale")];
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const money = { digits: Number(root.dataset.digits), mark: root.dataset.mark };
const words = JSON.parse(document.getElementById("words").dataset.words);
const { lang } = document.documentElement;
const hour = new Intl.DateTimeFormat(lang, { timeStyle: "short", timeZone: root.dataset.zone });
const price = new Intl.NumberFormat(lang, { style: "currency", currency: root.dataset.currency });

let card = null; // who is being served: the code, when it was scanned, and the name of the scan

function complain(id, problem) {
  const place = document.getElementById(id);
  place.hidden = !problem;
  if (problem) place.querySelector("span").textContent = words[problem];
}

function show(step) {
  root.dataset.step = step;
  for (const place of root.querySelectorAll("[data-at]")) place.hidden = place.dataset.at !== step;
}

function showConnection(state) {
  for (const place of root.querySelectorAll("[data-connection]")) place.hidden = place.dataset.connection !== state;
}

/** What is wrong with a code, as far as that can be known here. */
async function faultOf(text, code, at) {
  if (!text) return "code-missing";
  if (isVoucher(text)) return "code-voucher";
  if (!/\d/.test(text)) return "code-name";
  const step = stepOf(code);
  if (step === null) return null;
  if (Math.abs(step - Math.floor(at / STEP)) > 1) return "code-old";
  return (await scans()).some((one) => one.code === code) ? "code-again" : null;
}

/** A camera that is still on sees the same card again and again; a rotating code is told by its phone. */
const isServed = (code) => card && (card.code === code || (stepOf(code) !== null && card.code.startsWith(code.slice(0, 13))));

async function takeCode(text) {
  const at = await shopTime();
  const code = cardIn(text) ?? text;
  if (isServed(code)) return;
  const fault = await faultOf(text, code, at);
  complain("code-fault", fault);
  if (fault) return;
  card = { code, at, id: newId() };
  part("tail").textContent = words.card.replace("{tail}", code.slice(-4));
  sale.reset();
  complain("sale-fault", null);
  show("sale");
  if (matchMedia("(pointer: fine)").matches) sale.elements.amount.focus();
}

/** Kept before it is sent; pressed twice it is the same scan. */
async function keep() {
  const sold = saleIn(new FormData(sale), money);
  complain("sale-fault", sold.fault);
  if (sold.fault || !card) return;
  await put(await scanOf(card.id, card.code, card.at, sold));
  card = null;
  signal();
  next();
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("queue")).catch(() => {});
  reach();
}

function next() {
  scan.reset();
  complain("code-fault", null);
  show("code");
  scan.elements.code.focus();
}

let reaching = null;

/** Whether the server is there; all that waits is sent with the same question. */
function reach() {
  reaching ??= (async () => {
    const outcome = await send(root.dataset.queue);
    showConnection((await recall("served")) || outcome === "signed-out" ? outcome : "nobody");
  })()
    .catch(() => showConnection("no-room"))
    .finally(() => (reaching = null));
  return reaching;
}

async function showQueue() {
  const all = (await scans()).reverse();
  part("none").hidden = all.length > 0;
  part("queue").hidden = !all.length;
  part("queue").replaceChildren(...all.map(row));
}

function row(one) {
  const line = document.getElementById("queued").content.cloneNode(true);
  const paid = (one.amount ?? 0) / 10 ** money.digits;
  line.querySelector("strong").textContent = paid ? price.format(paid) : words.visit;
  const outcome = [words[one.state], one.why].filter(Boolean).join(": ");
  const said = [words.card.replace("{tail}", one.tail), hour.format(new Date(one.at)), outcome];
  line.querySelector(".line-more").textContent = said.join(" · ");
  for (const icon of line.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== one.state;
  const dismiss = line.querySelector("button");
  dismiss.hidden = one.state === "new";
  dismiss.addEventListener("click", () => drop(one.id));
  return line;
}

async function showWho() {
  for (const place of document.querySelectorAll("[data-kept]")) {
    place.textContent = (await recall(place.dataset.kept)) ?? place.textContent;
  }
}

/** What was typed on the page before, when the server went away. */
async function takeUp() {
  const draft = await recall("draft");
  if (!draft) return;
  await forget("draft");
  scan.elements.code.value = draft;
  await takeCode(draft);
}

scan.addEventListener("submit", (event) => {
  event.preventDefault();
  takeCode(scan.elements.code.value.trim()).catch(() => showConnection("no-room"));
});
sale.addEventListener("submit", (event) => {
  event.preventDefault();
  keep().catch(() => showConnection("no-room"));
});
part("other").addEventListener("click", () => {
  card = null;
  next();
});
hear(showQueue);
hearScanner();
import("./camera.js").then(({ start }) => start());
addEventListener("online", reach);
document.addEventListener("visibilitychange", () => document.hidden || reach());
setInterval(() => document.hidden || reach(), EVERY);

scan.elements.code.focus();
await Promise.all([showWho(), showQueue(), takeUp()]).catch(() => showConnection("no-room"));
reach();
