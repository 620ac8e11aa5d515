// This phone's key: agreed on with the shop once, and kept where no script can read it out.

import { storesIn } from "../stored.js";

const PURPOSE = "tessera rotating code";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KEY = "key";

const inStore = storesIn("card", { kept: {} });

const bytes = (text) => new TextEncoder().encode(text);
const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** `{handle, key, since, skew}`: `since` in the shop's time, `skew` what the phone's clock lacks of it. */
export const keptKey = () => inStore("kept", "readonly", (store) => store.get(KEY));

export const keep = (record) => inStore("kept", "readwrite", (store) => store.put(record, KEY));

/**
 * The key to show codes with; agreed on now when there is none, or not the one that the page knows of.
 * Tabs do it one after the other, and the later finds the key of the earlier.
 */
export function keyFor(page) {
  return navigator.locks.request("card-key", async () => {
    const kept = await keptKey();
    const good = kept && (page.kept || kept.handle === page.handle || kept.since > page.now);
    return good || page.kept ? kept : agree(page.enrolAt, page.handle);
  });
}

/** `insteadOf`: the key that this browser has as far as we know; who is told another one asks once more. */
async function agree(address, insteadOf, again = true) {
  await inStore("kept", "readwrite", (store) => store.put(true, "room"));
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveKey"]);
  const half = await crypto.subtle.exportKey("raw", pair.publicKey);
  const asked = Date.now();
  const answer = await fetch(address, {
    method: "POST",
    redirect: "error",
    headers: { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) },
    body: JSON.stringify({ public: toBase64(half), instead_of: insteadOf }),
  });
  if (answer.status === 409 && again) return agree(address, (await answer.json()).handle, false);
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}`);
  const { handle, public: theirs, now } = await answer.json();
  const record = { handle, key: await derived(pair.privateKey, fromBase64(theirs), handle), since: now };
  record.skew = now - (asked + Date.now()) / 2;
  await keep(record);
  return record;
}

async function derived(ours, theirs, handle) {
  const half = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await crypto.subtle.deriveKey({ name: "ECDH", public: half }, ours, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes(handle), info: bytes(PURPOSE) };
  return crypto.subtle.deriveKey(how, shared, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}
