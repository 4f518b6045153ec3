// Handing over to a counsellor: exactly what would be passed on, line by line to strike out, then consent, then a number
// to name on the telephone.

import { onceKey } from "../api.js";
import { h } from "../h.js";
import { button, field, note, trouble } from "../parts.js";
import { t } from "../words/index.js";
import { contactLine, inKorean, koreanOnly } from "./options.js";

const MOST_ADDED = 300;

/** Six digits in two groups, as they are read out. */
export const spelled = (reference) => reference.replace(/^(\d{3})(\d{3})$/, "$1 $2");

export default async function refer(app, { done = null }) {
  if (done) return handed(done);
  const { answers, api } = app;
  await answers.flush();
  const [{ value: draft }, { value: before }] = await Promise.all([
    api.patiently("GET", answers.path("/referrals/draft")),
    api.patiently("GET", answers.path("/referrals")),
  ]);
  const kept = draft.lines.map((line) => ({ line, box: h("input", { type: "checkbox", checked: true, onchange: () => count() }) }));
  const counted = h("p", { class: "count", role: "status" });
  const added = h("textarea", { rows: 2, maxlength: MOST_ADDED, autocomplete: "off", oninput: () => count() });
  const more = field(t("refer.more"), added, { hint: t("refer.more.hint") });
  const agreed = h("input", { type: "checkbox" });
  const problem = h("div", {});
  const summary = () => [...kept.filter(({ box }) => box.checked).map(({ line }) => line), added.value.trim()].filter(Boolean).join("\n");
  const count = () => {
    counted.textContent = t("refer.count", { n: kept.filter(({ box }) => box.checked).length, all: kept.length });
  };
  count();
  let tried = { summary: null, key: null };
  const send = async () => {
    const text = summary();
    const missing = text === "" ? "refer.empty" : agreed.checked ? null : "refer.needConsent";
    problem.replaceChildren(missing ? h("p", { class: "error", role: "alert" }, t(missing)) : "");
    if (missing) return;
    // Pressed again after a lost answer, the same summary is passed on once.
    if (tried.summary !== text) tried = { summary: text, key: onceKey() };
    try {
      const { value } = await api.patiently("POST", answers.path("/referrals"), { body: { summary: text, agreed: true }, key: tried.key });
      answers.referral = spelled(value.reference);
      await app.go("refer", { done: value }, { replace: true });
    } catch (error) {
      problem.replaceChildren(trouble(error, error.status === 409 || error.status === 422 ? null : send));
    }
  };
  const waiting = before.referrals.filter((one) => one.status !== "done");
  if (waiting.length) answers.referral = spelled(waiting[0].reference);
  return {
    title: t("refer.title"),
    where: t("refer.where"),
    content: [
      draft.urgency === "now" && h("section", { class: "note urgent" }, h("h2", {}, t("result.urgent")), draft.contacts.map(contactLine)),
      waiting.length > 0 && note("good", h("p", {}, t("refer.before")), h("ul", {}, waiting.map((one) => h("li", {}, h("strong", {}, spelled(one.reference)), " ", h("span", { lang: koreanOnly() }, one.status_title))))),
      h("p", {}, t("refer.says")),
      h(
        "fieldset",
        { class: "choices lines" },
        h("legend", {}, t("refer.lines")),
        inKorean(),
        h("div", { class: "choice-list" }, kept.map(({ line, box }) => h("label", { class: "choice" }, box, h("span", { lang: koreanOnly() }, line)))),
      ),
      counted,
      more.box,
      h("p", {}, t("refer.kept")),
      h("label", { class: "choice" }, agreed, h("span", {}, t("refer.agree"))),
      problem,
      h("div", { class: "row end" }, button(t("refer.cancel"), () => app.back()), button(t("refer.send"), send, { kind: "primary" })),
    ],
  };
}

/** What was passed on, the number to name, whom to call. */
function handed({ reference, status_title: standing, contacts, summary }) {
  return {
    title: t("refer.done"),
    where: t("refer.where"),
    content: [
      note("good", h("p", { role: "status", lang: koreanOnly() }, standing)),
      h("section", { class: "told" }, h("h2", {}, t("refer.number")), h("p", { class: "code" }, spelled(reference))),
      h("section", {}, h("h2", {}, t("result.steps")), h("ol", {}, ["write", "call", "say"].map((name) => h("li", {}, t(`refer.step.${name}`)))), (contacts ?? []).map(contactLine)),
      h("section", {}, h("h2", {}, t("refer.was")), inKorean(), h("ul", { class: "passed", lang: koreanOnly() }, summary.split("\n").map((line) => h("li", {}, line)))),
      h("p", { class: "notice" }, t("refer.stays")),
    ],
  };
}
