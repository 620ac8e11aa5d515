// One short sound and one buzz when a code was read. The sound has a switch, which the device keeps.

import { keep, kept } from "./keeping.js";

const KEY = "silent";
let audio = null;

export const isSilent = () => kept(KEY) === "yes";

export const keepSilent = (silent) => keep(KEY, silent ? "yes" : "no");

/** Browsers let a page sound once somebody has touched it. */
export function tuneIn() {
  try {
    audio ??= new AudioContext();
    audio.resume().catch(() => {});
  } catch {
    audio = null;
  }
}

export function signal() {
  navigator.vibrate?.(60);
  if (isSilent() || audio?.state !== "running") return;
  const tone = new OscillatorNode(audio, { frequency: 1320 });
  const loudness = new GainNode(audio, { gain: 0.18 });
  loudness.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.12);
  tone.connect(loudness).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.12);
}
