// Public loan and savings products beside the person's own answers: which fit, which do not, and why.

import { dayText } from "../format.js";
import { h } from "../h.js";
import { button, note } from "../parts.js";
import { t } from "../words/index.js";
import { badge, contactLine, findingLine, findingsOf, koreanOnly, sentence } from "./options.js";

const ORDER = { open: 0, unknown: 1, closed: 2 };

export default async function products(app) {
  const { value } = await app.api.patiently("POST", "/v1/products/matches", { body: { person: app.answers.person } });
  const list = [...(value.products ?? value.matches ?? [])].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  const closed = list.filter((one) => one.verdict === "closed");
  const shown = list.filter((one) => one.verdict !== "closed");
  return {
    title: t("start.products"),
    where: t("start.products"),
    content: [
      value.as_of && h("p", { class: "as-of" }, t("result.asOf", { day: dayText(value.as_of) })),
      note("info", h("p", {}, t("products.says")), h("div", { class: "row" }, button(t("products.answer"), () => app.go(app.answers.started ? "ask" : "consent"), { kind: "primary" }))),
      shown.length ? h("div", { class: "cards" }, shown.map(card)) : h("p", {}, t("products.none")),
      closed.length > 0 && h("details", { class: "closed-list" }, h("summary", {}, t("products.closed", { n: closed.length })), h("div", { class: "cards" }, closed.map(card))),
      value.notice && h("p", { class: "notice", lang: koreanOnly() }, value.notice),
    ],
  };
}

function card(product) {
  const why = { open: "pass", unknown: "unknown", closed: "fail" }[product.verdict];
  const findings = findingsOf(product, why);
  const fact = (name, entry) => entry && h("div", { class: "measure" }, h("dt", {}, t(`products.${name}`)), h("dd", {}, sentence(entry)));
  return h(
    "article",
    { class: `card ${product.verdict}`, "data-product": product.product ?? product.id ?? "" },
    h("div", { class: "card-head" }, h("h2", { lang: koreanOnly() }, product.title ?? product.name), badge(product.verdict)),
    h("dl", { class: "measures" }, ["limit", "rate", "term", "where"].map((name) => fact(name, product[`${name}_says`] ?? (typeof product[name] === "string" ? product[name] : null)))),
    h("div", {}, findings.length > 0 && h("ul", { class: "findings" }, findings.map((one) => findingLine(one)))),
    h("div", {}, [product.contact].flat().map(contactLine)),
  );
}
