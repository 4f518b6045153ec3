// My case: what is paid and left, the next day, what was missed, what comes with time, and how to say that it is hard.

import { onceKey } from "../api.js";
import { dayText, won } from "../format.js";
import { h } from "../h.js";
import { letterpad } from "../keypad.js";
import { button, field, note, trouble } from "../parts.js";
import { t } from "../words/index.js";
import { inKorean, koreanOnly } from "./options.js";

export default async function mycase(app, { id = null }) {
  const { answers, api } = app;
  if (id === null) {
    const { value } = await api.patiently("GET", answers.path("/cases"));
    if (value.cases.length === 0) return { title: t("start.case"), where: t("start.case"), content: codeForm(app) };
    if (value.cases.length > 1) return { title: t("start.case"), where: t("start.case"), content: [h("p", {}, t("case.choose")), list(app, value.cases), codeForm(app)] };
    id = value.cases[0].id;
  }
  const { value: held } = await api.patiently("GET", `/v1/cases/${encodeURIComponent(id)}`);
  return {
    title: t("start.case"),
    where: `${t("start.case")} · ${held.title}`,
    content: [
      h("p", { class: "as-of" }, t("case.asOf", { day: dayText(held.as_of) })),
      inKorean(),
      h("p", { class: "about", lang: koreanOnly() }, `${held.title} · ${held.stage_title}`),
      standing(held),
      money(held),
      word(app, id),
      ahead(held),
      h("p", { class: "notice", lang: koreanOnly() }, held.notice),
    ],
  };
}

function list(app, cases) {
  return h("ul", { class: "lesson-list" }, cases.map((one) => h("li", {}, button([h("strong", { lang: koreanOnly() }, one.title), h("span", { lang: koreanOnly() }, one.stage_title)], () => app.go("mycase", { id: one.id }), { kind: "way" }))));
}

/** What codes are made of: no sign that looks like another. */
const CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The code that a counsellor gave: with it the case belongs to this session. */
function codeForm(app) {
  const input = h("input", { type: "text", autocomplete: "one-time-code", maxlength: 12, spellcheck: "false", autocapitalize: "characters" });
  const line = field(t("case.code"), input, { hint: t("case.hint"), extra: app.view.shared && letterpad(input, CODE_SIGNS) });
  const problem = h("div", {});
  let tried = { code: null, key: null };
  const take = async () => {
    problem.replaceChildren();
    line.fail("");
    const code = input.value.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
    if (!/^[0-9A-Z]{10}$/.test(code)) {
      line.fail(t("case.bad"));
      return;
    }
    if (tried.code !== code) tried = { code, key: onceKey() };
    try {
      const { value } = await app.api.patiently("POST", app.answers.path("/cases"), { body: { code }, key: tried.key });
      await app.go("mycase", { id: value.id }, { replace: true });
    } catch (error) {
      if (error.status === 404 || error.status === 422) line.fail(error.problem?.detail && error.status === 404 ? error.problem.detail : t("case.wrong"));
      else problem.replaceChildren(trouble(error, take));
    }
  };
  return h(
    "form",
    {
      class: "case-code",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        take();
      },
    },
    note("info", h("p", {}, t("case.says"))),
    line.box,
    problem,
    h("div", { class: "row end" }, button(t("case.take"), take, { kind: "primary" })),
  );
}

function standing({ standing: now, missed }) {
  const kind = missed.count === 0 ? "good" : now.risk === "limit_reached" || now.revive_until ? "bad" : "info";
  return note(kind, h("p", { lang: koreanOnly() }, now.says), now.estimate && missed.count > 0 && h("p", { class: "hint" }, t("confirm")));
}

function money({ total, paid, left, credit, instalments, next_due: next, missed }) {
  const line = (name, value) => h("div", { class: "measure" }, h("dt", {}, t(`case.${name}`)), h("dd", {}, value));
  const count = (value) => h("data", { class: "figure", value, "data-unit": "count" }, t("case.times", { n: value }));
  return h(
    "section",
    {},
    h("h2", {}, t("case.money")),
    h("progress", { max: Math.max(total, 1), value: paid, "aria-label": t("case.progress") }),
    h(
      "dl",
      { class: "measures" },
      next && [line("next", dayText(next.on)), line("nextAmount", won(next.amount))],
      line("paid", won(paid)),
      line("left", won(left)),
      line("total", won(total)),
      credit > 0 && line("credit", won(credit)),
      line("instalments", [count(instalments.paid), " / ", count(instalments.count)]),
      missed.count > 0 && [line("missed", count(missed.count)), line("missedAmount", won(missed.amount))],
    ),
  );
}

/** Three words to the counsellors: kept, hard, pause. What the service answers is shown in its own sentence. */
function word(app, id) {
  const outcome = h("div", { role: "status" });
  const say = async (answer) => {
    try {
      const { value } = await app.api.patiently("POST", `/v1/cases/${encodeURIComponent(id)}/answers`, { body: { answer }, key: onceKey() });
      const ways = value.ways ?? [];
      outcome.replaceChildren(note("good", h("p", { lang: koreanOnly() }, value.says), ways.length > 0 && h("ul", { lang: koreanOnly() }, ways.map((one) => h("li", {}, one.title)))));
    } catch (error) {
      outcome.replaceChildren(trouble(error, () => say(answer)));
    }
  };
  return h(
    "section",
    {},
    h("h2", {}, t("case.word")),
    h("div", { class: "row wide" }, ["kept", "hard", "pause"].map((answer) => button(t(`case.word.${answer}`), () => say(answer)))),
    outcome,
  );
}

/** What opens with time and payments, and when the public record may go. */
function ahead({ milestones, record_removal: removal, relief }) {
  const stone = ({ months, on, reached, opens }) =>
    h(
      "li",
      {},
      h("strong", {}, t("case.after", { n: months })),
      on && ` ${reached ? "" : `${t("about")} `}${dayText(on)}`,
      reached && ` · ${t("case.reached")}`,
      h("ul", { lang: koreanOnly() }, opens.map((one) => h("li", {}, one.title))),
    );
  return [
    milestones.length > 0 && h("section", {}, h("h2", {}, t("case.milestones")), h("ul", {}, milestones.map(stone))),
    removal && h("section", {}, h("h2", {}, t("case.removal")), removal.on && h("p", {}, `${t("about")} ${dayText(removal.on)}`), h("p", { lang: koreanOnly() }, removal.says)),
    relief.possible.length > 0 && h("section", {}, h("h2", {}, t("case.relief")), h("ul", { lang: koreanOnly() }, relief.possible.map((one) => h("li", {}, one.title))), h("p", {}, t("case.reliefHow"))),
  ];
}
