// Every page of the counter hears a USB scanner, and makes ready for being without a connection; a page with a
// place for the camera can open it.

import { listen } from "./counter/wedge.js";

listen();
if (document.getElementById("till")) {
  import("./counter/ready.js").then(({ start }) => start()).catch(() => {}); // a browser that keeps nothing sells all the same
}
if (document.querySelector("[data-camera]")) import("./counter/camera.js").then(({ start }) => start());
