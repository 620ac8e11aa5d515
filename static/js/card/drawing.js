// The code as a picture and as text, wherever the page has a place for it.

import { correction, generate } from "../../vendor/lean-qr.mjs";
import { STEP_SECONDS } from "./rotating.js";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // empty modules around the code, as the standard asks

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function picture(code) {
  const modules = generate(code, { minCorrectionLevel: correction.Q });
  const size = modules.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (modules.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    }
  }
  const drawing = element("svg", { viewBox: `0 0 ${size} ${size}`, fill: "currentColor", "aria-hidden": "true" });
  drawing.append(element("path", { d: path }));
  return drawing;
}

const grouped = (code) => code.match(/.{1,4}/g).join(" ");

export function draw(code) {
  for (const place of document.querySelectorAll("[data-code-text]")) {
    if (place.textContent === grouped(code)) continue;
    place.textContent = grouped(code);
    place.parentElement.querySelector("[data-code-picture]").replaceChildren(picture(code));
  }
}

/** The ring around the code runs down; `into` is how far the step has gone, in milliseconds. */
export function countDown(into) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const ring of document.querySelectorAll("[data-ring]")) {
    ring.removeAttribute("hidden");
    const line = ring.lastElementChild;
    line.getAnimations().forEach((running) => running.cancel());
    const time = { duration: STEP_SECONDS * 1000, fill: "forwards", easing: calm ? "steps(6)" : "steps(300)" };
    line.animate({ strokeDashoffset: [0, 1] }, time).currentTime = into;
  }
}
