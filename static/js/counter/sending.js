// The queue sends itself: one tab or the worker at a time, the oldest first. What was answered is not sent again.

import { put, remember, scans } from "./queue.js";

const AT_ONCE = 25;
const PATIENCE = 10000; // milliseconds; a server that does not answer by then is gone
const IN_VAIN = ["gone", "signed-out"];
const NOBODY_THERE = [429, 502, 503, 504]; // too much at once, or a proxy that answers for a server
const SAID = ["id", "code", "at", "amount", "items", "actions", "served"];

/** "sent", or why not: "gone", "signed-out", "trouble". */
export const send = (address) => navigator.locks.request("queue", () => sendAll(address));

async function sendAll(address) {
  const waiting = (await scans()).filter(({ state }) => state === "new");
  let outcome = waiting.length ? "sent" : await post(address, []);
  while (waiting.length && !IN_VAIN.includes(outcome)) outcome = await sendSome(address, waiting.splice(0, AT_ONCE));
  return outcome;
}

/** One that makes the server stumble keeps no other. */
async function sendSome(address, some) {
  let outcome = await post(address, some);
  if (outcome !== "trouble" || some.length === 1) return outcome;
  for (const one of some) outcome = await post(address, [one]);
  return outcome;
}

async function post(address, waiting) {
  const asked = Date.now();
  let answer;
  let said;
  try {
    answer = await fetch(address, {
      method: "POST",
      redirect: "error",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ scans: waiting.map(asSaid) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (NOBODY_THERE.includes(answer.status)) return "gone";
    if (!answer.ok && answer.status !== 401) return "trouble";
    said = await answer.json();
  } catch {
    return "gone"; // or something else answered for it
  }
  await remember("skew", said.now - (asked + Date.now()) / 2);
  if (answer.status === 401) return "signed-out";
  if (said.served) await remember("served", said.served);
  for (const scan of waiting) await settle(scan, said.answers);
  return "sent";
}

const asSaid = (scan) => Object.fromEntries(SAID.map((name) => [name, scan[name]]));

async function settle(scan, answers) {
  const answer = answers.find(({ id }) => id === scan.id);
  if (answer) await put({ ...scan, ...answer, code: "" });
}
