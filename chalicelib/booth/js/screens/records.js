// An answer of several parts (earlier procedures, credit, living cost, business): every part may stay empty.

import { patchAt, valueAt } from "../answers.js";
import { h } from "../h.js";
import { Unfit, inputFor } from "../inputs.js";
import { button, trouble } from "../parts.js";
import { RECORDS } from "../words/codes.js";
import { fieldLabel, t } from "../words/index.js";

/** A part that says "nothing of this" for the whole record, where it has one. */
const NOTHING = { history: "none_before" };

export function recordQuestion(app, question, forward) {
  const pointer = question.pointer;
  const name = pointer.split("/")[1];
  const given = valueAt(app.answers.person, pointer) ?? {};
  const nothing = NOTHING[name];
  const inputs = RECORDS[name]
    .filter((part) => part.name !== nothing)
    .map((part) => ({
      part,
      input: inputFor(part.kind, fieldLabel(`${pointer}/${part.name}`, part.label), {
        value: given[part.name],
        options: part.options ?? [],
        topic: `${pointer}/${part.name}`,
        speaker: app.speaker,
        pad: app.view.shared && "focus",
      }),
    }));
  const problem = h("div", {});
  const send = async (patch) => {
    problem.replaceChildren();
    try {
      await forward(patch);
    } catch (error) {
      problem.replaceChildren(trouble(error, error.status === 422 ? null : () => send(patch)));
    }
  };
  const submit = () => {
    const made = {};
    let fault = null;
    for (const { part, input } of inputs) {
      input.fail("");
      try {
        const value = input.read();
        // A part that was emptied is taken back, one that was never given is left out.
        if (value !== undefined) made[part.name] = value;
        else if (part.name in given) made[part.name] = null;
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        input.fail(error.says);
        fault ??= input.input;
      }
    }
    if (fault) fault.focus();
    else if (Object.keys(made).length === 0) problem.replaceChildren(h("p", { class: "error", role: "alert" }, t("ask.need")));
    else return send(patchAt(pointer, made, app.answers.person));
    return undefined;
  };
  return h(
    "form",
    {
      class: "question",
      novalidate: true,
      "data-pointer": pointer,
      "data-kind": "record",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    nothing && h("div", { class: "row" }, button(t("record.nothing"), () => send(patchAt(pointer, { [nothing]: true }, app.answers.person)))),
    h("p", { class: "hint" }, t("record.hint")),
    inputs.map(({ input }) => input.box),
    problem,
    h("div", { class: "row end" }, button(t("dontKnow"), () => send(null)), button(t("next"), submit, { kind: "primary" })),
  );
}
