// Pads on the screen, for devices without a keyboard: digits for amounts, letters for codes. Each types into one field.

import { h } from "./h.js";
import { t } from "./words/index.js";

const key = (label, press, extra = {}) => h("button", { type: "button", class: "key", onclick: press, ...extra }, label);

function erasing(input, changed) {
  const erase = key("⌫", () => {
    input.value = input.value.replace(/,/g, "").slice(0, -1);
    changed();
  }, { class: "key side", "aria-label": t("key.erase") });
  const clear = key(t("key.clear"), () => {
    input.value = "";
    changed();
  }, { class: "key side word" });
  return { erase, clear };
}

/** Digits; `big` adds the keys 만 and 억, `point` a decimal point. `changed` runs after each key. */
export function keypad(input, { big = false, point = false, changed = () => {} } = {}) {
  const type = (text) => {
    input.value = ((point ? input.value : input.value.replace(/\D/g, "")) + text).slice(0, input.maxLength > 0 ? input.maxLength : undefined);
    changed();
  };
  const digit = (sign) => key(sign, () => type(sign));
  const gap = () => h("span", {});
  const zeros = (name, text) => key(t(name), () => type(text), { class: t(name).length > 4 ? "key side word" : "key side" });
  const { erase, clear } = erasing(input, changed);
  const rows = [
    [digit("1"), digit("2"), digit("3"), erase],
    [digit("4"), digit("5"), digit("6"), clear],
    [digit("7"), digit("8"), digit("9"), big ? zeros("key.man", "0000") : gap()],
    [point ? key(".", () => type(".")) : gap(), digit("0"), big && [gap(), zeros("key.eok", "00000000")]],
  ];
  return h("div", { class: "keypad", role: "group", "aria-label": t("key.pad") }, rows);
}

/** Letters and digits of a code. */
export function letterpad(input, signs, { changed = () => {} } = {}) {
  const { erase, clear } = erasing(input, changed);
  const type = (sign) => {
    if (input.value.length < input.maxLength) input.value += sign;
    changed();
  };
  return h("div", { class: "keypad letters", role: "group", "aria-label": t("key.letters") }, [...signs].map((sign) => key(sign, () => type(sign))), erase, clear);
}

let shown = null;

/** A place for a pad that comes while its field is being filled; one pad at a time, so that a form stays short. */
export function padOnFocus(input, make) {
  const place = h("div", {});
  input.addEventListener("focus", () => {
    if (shown === place) return;
    shown?.replaceChildren();
    shown = place;
    place.replaceChildren(make());
  });
  return place;
}
