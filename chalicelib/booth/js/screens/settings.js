// Fitting the screen to the person: size, contrast, reach, motion. Changes show at once behind the dialog.

import { h } from "../h.js";
import { button, choices, dialog } from "../parts.js";
import { SIZES, THEMES, ZOOMS } from "../view.js";
import { t } from "../words/index.js";

export function openSettings(app) {
  const { view } = app;
  const pick = (name, values, label) =>
    choices(t(`view.${name}`), values.map((code) => ({ code, label: label(code) })), {
      value: view.settings[name],
      changed: (code) => view.set({ [name]: code }),
    }).box;
  const toggle = (name) => {
    const box = h("input", { type: "checkbox", checked: view.settings[name], onchange: () => view.set({ [name]: box.checked }) });
    return h("label", { class: "choice" }, box, h("span", {}, t(`view.${name}`)));
  };
  return dialog(t("bar.view"), (close) => [
    pick("zoom", ZOOMS, (code) => `${code}%`),
    pick("size", SIZES, (code) => t(`view.size.${SIZES.indexOf(code)}`)),
    pick("theme", THEMES, (code) => t(`view.theme.${code}`)),
    h("div", { class: "choice-list" }, toggle("low"), toggle("still")),
    h("div", { class: "row end" }, button(t("view.reset"), () => { view.reset(); close(); }), button(t("close"), () => close(), { kind: "primary" })),
  ]);
}
