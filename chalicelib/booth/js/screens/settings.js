// Fitting the screen to the person: size, lens, contrast, reach, motion, plain words, time. Changes show at once.

import { h } from "../h.js";
import { button, choices, dialog } from "../parts.js";
import { SIZES, THEMES, ZOOMS } from "../view.js";
import { isPlain, language, t } from "../words/index.js";

export function openSettings(app) {
  const { view } = app;
  const pick = (name, values, label) =>
    choices(t(`view.${name}`), values.map((code) => ({ code, label: label(code) })), {
      value: view.settings[name],
      changed: (code) => view.set({ [name]: code }),
    }).box;
  const toggle = (label, on, change) => {
    const box = h("input", { type: "checkbox", checked: on, onchange: () => change(box.checked) });
    return h("label", { class: "choice" }, box, h("span", {}, label));
  };
  let plain = isPlain();
  return dialog(t("bar.view"), (close) => [
    pick("zoom", ZOOMS, (code) => `${code}%`),
    pick("size", SIZES, (code) => t(`view.size.${SIZES.indexOf(code)}`)),
    pick("theme", THEMES, (code) => t(`view.theme.${code}`)),
    h(
      "div",
      { class: "choice-list" },
      toggle(t("view.lens"), app.lens.shown, (on) => (on ? app.lens.show() : app.lens.hide())),
      toggle(t("view.low"), view.settings.low, (low) => view.set({ low })),
      toggle(t("view.still"), view.settings.still, (still) => view.set({ still })),
      language() === "ko" && toggle(t("view.plain"), plain, (on) => { plain = on; }),
    ),
    h(
      "div",
      { class: "row end" },
      button(t("view.reset"), () => {
        view.reset();
        app.lens.hide();
        plain = false;
        close();
      }),
      button(t("close"), () => close(), { kind: "primary" }),
    ),
  ]).then(() => plain !== isPlain() && app.speak(language(), plain));
}
