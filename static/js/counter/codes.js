// What a scanner reads is taken out of whatever stands around it; the server judges the rest.

const CARD = /LY[0O][0-9A-TV-Z]{16}|LY[1IL][0-9A-TV-Z]{26}/;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONGEST_NUMBER = 40;

const plain = (text) => text.replace(/[\s-]/g, "").toUpperCase();

/** The code of a card in a text, rotating codes first: one may look like the other and more. */
export const cardIn = (text) => CARD.exec(plain(text))?.[0] ?? null;

/** The code of a claim slip in the address that its QR code holds. */
const slipIn = (text) => /\/S\/([0-9A-TV-Z]{10})$/.exec(plain(text))?.[1] ?? null;

/** A card, a slip, a number of ours with its check digit, or a voucher: nothing else looks like that. */
export const knownIn = (text) => cardIn(text) ?? slipIn(text) ?? (isNumber(text.trim()) || isVoucher(text) ? text.trim() : null);

/** The step of a rotating code, 30 seconds since 1970 each; null for any other code. */
export function stepOf(code) {
  if (!/^LY1/.test(code)) return null;
  return [...code.slice(13, 19)].reduce((step, digit) => step * 32 + ALPHABET.indexOf(digit), 0);
}

/** What a camera may send: a card, or what could be a number of a card from elsewhere. */
export function sendable(text) {
  const ours = cardIn(text) ?? slipIn(text);
  if (ours) return ours;
  const short = text.trim();
  return short && short.length <= LONGEST_NUMBER && !short.includes("://") ? short : null;
}

export const isVoucher = (text) => /^(?=.*\d)[0-9A-HJKMNP-TV-Z]{10}$/.test(plain(text)) && !/^\d+$/.test(plain(text));

function isNumber(text) {
  if (!/^\d{10}$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, place) => {
    const n = place % 2 ? 2 * Number(digit) : Number(digit);
    return total + (n > 9 ? n - 9 : n);
  }, 0);
  return sum % 10 === 0;
}
