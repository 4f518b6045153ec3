// Public loan and savings products beside the person's own answers: which fit, which do not, and why.

import { dayText } from "../format.js";
import { h } from "../h.js";
import { Unfit, inputFor } from "../inputs.js";
import { button, note } from "../parts.js";
import { asked, t } from "../words/index.js";
import { badge, contactLine, findingLine, findingsOf, inKorean, koreanOnly, sentence } from "./options.js";

const WHY = { open: "pass", unknown: "unknown", closed: "fail" };

export default async function products(app) {
  await app.answers.flush();
  // What only products ask is no part of the person; it lives as long as the session does.
  const body = { person: app.answers.person, answers: app.productAnswers };
  const { value } = await app.api.patiently("POST", "/v1/products/matches", { body });
  const rank = new Map((value.recommended ?? []).map((one, index) => [one.product, index]));
  const because = new Map((value.recommended ?? []).map((one) => [one.product, one.because]));
  const place = (one) => rank.get(one.product) ?? { open: 100, unknown: 200, closed: 300 }[one.verdict];
  const list = [...value.products].sort((a, b) => place(a) - place(b));
  const closed = list.filter((one) => one.verdict === "closed");
  const shown = list.filter((one) => one.verdict !== "closed");
  const says = (name, entries) => entries?.length > 0 && note("info", h("h2", {}, t(name)), inKorean(), h("ul", {}, entries.map((one) => h("li", {}, sentence(one)))));
  return {
    title: t("start.products"),
    where: t("start.products"),
    content: [
      h("p", { class: "as-of" }, t("result.asOf", { day: dayText(value.as_of) })),
      h("p", {}, t("products.says")),
      says("products.first", value.first),
      question(app, (value.next_questions ?? []).find((one) => !(one.of === "answers" ? app.productSkipped : app.answers.skipped).has(one.pointer))),
      shown.length ? h("div", { class: app.view.shared ? "cards single" : "cards" }, shown.map((one) => card(one, because.get(one.product)))) : h("p", {}, t("products.none")),
      closed.length > 0 && h("details", { class: "closed-list" }, h("summary", {}, t("products.closed", { n: closed.length })), h("div", { class: app.view.shared ? "cards single" : "cards" }, closed.map((one) => card(one)))),
      says("products.good", value.good_to_know),
      h("p", { class: "notice", lang: koreanOnly() }, value.notice),
    ],
  };
}

/** The question that would settle most, asked in place; what belongs to the person is asked on the usual screen. */
function question(app, next) {
  if (!next) return null;
  const own = next.of === "answers";
  const heading = h("h2", {}, t("products.ask"));
  if (!own) return note("info", heading, h("p", { lang: koreanOnly() }, asked(next)), button(t("products.answer"), () => app.go("ask", { question: next, then: "products" }), { kind: "primary" }));
  const input = inputFor(next.kind, next.asks, { options: next.options ?? [], pad: app.view.shared, speaker: app.speaker, topic: next.pointer });
  const again = () => app.go("products", {}, { replace: true });
  const answer = () => {
    input.fail("");
    try {
      const value = input.read();
      if (value === undefined) throw new Unfit(t("ask.need"));
      app.productAnswers[next.pointer.slice(1)] = value;
      return again();
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      input.fail(error.says);
      return undefined;
    }
  };
  const skip = () => {
    app.productSkipped.add(next.pointer);
    return again();
  };
  return h("section", { class: "note", "data-pointer": next.pointer }, heading, h("div", { lang: koreanOnly() }, input.box), h("div", { class: "row end" }, button(t("dontKnow"), skip), button(t("next"), answer, { kind: "primary" })));
}

function card(product, because) {
  const findings = findingsOf(product, WHY[product.verdict]);
  const fact = (name, label, says) => says && h("div", { class: "measure" }, h("dt", { lang: label ? koreanOnly() : null }, label ?? t(`products.${name}`)), h("dd", { lang: koreanOnly() }, says));
  return h(
    "article",
    { class: `card ${product.verdict}`, "data-product": product.product },
    h("div", { class: "card-head" }, because && h("p", { class: "first" }, t("result.recommended")), h("h2", { lang: koreanOnly() }, product.title), badge(product.verdict), inKorean()),
    h("dl", { class: "measures" }, fact("limit", product.limit_is, product.limit_says), fact("rate", null, product.rate_says), fact("term", null, product.term_says)),
    h(
      "div",
      {},
      because && h("p", { lang: koreanOnly() }, because),
      findings.length > 0 && h("details", {}, h("summary", {}, t({ open: "result.why", unknown: "result.ask", closed: "result.whyNot" }[product.verdict])), h("ul", { class: "findings" }, findings.map((one) => findingLine(one)))),
      product.notes?.length > 0 && h("details", {}, h("summary", {}, t("products.notes")), h("ul", { lang: koreanOnly() }, product.notes.map((one) => h("li", {}, one)))),
    ),
    h("div", {}, product.apply?.length > 0 && [h("h3", {}, t("products.where")), h("ul", { lang: koreanOnly() }, product.apply.map((one) => h("li", {}, one)))], (product.contacts ?? []).map(contactLine)),
  );
}
