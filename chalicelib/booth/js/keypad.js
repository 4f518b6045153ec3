// A number pad on the screen, for devices without a keyboard. It types into one text field.

import { h } from "./h.js";
import { t } from "./words/index.js";

const ROWS = [
  ["1", "2", "3"],
  ["4", "5", "6"],
  ["7", "8", "9"],
];

/** `big` adds the keys 만 and 억; `point` adds a decimal point. `changed` runs after each key. */
export function keypad(input, { big = false, point = false, changed = () => {} } = {}) {
  const type = (text) => {
    input.value = (point ? input.value : input.value.replace(/\D/g, "")) + text;
    changed();
  };
  const key = (label, press, extra = {}) => h("button", { type: "button", class: "key", onclick: press, ...extra }, label);
  const digits = ROWS.map((row) => row.map((digit) => key(digit, () => type(digit))));
  const erase = key("⌫", () => {
    input.value = input.value.replace(/,/g, "").slice(0, -1);
    changed();
  }, { "aria-label": t("key.erase") });
  const clear = key(t("key.clear"), () => {
    input.value = "";
    changed();
  });
  return h(
    "div",
    { class: "keypad", role: "group", "aria-label": t("key.pad") },
    digits,
    big ? key(t("key.man"), () => type("0000")) : point ? key(".", () => type(".")) : clear,
    key("0", () => type("0")),
    erase,
    big && key(t("key.eok"), () => type("00000000")),
    (big || point) && clear,
  );
}
