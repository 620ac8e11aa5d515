// While the connection is there: the device learns who serves and what time it is, keeps what it needs to go on
// without one, and sends what still waits.

import { drop, forget, listen, remember, scans } from "./queue.js";
import { send } from "./sending.js";

const LATER = 2000; // milliseconds
const DAY = 24 * 60 * 60 * 1000;

const { dataset } = document.getElementById("till");
const place = document.querySelector("[data-waiting]");

async function showWaiting() {
  const waiting = (await scans()).filter(({ state }) => state !== "recorded");
  place.hidden = !waiting.length;
  place.querySelector("[data-part=count]").textContent = waiting.length;
}

async function learn(arrived) {
  for (const name of ["served", "name", "place"]) await remember(name, dataset[name]);
  await remember("skew", Number(dataset.now) - arrived);
}

/** What was recorded stays in sight for a day. */
async function dropOldOnes() {
  const isOld = ({ state, at }) => state === "recorded" && Date.now() - Date.parse(at) > DAY;
  for (const { id } of (await scans()).filter(isOld)) await drop(id);
}

/** The page comes first, what the worker keeps comes after: both go over the same thin line. */
async function keepTheCounter() {
  if (!navigator.serviceWorker) return;
  if (!navigator.serviceWorker.controller) await new Promise((rested) => setTimeout(rested, LATER));
  await navigator.serviceWorker.register(dataset.worker, { type: "module", updateViaCache: "all" });
}

/** `arrived`: when the page did, by this device's clock. */
export async function start(arrived) {
  keepTheCounter().catch(() => {}); // a browser without module workers sells with a connection only
  document.querySelector("[data-ends-shift]")?.addEventListener("submit", () => forget("served"));
  await learn(arrived);
  await dropOldOnes();
  listen(showWaiting);
  await showWaiting();
  if ((await scans()).some(({ state }) => state === "new")) await send(dataset.queue);
}
