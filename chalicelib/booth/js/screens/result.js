// The ways out side by side: what each costs, why it is open or not, what to do first, and the sheet for the printer.

import { dayText, percentText, range, won } from "../format.js";
import { h } from "../h.js";
import { button, note } from "../parts.js";
import { t } from "../words/index.js";
import { checklist } from "./checklist.js";
import { comparisonSections, shareOf } from "./comparison.js";
import { badge, basis, contactLine, findingLine, findingsOf, inKorean, inShort, koreanOnly, measures, rangeWords, sentence, titleOf } from "./options.js";

const ORDER = { open: 0, unknown: 1, closed: 2 };

/** Recommended first in the service's order, then open, unknown, closed. */
export function ordered(assessment) {
  const rank = new Map((assessment.recommended ?? []).map(({ remedy }, index) => [remedy, index]));
  const place = (option) => (rank.has(option.remedy) ? rank.get(option.remedy) : 100 * (1 + (ORDER[option.verdict] ?? 1)));
  return [...(assessment.options ?? [])].sort((a, b) => place(a) - place(b));
}

export default async function result(app) {
  const [assessment, comparison] = await Promise.all([app.assess(), app.compare()]);
  const options = ordered(assessment);
  const shown = options.filter((option) => option.verdict !== "closed");
  const closed = options.filter((option) => option.verdict === "closed");
  const because = new Map((assessment.recommended ?? []).map((one) => [one.remedy, one.because]));
  const anyOpen = options.some((option) => option.verdict === "open");
  return {
    title: t("result.title"),
    where: t("result.where"),
    content: [
      h("p", { class: "as-of" }, t("result.asOf", { day: dayText(assessment.as_of) })),
      urgent(assessment),
      assessment.incomplete &&
        note("info", h("p", {}, t("result.incomplete")), app.answers.next() && h("div", { class: "no-print" }, button(t("result.more"), () => app.go("ask"), { kind: "primary" }))),
      !anyOpen && note("info", h("p", {}, t(app.answers.empty ? "result.empty" : "result.noneOpen"))),
      h("div", { class: "cards" }, shown.map((option) => card(app, option, because.get(option.remedy), comparison))),
      closed.length > 0 &&
        h(
          "details",
          { class: "closed-list" },
          h("summary", {}, t("result.closedList", { n: closed.length })),
          h("div", { class: "cards" }, closed.map((option) => card(app, option))),
        ),
      nextSteps(app, shown.find((option) => because.has(option.remedy))),
      cliffs(assessment.cliffs),
      situation(assessment.diagnosis ?? {}),
      comparisonSections(comparison, options),
      koreanOnly() && h("p", { class: "notice" }, t("start.notice")),
      h("p", { class: "notice", lang: koreanOnly() }, assessment.notice ?? t("start.notice")),
      h("p", { class: "print-only" }, t("result.printedOn", { day: dayText(assessment.as_of) })),
      h(
        "div",
        { class: "row wide no-print" },
        app.view.shared && button(t("result.handover"), () => app.go("handover"), { kind: "primary" }),
        button(t("result.refer"), () => app.go("refer")),
        button(t("result.lessons"), () => app.go("lessons")),
        button(t("ask.answers"), () => app.go("review")),
        button(t("result.print.a4"), () => printOn("a4"), { kind: "primary" }),
        button(t("result.print.receipt"), () => printOn("receipt")),
      ),
    ],
  };
}

function urgent(assessment) {
  if (!assessment.urgent?.length) return null;
  return h(
    "section",
    { class: "note urgent" },
    h("h2", {}, t("result.urgent")),
    inKorean(),
    h("ul", {}, assessment.urgent.map((one) => h("li", {}, inShort(one), h("p", { lang: koreanOnly() }, one.says), [one.contact].flat().map(contactLine)))),
  );
}

