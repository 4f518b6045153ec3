// The first screen: what do you need? Also the notice of AI use that has to come before any use.

import { h } from "../h.js";
import { button, note } from "../parts.js";
import { t } from "../words/index.js";

/** What can be chosen, in this order: name of the words, screen, whether answers are kept (and agreed to) for it. */
export const WAYS = [
  { name: "check", screen: "ask", asks: true },
  { name: "products", screen: "products", asks: true },
  { name: "talk", screen: "talk", asks: true },
  { name: "case", screen: "mycase", asks: true },
  { name: "early", screen: "early", asks: true },
  { name: "lessons", screen: "lessons", asks: false },
  { name: "receive", screen: "receive", asks: false, own: true },
];

export default function start(app, { notice = null }) {
  const way = ({ name, screen, asks }, index) =>
    button(
      [h("strong", {}, t(`start.${name}`)), h("span", {}, t(`start.${name}.says`))],
      () => (asks && !app.answers.started ? app.go("consent", { then: screen }) : app.go(screen)),
      { kind: index === 0 ? "way primary" : "way" },
    );
  return {
    title: t("start.title"),
    where: t("tagline"),
    content: [
      notice && note("good", h("p", { role: "status" }, t(notice))),
      h("p", { class: "ai-notice" }, t("start.ai")),
      h("div", { class: "ways-list" }, WAYS.filter(({ own }) => !own || !app.view.shared).map(way)),
      h(
        "ul",
        { class: "notices" },
        h("li", {}, t(app.view.shared ? "start.privacy.booth" : "start.privacy")),
        h("li", {}, t("start.notice")),
      ),
    ],
  };
}
