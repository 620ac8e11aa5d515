// Every page of the counter hears a USB scanner and locks on a device of the shop; a page with a place for the
// camera can open it. Once it rests it makes ready for being without a connection.

import { watch } from "./counter/lock.js";
import { listen } from "./counter/wedge.js";

const arrived = Date.now();
const rested = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200));

listen();
watch();
if (document.querySelector("[data-camera]")) import("./counter/camera.js").then(({ start }) => start());
if (document.getElementById("till")) {
  rested(() => import("./counter/ready.js").then(({ start }) => start(arrived)).catch(() => {})); // it sells all the same
}
