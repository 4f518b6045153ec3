// On the phone: take over what was answered at a booth, by the number on its screen.

import { onceKey } from "../api.js";
import { h } from "../h.js";
import { button, field, note, trouble } from "../parts.js";
import { t } from "../words/index.js";
import { spelled } from "./refer.js";

/** What was agreed to and passed on at the booth counts here too; without an answer the screens ask anew. */
async function learn({ answers, api }) {
  const ask = (below) => api.patiently("GET", answers.path(below)).then(({ value }) => value, () => null);
  const [referred, agreed] = await Promise.all([ask("/referrals"), ask("/consents")]);
  const waiting = referred?.referrals.find((one) => one.status !== "done");
  if (waiting) answers.referral = spelled(waiting.reference);
  if (agreed) answers.consents = Object.fromEntries(Object.entries(agreed.consents).map(([name, one]) => [name, one.given]));
}

export default function receive(app, { code = "" }) {
  const input = h("input", { type: "text", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 14, value: code });
  const number = field(t("receive.number"), input, { hint: t("receive.hint") });
  const problem = h("div", {});
  // One key for one number: when the answer is lost on the way, pressing again gets the same session.
  let tried = { code: null, key: null };
  const take = async () => {
    problem.replaceChildren();
    number.fail("");
    const plain = input.value.replace(/\D/g, "");
    if (plain.length !== 10) {
      number.fail(t("receive.bad"));
      return;
    }
    if (tried.code !== plain) tried = { code: plain, key: onceKey() };
    try {
      const { value } = await app.api.patiently("POST", "/v1/handovers", { body: { code: plain }, key: tried.key, token: null });
      app.answers.adopt(value);
      await app.answers.load();
      await learn(app);
      await app.go("result", {}, { replace: true });
    } catch (error) {
      if (error.status === 404 || error.status === 422) number.fail(t("receive.wrong"));
      else problem.replaceChildren(trouble(error, take));
    }
  };
  return {
    title: t("receive.title"),
    where: t("start.receive"),
    content: h(
      "form",
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          take();
        },
      },
      note("info", h("p", {}, t("receive.says"))),
      number.box,
      problem,
      h("div", { class: "row end" }, button(t("receive.take"), take, { kind: "primary" })),
    ),
  };
}
