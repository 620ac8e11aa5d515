// A USB scanner types like a keyboard, only faster, and may end with Enter, Tab or nothing. What it types goes
// where any key goes; once it turns out to be a code, the fields get back what stood there before.

import { cardIn, knownIn } from "./codes.js";
import { find } from "./find.js";

const FASTEST_PERSON = 50; // milliseconds a key: nobody types six in a row faster than that
const PAUSE = 80; // milliseconds between two keys that a scanner does not make
const DONE = 200; // milliseconds of silence after which a scanner that ends with nothing is done
const FEWEST = 6;
const FIELDS = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select, [contenteditable]";

let strokes = []; // of one go, each with what stood in the fields before it
let silence;

function forget() {
  strokes = [];
  clearTimeout(silence);
}

const inTill = (field) => Boolean(field?.closest("[data-keypad]"));
const focused = () => (document.activeElement?.matches(FIELDS) ? document.activeElement : null);
const textFrom = (start) => strokes.slice(start).map(({ key }) => key).join("");

function standing() {
  const fields = [focused(), document.querySelector("[data-keypad] input")];
  return fields.filter(Boolean).map((field) => [field, field.value]);
}

/** Where the keys began that came without a pause before this one. */
function beginning(end) {
  let start = end;
  while (start > 0 && strokes[start].at - strokes[start - 1].at <= PAUSE) start--;
  return start;
}

/** A card is told by its beginning, so it may come slowly. */
function scannedCard() {
  const code = cardIn(textFrom(0));
  if (!code) return null;
  let first = strokes.length - 1;
  while (!cardIn(textFrom(first))) first--;
  return { code, start: beginning(first) };
}

/**
 * Anything else must have come too fast for a person. A field that is there to take codes takes any; anywhere
 * else it must look like one of ours.
 */
function scannedNumber() {
  const last = strokes.length - 1;
  const start = beginning(last);
  const text = textFrom(start);
  if (text.length < FEWEST || (strokes[last].at - strokes[start].at) / (last - start) > FASTEST_PERSON) return null;
  const field = focused();
  const takesAny = !field || field.name === "code" || inTill(field);
  const code = knownIn(text) ?? (takesAny ? text.trim() : null);
  return code && { code, start };
}

function takeIfScanned() {
  const scanned = strokes.length ? (scannedCard() ?? scannedNumber()) : null;
  const before = scanned ? strokes[scanned.start].before : [];
  forget();
  if (!scanned) return false;
  for (const [field, value] of before) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  find(scanned.code);
  return true;
}

export function listen() {
  addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return forget();
      const at = event.timeStamp;
      const isOver = at - (strokes.at(-1)?.at ?? at) > DONE;
      if (isOver) forget();
      if (event.key === "Enter" || event.key === "Tab") {
        if (takeIfScanned()) {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
        return;
      }
      if (event.key.length !== 1) return;
      if (event.repeat) forget();
      strokes.push({ key: event.key, at, before: standing() });
      clearTimeout(silence);
      silence = setTimeout(takeIfScanned, DONE);
    },
    true,
  );
}
