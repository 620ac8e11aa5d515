// While the connection is there: the device learns who serves and what time it is, keeps what it needs to go on
// without one, and sends what still waits.

import { forget, listen, remember, scans } from "./queue.js";
import { send } from "./sending.js";

const { dataset } = document.getElementById("till");
const place = document.querySelector("[data-waiting]");

async function showWaiting() {
  const waiting = (await scans()).filter(({ state }) => state !== "recorded");
  place.hidden = !waiting.length;
  place.querySelector("[data-part=count]").textContent = waiting.length;
}

async function learn() {
  for (const name of ["served", "name", "place"]) await remember(name, dataset[name]);
  await remember("skew", Number(dataset.now) - Date.now());
}

export async function start() {
  navigator.serviceWorker?.register(dataset.worker, { type: "module" }).catch(() => {});
  document.querySelector("[data-ends-shift]")?.addEventListener("submit", () => forget("served"));
  await learn();
  listen(showWaiting);
  await showWaiting();
  if ((await scans()).some(({ state }) => state === "new")) await send(dataset.queue);
}
