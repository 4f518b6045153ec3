// What the comparison adds to the result: the pictures with their tables, doing nothing, what a shock would change.

import { months, percentText, range, won } from "../format.js";
import { h, safeSvg, svg } from "../h.js";
import { t } from "../words/index.js";
import { inKorean, koreanOnly, rangeWords, sentence, titleOf } from "./options.js";

/** All sections of the comparison; nothing where the service gave none. `options`: of the assessment, for their names. */
export function comparisonSections(comparison, options) {
  if (!comparison) return [];
  const titles = new Map(options.map((option) => [option.remedy, titleOf(option)]));
  return [payDown(comparison, titles), budget(comparison), nothing(comparison.nothing), shocks(comparison.diagnosis, titles)];
}

/** A table that becomes a list of its rows where the screen is narrow; the roles keep it a table for readers. */
const table = (caption, head, rows) =>
  h(
    "div",
    { class: "table" },
    h(
      "table",
      { role: "table" },
      h("caption", {}, caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head.map((cell) => h("th", { scope: "col", role: "columnheader" }, cell)))),
      h(
        "tbody",
        { role: "rowgroup" },
        rows.map(([first, ...rest]) =>
          h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader" }, first), rest.map((cell, index) => h("td", { role: "cell", "data-label": head[index + 1] }, h("span", {}, cell)))),
        ),
      ),
    ),
  );

function figure(name, drawing, legend, ...beside) {
  return h("figure", { class: "chart", "data-chart": name }, h("figcaption", {}, h("h2", {}, t(`chart.${name}`))), h("div", { lang: "ko", class: "drawing" }, drawing), h("ul", { class: "legend" }, legend), beside);
}

/** One entry of a legend: the line or the colour as it stands in the drawing, and its name. */
function entry(mark, name) {
  const line = mark.localName === "rect" ? { ...attributes(mark, "fill"), x: 0, y: 2, width: 48, height: 16 } : { ...attributes(mark, "stroke", "stroke-width", "stroke-dasharray"), x1: 0, y1: 10, x2: 48, y2: 10 };
  return h("li", {}, svg("svg", { class: "swatch", viewBox: "0 0 48 20", "aria-hidden": "true" }, svg(mark.localName === "rect" ? "rect" : "line", line)), h("span", {}, name));
}

const attributes = (node, ...names) => Object.fromEntries(names.filter((name) => node.hasAttribute(name)).map((name) => [name, node.getAttribute(name)]));

/** What is left of each way at the end of every year. */
function payDown({ charts, schedules }, titles) {
  if (!charts?.pay_down) return null;
  const lines = Object.entries(schedules).filter(([, { rows }]) => rows.length > 0);
  const longest = Math.max(...lines.map(([, { rows }]) => rows.length));
  const years = Array.from({ length: Math.ceil(longest / 12) }, (_, index) => (index + 1) * 12);
  const left = (rows, month) => (month <= rows.length ? won(rows[month - 1][4]) : month - 12 < rows.length ? won(rows.at(-1)[4]) : t("chart.over"));
  const rows = years.map((month) => [t("chart.years", { n: month / 12 }), ...lines.map(([, { rows: schedule }]) => left(schedule, month))]);
  const drawing = safeSvg(charts.pay_down);
  const legend = [...drawing.querySelectorAll("polyline")].map((line, index) => entry(line, titles.get(lines[index]?.[0]) ?? ""));
  return figure(
    "pay_down",
    drawing,
    legend,
    table(t("chart.pay_down.table"), [t("chart.after"), ...lines.map(([code]) => titles.get(code) ?? code)], rows),
    lines.some(([, { of }]) => of === "highest") && h("p", { class: "hint" }, t("chart.highest")),
  );
}

/** An amount that the service gives as one figure or as {low, high}. */
const amount = (value) => (value !== null && typeof value === "object" ? range(value, won, rangeWords()) : won(value));

/** Whether money is missing for sure, and how much is left or missing. */
function balance(value) {
  const { low, high } = value !== null && typeof value === "object" ? value : { low: value, high: value };
  if (high === null || high >= 0) return { short: false, shown: amount(value) };
  return { short: true, shown: amount(low === high ? -high : { low: -high, high: low === null ? null : -low }) };
}

function budget({ charts, diagnosis }) {
  const known = diagnosis?.budget;
  if (!charts?.budget || !known) return null;
  const cost = known.living_cost ?? known.recognised;
  const rest = balance(known.left);
  const rows = [
    [t("chart.income"), amount(known.income)],
    [t(known.living_cost === null ? "chart.recognised" : "chart.cost"), amount(cost)],
    [t("chart.service"), amount(known.debt_service)],
    [t(rest.short ? "chart.short" : "chart.left"), rest.shown],
  ];
  const drawing = safeSvg(charts.budget);
  const names = [t("chart.cost"), t("chart.service"), t("chart.left")];
  const legend = [...drawing.querySelectorAll("rect")].slice(1).map((bar, index) => entry(bar, names[index]));
  legend.push(...[...drawing.querySelectorAll("line")].map((line) => entry(line, t("chart.income"))));
  return figure("budget", drawing, legend, table(t("chart.budget.table"), [t("chart.what"), t("chart.amount")], rows));
}

function nothing(doing) {
  if (!doing) return null;
  const rows = doing.grown.map(({ months: count, owed }) => [months(count), range(owed, won, rangeWords(), false)]);
  return h(
    "section",
    { class: "nothing" },
    h("h2", {}, t("nothing.title")),
    inKorean(),
    h("p", { lang: koreanOnly() }, doing.says),
    table(t("nothing.table"), [t("chart.after"), t("nothing.owed")], rows),
  );
}

/** What happens to the month's money, and to the ways, when income falls or interest rises. */
function shocks(diagnosis, titles) {
  if (!diagnosis) return null;
  const tested = (diagnosis.stress ?? []).filter((one) => one.left !== null && one.left !== undefined);
  const lists = [["first", diagnosis.first_things], ["weak", diagnosis.vulnerabilities]].filter(([, list]) => list?.length);
  if (tested.length === 0 && lists.length === 0) return null;
  const line = ({ says, left, ways_changed: changed = [] }) => {
    const { short, shown } = balance(left);
    return h(
      "li",
      {},
      h("span", { lang: koreanOnly() }, says),
      ": ",
      t(short ? "stress.short" : "stress.left"),
      " ",
      shown,
      changed.length > 0 &&
        h("ul", {}, changed.map(({ remedy, from, to }) => h("li", {}, `${titles.get(remedy) ?? remedy}: ${t(`result.${from}`)} → ${t(`result.${to}`)}`))),
    );
  };
  return h(
    "section",
    { class: "shocks" },
    lists.map(([name, list]) => [h("h2", {}, t(`diagnosis.${name}`)), inKorean(), h("ul", {}, list.map((one) => h("li", {}, sentence(one))))]),
    tested.length > 0 && [h("h2", {}, t("stress.title")), inKorean(), h("ul", {}, tested.map(line))],
  );
}

/** Percent of principal that is paid back, for the card of a way. */
export function shareOf(comparison, { remedy, estimate }) {
  const share = comparison?.ways.find((way) => way.remedy === remedy)?.share_of_principal;
  const percent = (value) => h("data", { class: "figure", value, "data-unit": "percent" }, percentText(value));
  return share ? h("div", { class: "measure" }, h("dt", {}, t("result.share")), h("dd", {}, range(share, percent, rangeWords(), estimate?.certain !== false))) : null;
}
