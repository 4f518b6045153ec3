// One way out in full: every condition, what it does to the person, papers, steps, whom to ask, what would change it.

import { dayText } from "../format.js";
import { h } from "../h.js";
import { t } from "../words/index.js";
import { checklist } from "./checklist.js";
import { debtName } from "./items.js";
import { badge, contactLine, findingLine, inKorean, koreanOnly, measures, sentence, source, titleOf } from "./options.js";

const EFFECTS = ["credit_record", "guarantors", "collection", "home", "job_limits"];

export default async function detail(app, { remedy }) {
  const assessment = app.assessment ?? (await app.assess());
  const option = assessment.options.find((one) => one.remedy === remedy);
  const section = (name, ...content) => h("section", {}, h("h2", {}, t(name)), name !== "result.contact" && inKorean(), content);
  const effects = EFFECTS.filter((name) => option.effects?.[name]);
  return {
    title: titleOf(option),
    where: `${t("result.where")} · ${titleOf(option)}`,
    content: [
      badge(option.verdict),
      h("p", { class: "as-of" }, t("result.asOf", { day: dayText(assessment.as_of) })),
      measures(option, { why: true }),
      option.estimate?.variants?.length > 0 && section("result.variants", option.estimate.variants.map((one) => variant(one, option.estimate))),
      option.warnings?.length > 0 && section("result.warnings", h("ul", {}, option.warnings.map((one) => h("li", {}, sentence(one))))),
      section("result.why", h("ul", { class: "findings" }, (option.findings ?? []).map((finding) => findingLine(finding)))),
      option.changes?.length > 0 && section("result.changes", h("ul", {}, option.changes.map((change) => h("li", {}, h("span", { lang: koreanOnly() }, change.says), source(change))))),
      option.claims?.length > 0 && section("result.claims", option.claims.map((one) => claim(app, one))),
      option.advice?.length > 0 && section("result.advice", h("ul", {}, option.advice.map((one) => h("li", {}, sentence(one))))),
      effects.length > 0 &&
        section("result.effects", h("dl", { class: "effects" }, effects.map((name) => [h("dt", {}, t(`effect.${name}`)), h("dd", {}, sentence(option.effects[name]))]))),
      option.steps?.length > 0 && section("result.steps", checklist(app, option, "steps")),
      option.documents?.length > 0 && section("result.documents", checklist(app, option, "documents")),
      section("result.contact", (option.contacts ?? [option.contact].flat()).map(contactLine)),
      option.branches?.length > 0 && section("result.branches", option.branches.map(branch)),
      h("p", { class: "notice", lang: koreanOnly() }, assessment.notice ?? ""),
    ],
  };
}

/** A special case of the scheme, with its own conditions and figures. */
function branch(one) {
  return h(
    "details",
    { class: "branch" },
    h("summary", {}, h("span", { lang: koreanOnly() }, one.title), " · ", t(`result.${one.verdict}`)),
    inKorean(),
    one.says && h("p", { lang: koreanOnly() }, one.says),
    one.estimate && measures(one, { why: true }),
    h("ul", { class: "findings" }, (one.findings ?? []).map((finding) => findingLine(finding))),
  );
}

/** The same estimate under a stated choice. */
function variant(one, { certain }) {
  return h("div", { class: "variant" }, h("h3", { lang: koreanOnly() }, one.says), measures({ estimate: { ...one, certain } }));
}

/** What the scheme does with one of the listed debts. */
function claim(app, { debt, verdict, says, findings }) {
  const known = app.answers.person.debts?.[debt];
  return h(
    "details",
    { class: "claim" },
    h("summary", {}, known ? debtName(known) : t("claim.nth", { n: debt + 1 }), verdict && ` · ${t(`result.${verdict}`)}`),
    h("ul", {}, says.map((one) => h("li", {}, sentence(one)))),
    findings?.length > 0 && h("ul", { class: "findings" }, findings.map((finding) => findingLine(finding))),
  );
}
