// One input per kind of answer. Each gives its box, `read()` and `fail()`; read() is undefined while nothing is given.

import { h, uid } from "./h.js";
import { wonText } from "./format.js";
import { keypad, padOnFocus } from "./keypad.js";
import { microphone } from "./listen.js";
import { choices, field } from "./parts.js";
import { named, t } from "./words/index.js";

export const MAX_WON = 10n ** 15n;

/** What was read but cannot be an answer; `says` tells the person what to do. */
export class Unfit extends Error {
  constructor(says) {
    super(says);
    this.says = says;
  }
}

/** Digits of an amount as typed, thousands marks and spaces aside; undefined when empty. */
export function readWhole(text, most = MAX_WON) {
  const plain = text.normalize("NFKC").replace(/[\s,_원]/g, "");
  if (plain === "") return undefined;
  if (!/^\d+$/.test(plain)) throw new Unfit(t("ask.bad.number"));
  if (BigInt(plain) > most) throw new Unfit(t("ask.too.big"));
  return Number(plain);
}

export function readRate(text) {
  const plain = text.normalize("NFKC").replace(/[\s,%]/g, "");
  if (plain === "") return undefined;
  if (!/^\d{1,5}(\.\d{1,4})?$/.test(plain)) throw new Unfit(t("ask.bad.number"));
  return Number(plain);
}

/** An existing date as ISO text; undefined when all three parts are empty. */
export function readDay(year, month, day) {
  const parts = [year, month, day].map((part) => part.trim());
  if (parts.every((part) => part === "")) return undefined;
  const [y, m, d] = parts.map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : NaN));
  const made = new Date(Date.UTC(y, m - 1, d));
  const real = y >= 1900 && y <= 2100 && made.getUTCMonth() === m - 1 && made.getUTCDate() === d;
  if (!real) throw new Unfit(t("ask.bad.date"));
  return made.toISOString().slice(0, 10);
}

function typed(label, value, { kind = "text", speaker, pad, big, point, hint, echo, read, mode = "numeric" }) {
  const input = h("input", { type: "text", inputmode: mode, autocomplete: "off", value: value ?? "", maxlength: 40 });
  const spoken = echo && h("p", { class: "echo", "aria-live": "polite" });
  const show = () => {
    if (!spoken) return;
    let amount;
    try {
      amount = read(input.value);
    } catch {
      amount = undefined;
    }
    spoken.textContent = amount === undefined ? t("ask.empty") : echo(amount);
  };
  input.addEventListener("input", show);
  const extra = [spoken, speaker && microphone(input, { kind, speaker }), pad && padFor(input, pad, { big, point })];
  const made = field(label, input, { hint, extra });
  show();
  return { ...made, read: () => read(input.value) };
}

/** `pad` is true for a pad that is always there, "focus" for one that comes with the focus. */
function padFor(input, pad, kind) {
  const make = () => keypad(input, { ...kind, changed: () => input.dispatchEvent(new Event("input")) });
  return pad === "focus" ? padOnFocus(input, make) : make();
}

function days(label, value, pad) {
  const [year = "", month = "", day = ""] = (value ?? "").split("-");
  const part = (name, digits, given) => {
    const id = uid("t");
    const input = h("input", { id, type: "text", inputmode: "numeric", autocomplete: "off", maxlength: digits, size: digits, value: given.replace(/^0+/, "") });
    return { input, box: h("span", { class: "day-part" }, input, h("label", { for: id }, t(`ask.${name}`))), pad: pad && padFor(input, "focus") };
  };
  const parts = [part("year", 4, year), part("month", 2, month), part("day", 2, day)];
  const error = h("p", { class: "error", role: "alert" });
  const box = h("fieldset", { class: "field" }, h("legend", {}, label), h("div", { class: "day" }, parts.map((one) => one.box)), error, parts.map((one) => one.pad));
  return {
    box,
    input: parts[0].input,
    fail: (says) => {
      error.textContent = says ?? "";
    },
    read: () => readDay(...parts.map((one) => one.input.value)),
  };
}

function picked(label, options, value, many) {
  const error = h("p", { class: "error", role: "alert" });
  const chosen = choices(label, options, { many, value });
  return {
    box: h("div", { class: "field" }, chosen.box, error),
    input: chosen.box,
    fail: (says) => {
      error.textContent = says ?? "";
    },
    read: chosen.read,
  };
}

/** The options of a question with names in the language of the screen. */
export function optionsOf(kind, options) {
  return options.map(({ code, label }) => ({ code, label: named(kind, code, label) }));
}

/**
 * An input for `kind` (won, count, rate, bool, code, codes, date, text).
 * `pad` shows the number pad, "focus" only while the field is being filled; `options` are {code, label}; `topic` names the table of translations of the codes.
 */
export function inputFor(kind, label, { value, options = [], pad = false, hint, topic = "", speaker = null } = {}) {
  switch (kind) {
    case "won":
      return typed(label, value, { kind, speaker, pad, big: true, hint, read: readWhole, echo: (amount) => t("ask.reads", { value: wonText(amount) }) });
    case "count":
      return typed(label, value, { kind, speaker, pad, hint, read: (text) => readWhole(text, 100_000n) });
    case "rate":
      return typed(label, value, { pad, point: true, hint, read: readRate, mode: "decimal" });
    case "date":
      return days(label, value, pad);
    case "bool": {
      const both = [
        { code: true, label: t("yes") },
        { code: false, label: t("no") },
      ];
      return picked(label, both, value, false);
    }
    case "code":
      return picked(label, optionsOf(topic, options), value, false);
    case "codes":
      return picked(label, optionsOf(topic, options), value, true);
    default:
      return typed(label, value, { hint, read: (text) => text.trim() || undefined, mode: "text" });
  }
}
