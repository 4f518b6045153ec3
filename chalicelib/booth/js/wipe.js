// Erasing: what the browser keeps, and the session on the service. Blank comes first and is the caller's part.

import { Problem } from "./api.js";

const AGAIN_MS = [1_000, 3_000, 10_000, 30_000, 60_000];

/** Whatever this origin could keep in the browser goes. The client itself stores nothing; this is the second belt. */
export async function settle() {
  try {
    localStorage.clear();
    sessionStorage.clear();
    for (const name of await (globalThis.caches?.keys() ?? [])) await caches.delete(name);
    for (const { name } of await (indexedDB.databases?.() ?? [])) indexedDB.deleteDatabase(name);
  } catch {
    // A browser that refuses storage keeps nothing either.
  }
}

/** Erase the session on the service; its answer carries Clear-Site-Data. Tried again until the service says it is gone. */
export async function wipeServer(api, { path, token }, round = 0) {
  try {
    await api.call("DELETE", path, { token, keepalive: true });
  } catch (error) {
    if (error instanceof Problem && [401, 404, 410].includes(error.status)) return;
    const wait = AGAIN_MS[Math.min(round, AGAIN_MS.length - 1)];
    setTimeout(() => wipeServer(api, { path, token }, round + 1), wait);
  }
}

/** The same from a page that is being left: one request that outlives it; what it misses, the session's expiry erases. */
export function farewell({ path, token }) {
  fetch(path, { method: "DELETE", headers: { Authorization: `Bearer ${token}` }, keepalive: true }).catch(() => {});
}
