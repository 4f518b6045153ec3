// Boot: find out what device this is, build the app, show the first screen.

import { App } from "./app.js";
import { View, deviceFor } from "./view.js";

const device = deviceFor(location.search, {
  width: innerWidth,
  touch: navigator.maxTouchPoints > 0,
});
const app = new App({ root: document.getElementById("app"), view: new View(device) });
// A code handed over by a booth arrives behind the #, which no server sees; it leaves the address at once.
const code = new URLSearchParams(location.hash.slice(1)).get("h");
if (location.hash) history.replaceState(null, "", location.pathname + location.search);
await app.go("start");
if (code && !app.view.shared) await app.go("receive", { code: code.replace(/\D/g, "").slice(0, 10) });

// The other screens are fetched while nothing else happens, so that a lost connection finds them here.
const rest = () => import("./screens/all.js");
if (globalThis.requestIdleCallback) requestIdleCallback(rest, { timeout: 3_000 });
else setTimeout(rest, 1_000);
