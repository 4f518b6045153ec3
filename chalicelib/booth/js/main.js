// Boot: find out what device this is, build the app, show the first screen.

import { App } from "./app.js";
import { View, deviceFor } from "./view.js";

const device = deviceFor(location.search, {
  width: innerWidth,
  touch: navigator.maxTouchPoints > 0,
});
const app = new App({ root: document.getElementById("app"), view: new View(device) });
await app.go("start");

// The other screens are fetched while nothing else happens, so that a lost connection finds them here.
const rest = () => import("./screens/all.js");
if (globalThis.requestIdleCallback) requestIdleCallback(rest, { timeout: 3_000 });
else setTimeout(rest, 1_000);
