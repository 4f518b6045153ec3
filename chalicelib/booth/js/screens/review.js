// Every answer given so far, each with a way to change it.

import { valueAt } from "../answers.js";
import { dayText, monthsText, wonText } from "../format.js";
import { h } from "../h.js";
import { button } from "../parts.js";
import { RECORDS } from "../words/codes.js";
import { asked, fieldLabel, named, t } from "../words/index.js";

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

export default function review(app) {
  const lines = [...app.seen.values()].map((question) => {
    const value = valueAt(app.answers.person, question.pointer ?? `/${question.fact}`);
    return h(
      "div",
      { class: "answer" },
      h("dt", {}, asked(question)),
      h("dd", {}, value === undefined ? t("dontKnow") : answerText(question, value)),
      h(
        "dd",
        { class: "answer-do" },
        button(t("edit"), () => app.go("ask", { question }), { kind: "quiet", "aria-label": t("review.change", { what: asked(question) }) }),
      ),
    );
  });
  return {
    title: t("review.title"),
    where: t("ask.where"),
    content: [
      lines.length ? h("dl", { class: "answers" }, lines) : h("p", {}, t("review.none")),
      h(
        "div",
        { class: "row end" },
        button(t("review.on"), () => app.go("ask")),
        !app.answers.empty && button(t("ask.result"), () => app.go("result"), { kind: "primary" }),
      ),
    ],
  };
}
