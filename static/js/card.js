// The live code on the card, drawn anew every step, with or without a connection.
// Without this file, without a key or over plain http the card shows its fixed code.

import { countDown, draw } from "./card/drawing.js";
import { arriveOnHomeScreen } from "./card/home_screen.js";
import { keep, keptKey, keyFor } from "./card/key.js";
import { codeOf, STEP_SECONDS, stepAt } from "./card/rotating.js";
import { offerLarge, stayAwake } from "./card/screen.js";
import { NoRoom } from "./stored.js";

const STEP = STEP_SECONDS * 1000;
const WORTH_SAYING = 10 * 60 * 1000; // milliseconds that the phone's clock is wrong by
const FAINT = 2000; // less than that is the way of the answer

const root = document.documentElement;
let shown = {};
let timer;

/** What the server said on this page; `kept` when it is an old copy. */
function pageOf(card) {
  const { key: handle, now, enrolAt } = card.dataset;
  return { handle, now: Number(now), enrolAt, kept: "kept" in root.dataset };
}

function tell(note, holds = true) {
  for (const place of document.querySelectorAll(`[data-note="${note}"]`)) place.hidden = !holds;
}

async function show() {
  clearTimeout(timer);
  const key = await keptKey();
  if (!key) return;
  const moment = Date.now() + key.skew;
  const step = stepAt(moment);
  if (step !== shown.step || key.handle !== shown.handle) {
    shown = { step, handle: key.handle, code: await codeOf(key, step) };
  }
  draw(shown.code);
  countDown(moment - step * STEP);
  timer = setTimeout(refresh, (step + 1) * STEP - moment);
}

/** What is on stays on where the key cannot be read just now. */
const refresh = () => show().catch(() => {});

/** By how much the phone's clock differs from the shop's, from when this page came. */
async function setClock(key, page) {
  const [visit] = performance.getEntriesByType("navigation");
  const skew = page.now - (Date.now() - performance.now() + visit.responseStart);
  if (Math.abs(skew - key.skew) > FAINT) await keep({ ...key, skew });
  tell("clock", Math.abs(skew) > WORTH_SAYING);
}

async function start(page) {
  try {
    const key = await keyFor(page);
    if (!key) return;
    if (!page.kept) await setClock(key, page);
    await show();
  } catch (error) {
    if (error instanceof NoRoom) tell("no-room");
  }
}

const card = document.querySelector("[data-card]");
if (card) {
  const page = pageOf(card);
  offerLarge();
  stayAwake();
  arriveOnHomeScreen();
  if (isSecureContext && navigator.locks) start(page);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    if ("kept" in root.dataset) location.reload();
    else refresh();
  });
  addEventListener("online", () => "kept" in root.dataset && location.reload());
}
