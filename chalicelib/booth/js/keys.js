// Keypads for blind and motor-impaired people are USB keyboards with a settable table: this one map names what each key does.

/** Key -> action. Digits follow the 4 x 3 pad (ITU E.161) and work outside text fields only. */
export const KEYS = {
  F6: "read",
  F7: "replay",
  F8: "hush",
  F9: "curtain",
  F10: "help",
  ArrowDown: "forward",
  ArrowUp: "backward",
  2: "backward",
  8: "forward",
  4: "back",
  5: "press",
  6: "forward",
  0: "help",
  "*": "stop",
  "#": "read",
};

const REACHABLE = "a[href], button:not([disabled]), input:not([disabled]), summary, textarea, select, [tabindex='0']";

/** What can be reached inside the topmost dialog, or on the page when none is open. */
export function reachable(root = document) {
  const within = [...root.querySelectorAll("dialog[open]")].at(-1) ?? root;
  return [...within.querySelectorAll(REACHABLE)].filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]"));
}

/** The action of a key press, or null where the key has its ordinary meaning. */
export function actionOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const action = KEYS[event.key];
  if (!action) return null;
  const place = event.target;
  const typing = place instanceof Element && place.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  const plain = event.key.length === 1 || event.key.startsWith("Arrow");
  if (plain && typing) return null;
  if (event.key.startsWith("Arrow") && place instanceof Element && place.matches("input[type=radio], .lens")) return null;
  return action;
}

/** Bind the keys: `acts` holds a function for every action besides moving and pressing. */
export function bindKeys(acts) {
  const move = (by) => {
    const all = reachable();
    if (all.length === 0) return;
    const at = all.indexOf(document.activeElement);
    const next = all[(at + by + all.length) % all.length] ?? all[0];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    acts.moved?.(next);
  };
  const all = { ...acts, forward: () => move(1), backward: () => move(-1), press: () => document.activeElement?.click() };
  addEventListener("keydown", (event) => {
    const action = actionOf(event);
    if (!action || !all[action]) return;
    event.preventDefault();
    all[action]();
  });
}
