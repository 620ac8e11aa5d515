// Every page of the counter hears a USB scanner, locks on a device of the shop and makes ready for being
// without a connection; a page with a place for the camera can open it.

import { watch } from "./counter/lock.js";
import { listen } from "./counter/wedge.js";

listen();
watch();
if (document.getElementById("till")) {
  import("./counter/ready.js").then(({ start }) => start()).catch(() => {}); // a browser that keeps nothing sells all the same
}
if (document.querySelector("[data-camera]")) import("./counter/camera.js").then(({ start }) => start());
