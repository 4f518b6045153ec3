// Before the first question: may sentences go to a model outside Korea? Asked by itself, and only where the operator has
// one there. Without the consent the prepared material answers, and everything else works as before.

import { h } from "../h.js";
import { button, note, trouble } from "../parts.js";
import { language, t } from "../words/index.js";
import { koreanOnly } from "./options.js";

/** The part of the conversation that asks; null where nothing has to be asked. `open(bool)`: may questions be asked yet? */
export async function askAbroad(app, open) {
  const { answers, api } = app;
  const told = await learn(app);
  if (!told) return null;
  const box = h("div", { class: "abroad" });
  const choose = async (given) => {
    try {
      const { value } = await api.patiently("POST", answers.path("/consents"), { body: { overseas_transfer: given } });
      show(value.consents.overseas_transfer.given);
    } catch (error) {
      // A refusal needs no answer of the service: what was never agreed to is not sent abroad.
      if (given) box.replaceChildren(...question(), trouble(error, () => choose(given)));
      else show(false);
    }
    open(true);
  };
  const question = () => [
    h(
      "section",
      { class: "note" },
      h("h2", { tabindex: -1 }, t("abroad.title")),
      language() === "en" ? [h("p", {}, t("abroad.says")), h("p", {}, t("abroad.without"))] : told.says.map((line) => h("p", {}, line)),
      told.articles.length > 0 && h("p", { class: "hint", lang: koreanOnly() }, told.articles.join(", ")),
      h("div", { class: "row end" }, button(t("abroad.no"), () => choose(false)), button(t("abroad.yes"), () => choose(true))),
    ),
  ];
  const show = (given) =>
    box.replaceChildren(note("info", h("p", { role: "status" }, t(given ? "abroad.given" : "abroad.refused")), button(t("abroad.change"), () => choose(!given), { kind: "quiet" })));
  if (told.given === null) box.replaceChildren(...question());
  else show(told.given);
  open(told.given !== null);
  return box;
}

/** The notice and what was chosen before (null: not asked yet); null where no sentence can leave the country. */
async function learn({ answers, api }) {
  try {
    const [{ value: told }, { value: held }] = await Promise.all([api.patiently("GET", "/v1/notices"), api.patiently("GET", answers.path("/consents"))]);
    const notice = told.overseas_transfer ? told.notices.find((one) => one.code === "overseas_transfer") : null;
    return notice ? { says: notice.says, articles: notice.articles, given: held.consents.overseas_transfer?.given ?? null } : null;
  } catch {
    // Nothing was agreed to, so the service sends nothing; the conversation is not to wait for this.
    return null;
  }
}
