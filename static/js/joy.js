// Two small joys, both still for those who asked for calm: a number that counts up, and confetti.

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const digits = (text) => Number(text?.replace(/\D/g, ""));

/** Let the number in an element run up to what it says, from what it said before. */
export function countUp(element, before) {
  const words = element?.textContent;
  const [from, to] = [digits(before), digits(words)];
  if (!before || calm() || to <= from) return;
  const inWords = new Intl.NumberFormat(document.documentElement.lang);
  const start = performance.now();
  requestAnimationFrame(function step(now) {
    const left = Math.max(0, 1 - (now - start) / 900) ** 3;
    element.textContent = left ? inWords.format(Math.round(to - (to - from) * left)) : words;
    if (left) requestAnimationFrame(step);
  });
}

/** Shapes in the shop's colours fall once over the page. */
export function rain(pieces = 110) {
  if (calm()) return;
  const canvas = document.createElement("canvas");
  canvas.className = "rain";
  canvas.ariaHidden = "true";
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  document.body.append(canvas);
  const colours = ["--brand", "--card", "--brand-strong", "--brand-soft"].map(colour);
  const shapes = Array.from({ length: pieces }, (_, n) => ({
    x: Math.random() * innerWidth,
    y: -40 - Math.random() * innerHeight * 0.6,
    size: 8 + Math.random() * 8,
    fall: 0.2 + Math.random() * 0.25,
    sway: Math.random() * 6,
    turn: (Math.random() - 0.5) / 150,
    colour: colours[n % colours.length],
    round: n % 3 === 0,
  }));
  const pen = canvas.getContext("2d");
  const start = performance.now();
  requestAnimationFrame(function fall(now) {
    const past = now - start;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const shape of shapes) draw(pen, shape, past);
    if (past < 4500) requestAnimationFrame(fall);
    else canvas.remove();
  });
}

function colour(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function draw(pen, { x, y, size, fall, sway, turn, colour, round }, past) {
  pen.save();
  pen.translate(x + 14 * Math.sin(sway + past / 400), y + past * fall);
  pen.rotate(past * turn);
  pen.fillStyle = colour;
  pen.beginPath();
  if (round) pen.arc(0, 0, size / 2, 0, 7);
  else pen.roundRect(-size / 2, -size / 4, size, size / 2, 2);
  pen.fill();
  pen.restore();
}
