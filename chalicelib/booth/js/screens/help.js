// Whom to call. The numbers come from the dated law data by way of the generated table.

import { h } from "../h.js";
import { button, dialog } from "../parts.js";
import { t } from "../words/index.js";

export function openHelp() {
  return dialog(t("help.title"), (close) => [
    h("p", {}, t("help.says")),
    h("div", { class: "row end" }, button(t("close"), () => close(), { kind: "primary" })),
  ]);
}
