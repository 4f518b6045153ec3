// The check for those not in arrears: signs that payments may become hard, and what can be done before they are.

import { h } from "../h.js";
import { button, note } from "../parts.js";
import { t } from "../words/index.js";
import { inKorean, koreanOnly, source } from "./options.js";

export default async function early(app) {
  await app.answers.flush();
  const { value } = await app.api.patiently("GET", app.answers.path("/early-warning"));
  return {
    title: t("start.early"),
    where: t("start.lessons"),
    content: [
      inKorean(),
      note(value.applies && value.signs.length === 0 && value.unknown.length === 0 ? "good" : "info", h("p", { lang: koreanOnly() }, value.says)),
      value.signs.length > 0 && h("ul", { class: "signs" }, value.signs.map((sign) => h("li", { "data-code": sign.code }, h("p", { lang: koreanOnly() }, sign.says), source(sign)))),
      value.unknown.length > 0 && h("p", {}, t("early.unknown")),
      h(
        "div",
        { class: "row wide" },
        button(t("early.answer"), () => app.go("ask"), { kind: value.applies === false ? "plain" : "primary" }),
        button(t("ask.result"), () => app.go("result"), { kind: value.applies === false ? "primary" : "plain" }),
        button(t("result.lessons"), () => app.go("lessons")),
      ),
    ],
  };
}
