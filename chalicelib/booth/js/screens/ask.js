// One question at a time, the most valuable first. "모르겠어요" is always an answer.

import { patchAt, valueAt } from "../answers.js";
import { h } from "../h.js";
import { Unfit, inputFor } from "../inputs.js";
import { button, note, trouble } from "../parts.js";
import { asked, isForeign, t } from "../words/index.js";
import { debtName, listQuestion } from "./items.js";
import { recordQuestion } from "./records.js";

/** Codes that tell of health: asked only with the consent that health needs. */
const HEALTH = new Set(["severe_disability", "disability", "pregnant", "long_illness"]);

export default async function ask(app, { question: wanted = null, then = null }) {
  const { answers } = app;
  if (answers.questions === null) await answers.load();
  const question = wanted ?? (await answers.nextOfAll());
  if (!question) {
    queueMicrotask(() => app.go("result", {}, { replace: true }));
    return { title: t("result.loading"), where: t("ask.where"), content: h("p", {}, t("busy")) };
  }
  // The step remembers its question, so that going back shows the same one again.
  app.here.params.question = question;
  app.seen.set(question.pointer ?? `/${question.fact}`, question);
  const left = answers.open_questions().length;
  const forward = async (patch) => {
    if (patch) await answers.save(patch);
    else answers.skip(question);
    await app.go(then ?? "ask");
  };
  const forms = { debts: listQuestion, assets: listQuestion, record: recordQuestion };
  const content = (forms[question.kind] ?? single)(app, question, forward);
  return {
    title: asked(question),
    titleLang: isForeign(question) ? "ko" : null,
    where: `${t("ask.where")} · ${t("ask.count", { n: app.stack.filter((step) => step.name === "ask").length })}`,
    left: left > 1 ? t("ask.left", { n: left }) : t("ask.left.last"),
    content: [
      content,
      !answers.empty &&
        h(
          "div",
          { class: "row aside" },
          button(t("ask.result"), () => app.go("result"), { kind: "quiet" }),
          button(t("ask.answers"), () => app.go("review"), { kind: "quiet" }),
        ),
    ],
  };
}

function single(app, question, forward) {
  const pointer = question.pointer ?? `/${question.fact}`;
  const input = inputFor(question.kind, asked(question), {
    value: valueAt(app.answers.person, pointer),
    options: (question.options ?? []).filter(({ code }) => app.answers.health || !HEALTH.has(code)),
    pad: app.view.shared,
    hint: question.hint,
    topic: pointer,
    speaker: app.speaker,
  });
  input.box.classList.add("asked-above");
  const problem = h("div", {});
  const send = async (patch) => {
    problem.replaceChildren();
    try {
      await forward(patch);
    } catch (error) {
      if (error.status === 422) problem.replaceChildren(refusal(error));
      else problem.replaceChildren(trouble(error, () => send(patch)));
    }
  };
  const submit = async () => {
    input.fail("");
    let value;
    try {
      value = input.read();
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      input.fail(error.says);
      return;
    }
    const nothing = value === undefined || (question.kind === "codes" && value.length === 0);
    if (nothing) input.fail(t("ask.need"));
    else await send(patchAt(pointer, value, app.answers.person));
  };
  return h(
    "form",
    {
      class: "question",
      "data-pointer": pointer,
      "data-kind": question.kind,
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    about(app, pointer),
    input.box,
    problem,
    h(
      "div",
      { class: "row end" },
      button(t("dontKnow"), () => send(null), { kind: "plain" }),
      question.kind === "codes" && button(t("none"), () => send(patchAt(pointer, [], app.answers.person))),
      button(t("next"), submit, { kind: "primary" }),
    ),
  );
}

/** Which of the listed debts a question is about. */
function about(app, pointer) {
  const [, list, index] = pointer.split("/");
  const debt = list === "debts" && index !== undefined ? app.answers.person.debts?.[index] : null;
  return debt && h("p", { class: "about" }, debtName(debt));
}

/** What the service did not accept, in its own sentences. */
function refusal(error) {
  const faults = error.problem.errors ?? [];
  return note(
    "bad",
    h("p", {}, t("ask.refused")),
    faults.length ? h("ul", {}, faults.map((fault) => h("li", {}, fault.detail))) : h("p", {}, error.problem.detail ?? ""),
  );
}
