// Every page of the counter hears a USB scanner; a page with a place for the camera can open it.

import { listen } from "./counter/wedge.js";

listen();
import("./counter/ready.js").then(({ start }) => start()).catch(() => {}); // a browser that keeps nothing sells as before
if (document.querySelector("[data-camera]")) import("./counter/camera.js").then(({ start }) => start());
