// One way out in full: every condition, what it does to the person, papers, steps, whom to ask, what would change it.

import { dayText } from "../format.js";
import { h } from "../h.js";
import { t } from "../words/index.js";
import { badge, contactLine, findingLine, koreanOnly, measures, sentence, source, titleOf } from "./options.js";

const EFFECTS = ["credit_record", "guarantors", "collection", "home", "job_limits"];

export default async function detail(app, { remedy }) {
  const assessment = app.assessment ?? (await app.assess());
  const option = assessment.options.find((one) => one.remedy === remedy);
  const section = (name, ...content) => h("section", {}, h("h2", {}, t(name)), content);
  const effects = EFFECTS.filter((name) => option.effects?.[name]);
  return {
    title: titleOf(option),
    where: `${t("result.where")} · ${titleOf(option)}`,
    content: [
      badge(option.verdict),
      h("p", { class: "as-of" }, t("result.asOf", { day: dayText(assessment.as_of) })),
      measures(option),
      section("result.why", h("ul", { class: "findings" }, (option.findings ?? []).map((finding) => findingLine(finding)))),
      option.changes?.length > 0 && section("result.changes", h("ul", {}, option.changes.map((change) => h("li", {}, h("span", { lang: koreanOnly() }, change.says), source(change))))),
      effects.length > 0 &&
        section("result.effects", h("dl", { class: "effects" }, effects.map((name) => [h("dt", {}, t(`effect.${name}`)), h("dd", {}, sentence(option.effects[name]))]))),
      option.steps?.length > 0 && section("result.steps", checklist(app, option, "steps")),
      option.documents?.length > 0 && section("result.documents", checklist(app, option, "documents")),
      option.contact && section("result.contact", [option.contact].flat().map(contactLine)),
      h("p", { class: "notice", lang: koreanOnly() }, assessment.notice ?? ""),
    ],
  };
}

/** Steps or papers to tick off; the ticks live as long as the session does. */
function checklist(app, option, list) {
  return h(
    "ul",
    { class: "checklist" },
    option[list].map((entry, index) => {
      const key = `${option.remedy}/${list}/${index}`;
      const box = h("input", {
        type: "checkbox",
        checked: app.ticked.has(key),
        onchange: () => (box.checked ? app.ticked.add(key) : app.ticked.delete(key)),
      });
      return h("li", {}, h("label", { class: "choice" }, box, h("span", {}, sentence(entry))));
    }),
  );
}
