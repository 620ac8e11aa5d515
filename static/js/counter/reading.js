// Reads QR codes off the page's thread. This file alone may compile WebAssembly: its answer carries a
// policy of its own (extensions/answers.py).

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing/reader/index.js";

const wasm = new URL("../../vendor/zxing/reader.wasm", import.meta.url).href;
const options = { formats: ["QRCode"], tryHarder: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 1 };
const canvas = new OffscreenCanvas(1, 1);
const pen = canvas.getContext("2d", { willReadFrequently: true });

const ready = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
ready.then(
  () => postMessage({ ready: true }),
  () => postMessage({ failed: true }),
);

addEventListener("message", async ({ data: picture }) => {
  canvas.width = picture.width;
  canvas.height = picture.height;
  pen.drawImage(picture, 0, 0);
  picture.close();
  const found = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), options).catch(() => []);
  postMessage({ text: found[0]?.text || null });
});
