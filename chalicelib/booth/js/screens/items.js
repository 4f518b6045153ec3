// Debts and assets: one small form per thing, repeated; the list grows above it.

import { patchAt, valueAt } from "../answers.js";
import { won } from "../format.js";
import { h } from "../h.js";
import { Unfit, inputFor } from "../inputs.js";
import { button, trouble } from "../parts.js";
import { CODES } from "../words/codes.js";
import { named, t } from "../words/index.js";

/** Fields by name with their kind; the first group is asked of everybody, the second on request. */
export const FORMS = {
  debts: {
    must: { kind: "debts.needKind", principal: "debts.needAmount" },
    amount: "principal",
    first: { kind: "code", creditor: "code", principal: "won", days_overdue: "count", monthly_payment: "won", annual_rate: "rate" },
    more: {
      interest_due: "won",
      remaining_months: "count",
      opened_on: "date",
      last_paid_on: "date",
      collateral_value: "won",
      guarantor: "bool",
      guaranteed_for_other: "bool",
      written_off: "bool",
      ccrs_member: "bool",
      judgment_on: "date",
      payment_order_received_on: "date",
      coercive_contract: "bool",
    },
    codes: { kind: "debt_kinds", creditor: "creditors" },
  },
  assets: {
    must: { kind: "assets.needKind", value: "assets.needValue" },
    amount: "value",
    first: { kind: "code", value: "won", loan_balance: "won" },
    more: { lived_in: "bool", shared: "bool" },
    codes: { kind: "asset_kinds" },
  },
};

export function optionsFor(topic) {
  return Object.entries(CODES[topic]).map(([code, label]) => ({ code, label }));
}

/** The list and the form of one question; `forward` takes the merge patch, or null for "I do not know". */
export function listQuestion(app, question, forward) {
  const kind = question.kind;
  const pointer = question.pointer ?? `/${kind}`;
  const list = [...(valueAt(app.answers.person, pointer) ?? [])];
  const box = h("div", { class: "items question", "data-pointer": pointer, "data-kind": kind });
  const show = (editing = null, open = list.length === 0) => {
    box.replaceChildren(
      listed(kind, list, {
        edit: (index) => show(index, true),
        remove: (index) => {
          list.splice(index, 1);
          show();
        },
      }),
      open
        ? form(app, kind, editing === null ? {} : list[editing], (item) => {
            if (editing === null) list.push(item);
            else list[editing] = item;
            show();
            box.querySelector("h2")?.focus();
          }, editing !== null)
        : button(t(`${kind}.another`), () => show(null, true)),
      problem,
      h(
        "div",
        { class: "row end" },
        button(t("dontKnow"), () => send(null)),
        list.length === 0 && button(t(`${kind}.none`), () => send(patchAt(pointer, [], app.answers.person))),
        list.length > 0 && button(t("done"), () => send(patchAt(pointer, list, app.answers.person)), { kind: "primary" }),
      ),
    );
  };
  const problem = h("div", {});
  const send = async (patch) => {
    problem.replaceChildren();
    try {
      await forward(patch);
    } catch (error) {
      problem.replaceChildren(trouble(error, error.status === 422 ? null : () => send(patch)));
    }
  };
  show();
  return box;
}

/** One debt in a line: kind, creditor, principal. */
export function debtName({ kind, creditor, principal }) {
  const words = [kind && named("debt_kinds", kind, CODES.debt_kinds[kind]), creditor && named("creditors", creditor, CODES.creditors[creditor])];
  return h("span", {}, words.filter(Boolean).join(" · "), " ", principal !== undefined && won(principal));
}

function listed(kind, list, { edit, remove }) {
  const { codes, amount } = FORMS[kind];
  const title = list.length ? t(`${kind}.listed`, { n: list.length }) : t(`${kind}.noneYet`);
  const line = (item, index) =>
    h(
      "li",
      { class: "item" },
      kind === "debts"
        ? debtName(item)
        : h("span", {}, named(codes.kind, item.kind, CODES[codes.kind][item.kind] ?? item.kind), " ", item[amount] !== undefined && won(item[amount])),
      h("span", { class: "row" }, button(t("edit"), () => edit(index), { kind: "quiet" }), button(t("remove"), () => remove(index), { kind: "quiet" })),
    );
  return h("section", { class: "listed" }, h("h2", { tabindex: -1 }, title), list.length > 0 && h("ol", {}, list.map(line)));
}

function form(app, kind, item, keep, editing) {
  const { first, more, must, codes } = FORMS[kind];
  const make = (name, sort) =>
    inputFor(sort, t(`${kind}.${name}`), {
      value: item[name],
      options: sort === "code" ? optionsFor(codes[name]) : [],
      topic: codes[name] ?? "",
      pad: app.view.shared && "focus",
    });
  const inputs = Object.fromEntries(Object.entries({ ...first, ...more }).map(([name, sort]) => [name, make(name, sort)]));
  const boxes = (names) => Object.keys(names).map((name) => inputs[name].box);
  const submit = () => {
    const made = { ...item };
    let fault = null;
    for (const [name, input] of Object.entries(inputs)) {
      input.fail("");
      try {
        const value = input.read();
        if (value === undefined) delete made[name];
        else made[name] = value;
        if (value === undefined && must[name]) throw new Unfit(t(must[name]));
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        input.fail(error.says);
        fault ??= input;
      }
    }
    if (fault) (fault.input.matches("input") ? fault.input : (fault.input.querySelector("input") ?? fault.input)).focus();
    else keep(made);
  };
  return h(
    "form",
    {
      class: "item-form",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    h("h2", {}, t(`${kind}.one`)),
    boxes(first),
    Object.keys(more).length > 0 && h("details", {}, h("summary", {}, t(`${kind}.more`)), boxes(more)),
    h("div", { class: "row end" }, button(t(editing ? "debts.save" : `${kind}.add`), submit, { kind: "primary" })),
  );
}
