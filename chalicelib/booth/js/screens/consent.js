// What is asked, why and for how long, before the first answer is kept.

import { h } from "../h.js";
import { button, note, trouble } from "../parts.js";
import { t } from "../words/index.js";

/** What the person agrees to by going on; the service records it with the version of the wording. */
const AGREED = { terms: true, ai_notice: true, personal_data: true };

export default function consent(app, { then = "ask" }) {
  const problem = h("div", {});
  const health = h("input", { type: "checkbox" });
  const begin = async () => {
    problem.replaceChildren();
    try {
      await app.answers.open({ ...AGREED, sensitive_data: health.checked });
      await app.answers.load();
      await app.go(then, {}, { replace: true });
    } catch (error) {
      problem.replaceChildren(trouble(error));
    }
  };
  return {
    title: t("consent.title"),
    where: t("ask.where"),
    content: [
      note("info", h("ul", {}, ["why", "kept", "free"].map((name) => h("li", {}, t(`consent.${name}`))))),
      h("p", {}, t("start.ai")),
      h("label", { class: "choice" }, health, h("span", {}, t("consent.health"))),
      problem,
      h("div", { class: "row end" }, button(t("consent.agree"), begin, { kind: "primary" })),
    ],
  };
}
