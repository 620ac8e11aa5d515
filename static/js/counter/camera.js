// The camera at the counter: what it reads is sent by the form that takes any code. It is on while its page
// is looked at, and comes back by itself where it was on before.

import { sendable } from "./codes.js";
import { find } from "./find.js";
import { keep, kept } from "./keeping.js";
import { openReader } from "./reader.js";
import { isSilent, keepSilent, signal, tuneIn } from "./signal.js";

const AGAIN = 4000; // milliseconds until the same code may be sent again
const WISH = { width: { ideal: 1280 }, height: { ideal: 720 } };
const PROBLEMS = { NotAllowedError: "denied", SecurityError: "denied", NotReadableError: "busy", NotFoundError: "missing" };

const place = document.querySelector("[data-camera]");
const video = place.querySelector("video");
const part = (name) => place.querySelector(`[data-part="${name}"]`);

let stream = null;
let opening = false;
let reader = null;
let last = { code: null, at: 0 };

async function cameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput");
}

/** One sentence at a time: why there is no picture, or what was seen that is no card. */
function tell(problem) {
  for (const note of place.querySelectorAll("[data-note]")) note.hidden = note.dataset.note !== problem;
}

function wish() {
  const deviceId = kept("camera-id");
  const side = deviceId ? { deviceId } : { facingMode: "environment" };
  return { video: { ...WISH, ...side }, audio: false };
}

/** The reader is fetched while the camera opens. */
async function open() {
  if (stream || opening || document.hidden) return;
  opening = true;
  tell(null);
  reader ??= openReader();
  reader.catch(() => {}); // told below, once the camera has opened
  try {
    stream = await navigator.mediaDevices.getUserMedia(wish());
  } catch (error) {
    keep("camera", "off");
    return tell(PROBLEMS[error.name] ?? "missing");
  } finally {
    opening = false;
  }
  if (document.hidden) return stop();
  keep("camera", "on");
  video.srcObject = stream;
  show(true);
  await offerWhatItHas(stream);
  look(stream);
}

function show(on) {
  part("view").hidden = !on;
  part("open").hidden = on;
  if (on) video.play().catch(() => {});
}

async function offerWhatItHas(opened) {
  const [track] = opened.getVideoTracks();
  const torch = part("torch");
  torch.hidden = !track.getCapabilities?.().torch;
  torch.ariaPressed = "false";
  part("switch").hidden = (await cameras()).length < 2;
}

async function look(opened) {
  let read;
  try {
    ({ read } = await reader);
  } catch {
    reader = null;
    close();
    return tell("failed");
  }
  while (stream === opened) {
    await nextPicture();
    if (stream !== opened) return;
    const text = video.videoWidth ? await read(video).catch(() => null) : null;
    if (text && stream === opened) take(text);
  }
}

const nextPicture = () =>
  new Promise((seen) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(seen);
    setTimeout(seen, 120);
  });

function take(text) {
  const now = Date.now();
  if (text === last.code && now - last.at < AGAIN) return;
  const code = sendable(text);
  if (!code) return tell("stranger");
  if (!find(code)) return;
  last = { code: text, at: now };
  tell(null);
  signal();
}

/** Lets go of the camera; it comes back when the page is looked at again. */
function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
}

function close() {
  keep("camera", "off");
  stop();
  show(false);
  part("open").focus();
}

async function useOther() {
  const [track] = stream.getVideoTracks();
  const all = await cameras();
  const here = all.findIndex(({ deviceId }) => deviceId === track.getSettings().deviceId);
  keep("camera-id", all[(here + 1) % all.length].deviceId);
  stop();
  open();
}

async function light() {
  const torch = part("torch");
  const on = torch.ariaPressed !== "true";
  await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
  torch.ariaPressed = String(on);
}

function showSound() {
  part("sound").ariaPressed = String(!isSilent());
}

export async function start() {
  if (!isSecureContext || !navigator.mediaDevices) return tell("insecure");
  if (!(await cameras().catch(() => [])).length) return;
  part("open").hidden = false;
  showSound();
  part("open").addEventListener("click", open);
  part("close").addEventListener("click", close);
  part("torch").addEventListener("click", () => light().catch(() => (part("torch").hidden = true)));
  part("switch").addEventListener("click", useOther);
  part("sound").addEventListener("click", () => {
    keepSilent(!isSilent());
    showSound();
  });
  addEventListener("pointerdown", tuneIn, { once: true });
  const resume = () => kept("camera") === "on" && open();
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : resume()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => persisted && resume());
  resume();
}
