// How one way out is shown, on the result page and on its own page: figures, reasons, sources.

import { dayText, months, range, won, wonText } from "../format.js";
import { h } from "../h.js";
import { language, named, t } from "../words/index.js";

export const MEASURES = [
  ["monthly_payment", "result.monthly", won],
  ["months", "result.months", months],
  ["total_paid", "result.total", won],
  ["forgiven", "result.forgiven", won],
  ["fees", "result.fees", won],
];

export const rangeWords = () => ({ unknownYet: t("unknownYet"), about: t("about"), orMore: t("orMore"), orLess: t("orLess") });

export function titleOf(option) {
  return named("remedies", option.remedy, option.title);
}

/** `lang` of text that only the service has and that is Korean on an English screen. */
export const koreanOnly = () => (language() === "en" ? "ko" : null);

/** On an English screen: the plain word that what follows stands in Korean only. */
export const inKorean = (name = "korean.text") => (language() === "en" ? h("p", { class: "in-korean" }, t(name)) : null);

export function badge(verdict) {
  const mark = { open: "○", unknown: "?", closed: "×" }[verdict] ?? "?";
  return h("p", { class: `badge ${verdict}` }, h("span", { "aria-hidden": "true" }, mark), " ", t(`result.${verdict}`));
}

/**
 * The five measures of an estimate as a list of terms, in one order for every option so that rows line up. With `why`
 * each figure has its own way to what it rests on. `more` are further rows.
 */
export function measures(option, { why = false, more = null } = {}) {
  const estimate = option.estimate ?? {};
  const line = ([name, label, show]) => {
    const known = estimate[name] && (estimate[name].low ?? estimate[name].high) !== null;
    const shown = range(estimate[name], show, rangeWords(), estimate.certain !== false);
    const rests = why && known && basis(estimate, h("span", {}, h("span", { class: "live" }, `${t(label)} `), t("figure.why")));
    return h("div", { class: "measure" }, h("dt", {}, t(label)), h("dd", {}, shown, rests));
  };
  if (MEASURES.every(([name]) => !estimate[name])) return h("p", { class: "measures unknown" }, t("result.noFigures"));
  return h("dl", { class: why ? "measures wide" : "measures" }, MEASURES.map(line), more);
}

/** What the figures rest on: every dated value with its article and day, what has to be confirmed, and notes. */
export function basis(estimate, label = t("estimate.why")) {
  if (!estimate?.basis?.length && !estimate?.notes?.length) return null;
  return h(
    "details",
    { class: "source why" },
    h("summary", {}, label),
    h(
      "ul",
      { class: "rests", lang: koreanOnly() },
      (estimate.basis ?? []).map(({ title, article, in_force_from: since, confidence }) =>
        h("li", {}, h("strong", {}, title), confirm(confidence), h("br", {}), [article, since && `${t("result.since")} ${dayText(since)}`].filter(Boolean).join(" · ")),
      ),
      (estimate.notes ?? []).map((note) => h("li", {}, sentence(note))),
    ),
    sheets((estimate.basis ?? []).map((row) => row.source)),
  );
}

/** Numbers of our own fact sheets: for whoever checks the figures, behind a fold of their own. */
function sheets(ids) {
  const known = [...new Set(ids.filter(Boolean))];
  return known.length > 0 && h("details", { class: "sheet" }, h("summary", {}, t("result.sheet")), h("p", { lang: "en" }, known.join("; ")));
}

/** The mark of whatever is not certain. */
function confirm(confidence) {
  return confidence && confidence !== "H" ? h("span", { class: "confirm" }, ` ${t("confirm")}`) : null;
}

/** Findings of the given statuses, those of any-of groups included. */
export function findingsOf(option, ...statuses) {
  return (option.findings ?? []).filter((finding) => statuses.includes(finding.status));
}