/** One way out. Its parts are rows of a shared grid, so that the same figure stands at the same height in every card. */
function card(app, option, because, comparison = null) {
  const reasons = {
    open: ["result.why", findingsOf(option, "pass")],
    unknown: ["result.ask", findingsOf(option, "unknown")],
    closed: ["result.whyNot", findingsOf(option, "fail")],
  }[option.verdict] ?? ["result.why", option.findings ?? []];
  return h(
    "article",
    { class: `card ${option.verdict}`, "data-remedy": option.remedy },
    h("div", { class: "card-head" }, because && h("p", { class: "first" }, t("result.recommended")), h("h2", {}, titleOf(option)), badge(option.verdict)),
    h("div", {}, measures(option, { more: shareOf(comparison, option) }), basis(option.estimate)),
    h(
      "div",
      { class: "card-why" },
      (because || reasons[1].length > 0) && inKorean(),
      because && h("p", { lang: koreanOnly() }, because),
      reasons[1].length > 0 &&
        h("details", {}, h("summary", {}, t(reasons[0])), h("ul", { class: "findings" }, reasons[1].map((finding) => findingLine(finding)))),
    ),
    h(
      "div",
      { class: "card-do no-print" },
      button(t("result.detail"), () => app.go("detail", { remedy: option.remedy }), { "aria-label": t("result.detailOf", { title: titleOf(option) }) }),
    ),
    h("div", { class: "print-only" }, option.contact && contactLine(option.contact), option.steps?.length > 0 && h("ul", { class: "boxes" }, option.steps.map((step) => h("li", {}, sentence(step))))),
  );
}

const AMOUNTS = ["total_debt", "unsecured", "secured", "monthly_income", "living_cost", "court_living_cost", "surplus", "disposable", "debt_service", "net_worth", "liquidation_value"];
const PERCENTS = ["dsr", "debt_to_income"];

function situation(diagnosis) {
  const shown = (value, show) => {
    if (value === null || value === undefined) return h("span", { class: "unknown" }, t("unknownYet"));
    if (typeof value === "object") return range(value, show, rangeWords());
    return show(value);
  };
  const percent = (value) => h("data", { class: "figure", value, "data-unit": "percent" }, percentText(value));
  const known = (name) => Object.hasOwn(diagnosis, name);
  const line = (name, show) => h("div", { class: "measure" }, h("dt", {}, t(`diagnosis.${name}`)), h("dd", {}, shown(diagnosis[name], show)));
  return h(
    "section",
    { class: "situation" },
    h("h2", {}, t("result.situation")),
    diagnosis.flags?.length > 0 && [inKorean(), h("ul", {}, diagnosis.flags.map((flag) => h("li", {}, sentence(flag))))],
    h("dl", { class: "measures" }, AMOUNTS.filter(known).map((name) => line(name, won)), PERCENTS.filter(known).map((name) => line(name, percent))),
  );
}

/** The steps of the way to look at first, to tick off. */
function nextSteps(app, option) {
  if (!option?.steps?.length) return null;
  return h("section", { class: "next-steps" }, h("h2", {}, t("result.stepsOf", { title: titleOf(option) })), inKorean(), checklist(app, option, "steps"));
}

/** Where one step more would close a way that is open. */
function cliffs(found) {
  if (!found?.length) return null;
  return h("section", { class: "note info" }, h("h2", {}, t("result.cliffs")), inKorean(), h("ul", {}, found.map((one) => h("li", {}, sentence(one)))));
}

/** The printer's paper is chosen by a class; closed ways are printed too, so every fold is opened first. */
export function printOn(paper) {
  const root = document.documentElement;
  root.classList.remove("print-a4", "print-receipt");
  root.classList.add(`print-${paper}`);
  const folded = [...document.querySelectorAll("details:not([open]):not(.source, .sheet)")];
  for (const fold of folded) fold.open = true;
  const after = () => {
    for (const fold of folded) fold.open = false;
  };
  addEventListener("afterprint", after, { once: true });
  print();
}
