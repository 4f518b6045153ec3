// Small parts that every screen uses: buttons that survive trembling hands, fields with labels, notices.

import { h, uid } from "./h.js";
import { t } from "./words/index.js";

const TREMBLE_MS = 700;

/** Where and when a finger last pressed any button: its trembling second tap may meet the next screen. */
const tap = { at: -Infinity, x: 0, y: 0 };

function trembling({ pointerType, clientX: x, clientY: y }, now) {
  if (pointerType !== "touch") return false;
  const near = Math.hypot(x - tap.x, y - tap.y) < parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--target"));
  if (near && now - tap.at < TREMBLE_MS) return true;
  Object.assign(tap, { at: now, x, y });
  return false;
}

/** A button that takes one press at a time: a second tap within 0.7 s, or while its work runs, is not another press. */
export function button(label, press, { kind = "plain", ...rest } = {}) {
  let last = -Infinity;
  let working = false;
  const element = h(
    "button",
    {
      type: "button",
      class: `button ${kind}`,
      ...rest,
      onclick: async (event) => {
        const now = performance.now();
        if (trembling(event, now) || working || now - last < TREMBLE_MS) return;
        last = now;
        working = true;
        element.setAttribute("aria-busy", "true");
        try {
          await press(event);
        } finally {
          working = false;
          element.removeAttribute("aria-busy");
        }
      },
    },
    label,
  );
  return element;
}

/** A labelled field with a hint and room for an error that is announced. */
export function field(label, input, { hint, extra } = {}) {
  const id = input.id || uid("f");
  input.id = id;
  const error = h("p", { class: "error", id: `${id}-error`, role: "alert" });
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", described);
  const box = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    input,
    error,
    extra,
  );
  return {
    box,
    input,
    fail(says) {
      error.textContent = says ?? "";
      if (says) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

/** How wide the labels of a list are: "short", "middling" or "" for long. A Hangul syllable counts as two letters. */
function roomOf(options) {
  const widths = options.map(({ label }) => [...String(label)].reduce((sum, sign) => sum + (sign > "\u1100" ? 2 : 1), 0)).sort((a, b) => a - b);
  // One label among ten may break into more lines for the others' sake.
  const longest = widths.length < 10 ? (widths.at(-1) ?? 0) : widths[Math.floor((widths.length - 1) * 0.9)];
  return longest <= 6 ? "short" : longest <= 22 ? "middling" : "";
}

/** One or several choices as large labelled boxes. `value` is a code or a list of codes. */
export function choices(legend, options, { many = false, value, changed = () => {}, legendClass = "" } = {}) {
  const name = uid("c");
  const given = new Set(many ? (value ?? []) : value === undefined ? [] : [value]);
  const inputs = options.map(({ code, label }) => {
    const input = h("input", {
      type: many ? "checkbox" : "radio",
      name,
      value: String(code),
      checked: given.has(code),
      onchange: () => changed(read()),
    });
    return { code, input, box: h("label", { class: "choice" }, input, h("span", {}, label)) };
  });
  const read = () => {
    const picked = inputs.filter(({ input }) => input.checked).map(({ code }) => code);
    return many ? picked : picked[0];
  };
  const box = h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: legendClass }, legend),
    h("div", { class: `choice-list ${roomOf(options)}` }, inputs.map((one) => one.box)),
  );
  return { box, read };
}

export function note(kind, ...content) {
  return h("div", { class: `note ${kind}`, role: kind === "bad" ? "alert" : false }, content);
}

/** What to show for an error of any sort: the service's own sentence where it gave one. */
export function trouble(error, again) {
  const title = error?.problem?.title;
  const says = error?.status >= 500 ? t("net.server") : error?.problem?.detail || title || t("net.failed");
  const faults = (error?.problem?.errors ?? []).map((fault) => h("li", {}, fault.detail));
  return note(
    "bad",
    h("p", {}, says),
    faults.length > 0 && h("ul", {}, faults),
    again && button(t("retry"), again, { kind: "primary" }),
  );
}

/** A modal dialog on the native element; resolves with what `close` was given. */
export function dialog(title, build, { kind = "" } = {}) {
  return new Promise((resolve) => {
    const id = uid("d");
    const box = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": id });
    const close = (value) => {
      box.close();
      box.remove();
      resolve(value);
    };
    box.append(h("h2", { id, tabindex: -1 }, title), ...[build(close)].flat().filter(Boolean));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(undefined);
    });
    document.body.append(box);
    box.showModal();
    box.querySelector("h2").focus();
  });
}