export function findingLine(finding, inside = null) {
  const own = inside === null || finding.article !== inside.article || finding.source !== inside.source;
  return h(
    "li",
    { class: `finding ${finding.status}` },
    h("span", { class: "mark", role: "img", "aria-label": t(`status.${finding.status}`) }, { pass: "○", fail: "×", unknown: "?" }[finding.status] ?? "–"),
    h(
      "div",
      {},
      h("p", { lang: koreanOnly() }, finding.says, confirm(finding.confidence)),
      inEnglish(finding),
      finding.parts?.length > 0 && h("ul", { class: "findings" }, finding.parts.map((part) => findingLine(part, finding))),
      own && source(finding),
    ),
  );
}

/** The same condition for an English reader, made of the finding's own fact, value and bound. */
function inEnglish({ fact, value, bound }) {
  const name = language() === "en" ? named("facts", fact, null) : null;
  if (!name) return null;
  const [label, unit] = name;
  const show = (one) => {
    if (one === null || one === undefined) return null;
    if (typeof one === "object" && !Array.isArray(one)) return [show(one.low), show(one.high)].filter(Boolean).join(" to ");
    if (unit === "won") return wonText(one);
    return `${Array.isArray(one) ? one.join(", ") : one}${unit ? ` ${unit}` : ""}`;
  };
  const told = typeof value === "boolean" || unit === null ? null : show(value);
  const limit = typeof bound === "boolean" || unit === null ? null : show(bound);
  return h("p", { class: "english", lang: "en" }, label, told && `; yours: ${told}`, limit && `; compared with: ${limit}`);
}

/** Article and the day it came into force, on request. */
export function source({ article, source: from, in_force_from: since }) {
  if (!article && !from) return null;
  return h(
    "details",
    { class: "source" },
    h("summary", {}, t("result.source")),
    h(
      "dl",
      { lang: koreanOnly() },
      h("dt", {}, t("result.article")),
      h("dd", {}, article || t("result.noArticle")),
      since && [h("dt", {}, t("result.since")), h("dd", {}, dayText(since))],
    ),
    sheets([from]),
  );
}

/** In English what the Korean sentence of such a code says in short; null elsewhere. */
export function inShort({ code } = {}) {
  const english = language() === "en" && code ? named("notices", code, null) : null;
  return english && h("span", { class: "english in-short", lang: "en" }, english);
}

/** The service gives some entries as plain sentences and some as records with `says`; both are read the same way. */
export function sentence(entry) {
  if (entry === null || entry === undefined) return null;
  if (typeof entry === "string") return h("span", { lang: koreanOnly() }, entry);
  if (Array.isArray(entry)) return h("ul", {}, entry.map((one) => h("li", {}, sentence(one))));
  const text = entry.says ?? entry.text ?? entry.title ?? entry.name ?? "";
  return h("span", {}, inShort(entry), h("span", { lang: koreanOnly() }, text, confirm(entry.confidence)), source(entry));
}

/** The English name of a body with its own name beside it; null on a Korean screen and for a body without one. */
function bodyName(name) {
  const english = language() === "en" ? named("bodies", name, null) : null;
  return english && [h("span", {}, english), " (", h("span", { lang: "ko" }, name), ")"];
}

/** A telephone number as a link where the device can dial. */
export function contactLine(contact) {
  if (!contact) return null;
  if (typeof contact === "string") return h("p", { class: "contact", lang: koreanOnly() }, contact);
  const { name, phone, also, menu, hours, url, says } = contact;
  return h(
    "p",
    { class: "contact" },
    bodyName(name) ?? h("span", { lang: koreanOnly() }, name ?? says ?? ""),
    phone && [" ", h("a", { class: "phone", href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone)],
    also && ` (${also})`,
    menu && [" ", h("span", { lang: koreanOnly() }, menu)],
    hours && [" ", h("span", { lang: koreanOnly() }, hours)],
    url && [" ", h("span", { class: "url" }, url)],
  );
}

