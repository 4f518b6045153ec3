// The frame around every screen: where am I, how much is left, how to stop, whom to call.

import { h, uid } from "./h.js";
import { button } from "./parts.js";
import { t } from "./words/index.js";

/** Builds the frame once per screen. `actions` names what the bar at the foot offers. */
export function frame({ title, titleLang, where, left, content, back, home, actions, banner, live }) {
  const heading = h("h1", { tabindex: -1, lang: titleLang }, title);
  const top = h(
    "header",
    { class: "top" },
    h("a", { class: "skip", href: "#main" }, t("skip")),
    h("div", { class: "brand" }, t("brand")),
    h(
      "div",
      { class: "where", role: "group", "aria-label": t("where.label") },
      h("span", { class: "where-name" }, where),
      left && h("span", { class: "where-left" }, left),
    ),
    (back || home) &&
      h("nav", { class: "ways", "aria-label": t("back") }, back && button(t("back"), back, { kind: "quiet" }), home && button(t("home"), home, { kind: "quiet" })),
  );
  const main = h("main", { id: "main", class: "main" }, heading, content);
  const foot = h("footer", { class: "bar" }, h("div", { class: "bar-list", role: "group", "aria-label": t("bar.label") }, actions));
  return { heading, box: h("div", { class: "screen", id: uid("s") }, top, banner, main, foot, live) };
}

/** A polite live region for short messages that must not move the focus. */
export function announcer() {
  const region = h("p", { class: "live", role: "status", "aria-live": "polite" });
  return {
    region,
    say(text) {
      region.textContent = "";
      // A reader announces a change only when the text differs; the next frame sets it anew.
      requestAnimationFrame(() => {
        region.textContent = text;
      });
    },
  };
}
