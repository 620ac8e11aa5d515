// What was taken without a connection stays on this device until the shop's server has answered. Codes, amounts
// and who served; nothing of a member's.

import { storesIn } from "../stored.js";

const inStore = storesIn("counter", { scans: { keyPath: "id" }, kept: {} });
const news = new BroadcastChannel("queue");

/** The oldest first. `state` is "new" until there is an answer: recorded, refused, or waiting (for the owner). */
export const scans = async () =>
  (await inStore("scans", "readonly", (store) => store.getAll())).sort((a, b) => a.at.localeCompare(b.at));

export async function put(scan) {
  await inStore("scans", "readwrite", (store) => store.put(scan));
  tell();
}

export async function drop(id) {
  await inStore("scans", "readwrite", (store) => store.delete(id));
  tell();
}

/** Of this device: who serves (`served`, `name`, `place`) and what its clock lacks of ours (`skew`). */
export const recall = (name) => inStore("kept", "readonly", (store) => store.get(name));

export const remember = (name, value) => inStore("kept", "readwrite", (store) => store.put(value, name));

export const forget = (name) => inStore("kept", "readwrite", (store) => store.delete(name));

/** Calls when another tab, the worker or this page has changed the queue. */
export function listen(hear) {
  new BroadcastChannel("queue").addEventListener("message", hear);
}

const tell = () => news.postMessage("changed");

export const newId = () => crypto.randomUUID().replaceAll("-", "");

/** The time by the shop's clock, as far as the last answer told. */
export const shopTime = async () => Date.now() + ((await recall("skew")) ?? 0);

/** A scan as it is kept; what is sold may be an amount, items and actions. */
export async function scanOf(id, code, at, sale) {
  const served = (await recall("served")) ?? "";
  return { id, code, tail: code.slice(-4), at: new Date(at).toISOString(), served, state: "new", why: "", ...sale };
}
