// The first screen: what do you need? Also the notice of AI use that has to come before any use.

import { h } from "../h.js";
import { button } from "../parts.js";
import { t } from "../words/index.js";

export default function start(app) {
  const way = (name, go, kind = "way") =>
    button([h("strong", {}, t(`start.${name}`)), h("span", {}, t(`start.${name}.says`))], go, { kind });
  return {
    title: t("start.title"),
    where: t("tagline"),
    content: [
      h("div", { class: "ways-list" }, way("check", () => app.go(app.answers.started ? "ask" : "consent"), "way primary")),
      h("ul", { class: "notices" }, [
        h("li", {}, t(app.view.shared ? "start.privacy.booth" : "start.privacy")),
        h("li", {}, t("start.ai")),
        h("li", {}, t("start.notice")),
      ]),
    ],
  };
}
