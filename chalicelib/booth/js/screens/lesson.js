// One lesson: facts with their sources, one question with four answers, one next step.

import { h } from "../h.js";
import { button, choices, note, trouble } from "../parts.js";
import { t } from "../words/index.js";
import { inKorean, koreanOnly, source } from "./options.js";

const NEXT = { check: "consent", products: "products", talk: "talk", lessons: "lessons" };

export default async function lesson(app, { id }) {
  const { value } = await app.api.patiently("GET", `/v1/lessons/${encodeURIComponent(id)}`);
  const { quiz } = value;
  const outcome = h("div", { role: "status" });
  const pick = choices(quiz.question, quiz.choices.map((one) => ({ code: one.id, label: one.text })));
  pick.box.setAttribute("lang", koreanOnly() ?? "ko");
  const check = async () => {
    const choice = pick.read();
    if (choice === undefined) {
      outcome.replaceChildren(note("bad", h("p", {}, t("lessons.choose"))));
      return;
    }
    const path = app.answers.started ? app.answers.path(`/lessons/${encodeURIComponent(id)}/answers`) : `/v1/lessons/${encodeURIComponent(id)}/answers`;
    try {
      const { value: answer } = await app.api.patiently("POST", path, { body: { choice } });
      outcome.replaceChildren(
        note(answer.right ? "good" : "info", h("p", {}, h("strong", {}, t(answer.right ? "lessons.yes" : "lessons.no"))), h("p", { lang: koreanOnly() }, answer.because)),
      );
      app.speaker.say(`${t(answer.right ? "lessons.yes" : "lessons.no")} ${answer.because}`);
    } catch (error) {
      outcome.replaceChildren(trouble(error, check));
    }
  };
  const go = NEXT[value.next?.go];
  return {
    title: value.title,
    titleLang: koreanOnly(),
    where: t("start.lessons"),
    content: [
      inKorean(),
      h("ol", { class: "facts", lang: koreanOnly() }, value.facts.map((fact) => h("li", {}, h("p", {}, fact.says), source(fact)))),
      h("section", { class: "quiz" }, h("h2", {}, t("lessons.quiz")), pick.box, outcome, h("div", { class: "row end" }, button(t("lessons.check"), check, { kind: "primary" }))),
      value.next &&
        h("section", {}, h("h2", {}, t("result.steps")), h("p", { lang: koreanOnly() }, value.next.says), go && button(t("lessons.go"), () => app.go(go === "consent" && app.answers.started ? "ask" : go))),
      h("div", { class: "row end" }, button(t("lessons.back"), () => app.go("lessons"))),
    ],
  };
}
