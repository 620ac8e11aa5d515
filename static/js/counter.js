// Every page of the counter hears a USB scanner, and locks on a device of the shop; a page with a
// place for the camera can open it.

import { watch } from "./counter/lock.js";
import { listen } from "./counter/wedge.js";

listen();
watch();
if (document.querySelector("[data-camera]")) import("./counter/camera.js").then(({ start }) => start());
