// Every answer that the session holds, whoever gave it and wherever, each with a way to change it.

import { valueAt } from "../answers.js";
import { dayText, monthsText, wonText } from "../format.js";
import { h } from "../h.js";
import { button } from "../parts.js";
import { CODES, RECORDS } from "../words/codes.js";
import { asked, fieldLabel, named, t } from "../words/index.js";
import { FACTS, ITEMS } from "../words/person.js";
import { FORMS, debtName } from "./items.js";

/** One line of text for an answer of any kind. */
export function answerText(question, value) {
  const label = (code) => named(question.pointer, code, question.options?.find((one) => one.code === code)?.label ?? code);
  switch (question.kind) {
    case "won":
      return wonText(value);
    case "bool":
      return value ? t("yes") : t("no");
    case "code":
      return label(value);
    case "codes":
      return value.length ? value.map(label).join(", ") : t("none");
    case "date":
      return dayText(value);
    case "rate":
      return `${value}%`;
    case "record":
      return RECORDS[question.pointer.split("/")[1]].filter((part) => value[part.name] !== undefined)
        .map((part) => `${fieldLabel(`${question.pointer}/${part.name}`, part.label)}: ${answerText({ ...part, pointer: `${question.pointer}/${part.name}` }, value[part.name])}`)
        .join(", ");
    case "debts":
    case "assets":
      return value.length ? t(`${question.kind}.listed`, { n: value.length }) : t(`${question.kind}.none`);
    default:
      return question.unit === "months" ? monthsText(value) : String(value);
  }
}

/** Whatever the session knows of each listed thing besides its name and amount. */
function things(kind, list) {
  const { amount, first, more } = FORMS[kind];
  const told = new Set(["kind", "creditor", amount]);
  const label = (part) => (part.name in first || part.name in more ? t(`${kind}.${part.name}`) : fieldLabel(`/${kind}/${part.name}`, part.label));
  return list.map((one) =>
    h(
      "li",
      {},
      kind === "debts" ? debtName(one) : h("span", {}, named("asset_kinds", one.kind, CODES.asset_kinds[one.kind] ?? ""), " ", one[amount] !== undefined && h("span", { class: "amount" }, wonText(one[amount]))),
      h("ul", {}, ITEMS[kind].filter((part) => one[part.name] !== undefined && !told.has(part.name)).map((part) => h("li", {}, `${label(part)}: ${answerText({ ...part, pointer: `/${kind}/${part.name}` }, one[part.name])}`))),
    ),
  );
}

export default function review(app) {
  const { person } = app.answers;
  const line = (question, value) =>
    h(
      "div",
      { class: "answer" },
      h("dt", {}, asked(question)),
      h("dd", {}, value === undefined ? t("dontKnow") : answerText(question, value)),
      h(
        "dd",
        { class: "answer-do" },
        button(t("edit"), () => app.go("ask", { question }), { kind: "quiet", "aria-label": t("review.change", { what: asked(question) }) }),
      ),
      Array.isArray(value) && (question.kind === "debts" || question.kind === "assets") && value.length > 0 && h("dd", { class: "answer-items" }, h("ol", {}, things(question.kind, value))),
    );
  // A question that was asked here is shown in the words in which it was asked.
  const known = FACTS.filter(({ fact }) => person[fact] !== undefined).map((fact) => [app.seen.get(fact.pointer) ?? fact, person[fact.fact]]);
  const open = [...app.seen.entries()].filter(([pointer]) => valueAt(person, pointer) === undefined).map(([, question]) => question);
  return {
    title: t("review.title"),
    where: t("ask.where"),
    content: [
      h("p", {}, t(known.length ? "review.says" : "review.none")),
      known.length > 0 && h("dl", { class: "answers" }, known.map(([question, value]) => line(question, value))),
      open.length > 0 && h("section", {}, h("h2", {}, t("review.skipped")), h("dl", { class: "answers" }, open.map((question) => line(question, undefined)))),
      h(
        "div",
        { class: "row end" },
        button(t("review.on"), () => app.go("ask")),
        !app.answers.empty && button(t("ask.result"), () => app.go("result"), { kind: "primary" }),
      ),
    ],
  };
}
