// The rotating code as members/rotating.py has it: the same numbers, the same letters.

export const STEP_SECONDS = 30;
const PREFIX = "LY1";
const STEP_DIGITS = 6;
const MAC_DIGITS = 10;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function digits(number, length) {
  let text = "";
  for (let left = number; text.length < length; left = Math.floor(left / 32)) text = ALPHABET[left % 32] + text;
  return text;
}

/** Which step a moment (milliseconds) falls into. */
export const stepAt = (moment) => Math.floor(moment / 1000 / STEP_SECONDS);

/** What the phone with this key shows during a step. */
export async function codeOf({ key, handle }, step) {
  const said = PREFIX + handle + digits(step, STEP_DIGITS);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(said));
  const bits = new DataView(mac).getBigUint64(0) >> BigInt(64 - 5 * MAC_DIGITS);
  return said + digits(Number(bits), MAC_DIGITS);
}
