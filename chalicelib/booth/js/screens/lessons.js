// Short lessons: those that the person's own situation makes useful stand first; what is done is ticked.

import { h } from "../h.js";
import { button } from "../parts.js";
import { t } from "../words/index.js";
import { koreanOnly } from "./options.js";

export default async function lessons(app) {
  const own = app.answers.started;
  const { value } = await app.api.patiently("GET", own ? app.answers.path("/lessons") : "/v1/lessons");
  const list = value.lessons ?? [];
  const first = list.filter((one) => one.first);
  const rest = list.filter((one) => !one.first);
  const entry = (one) =>
    h(
      "li",
      {},
      button(
        [h("strong", { lang: koreanOnly() }, one.title), h("span", { lang: koreanOnly() }, one.says), one.done && h("span", { class: "done" }, t(one.right ? "lessons.right" : "lessons.done"))],
        () => app.go("lesson", { id: one.id }),
        { kind: "way told" },
      ),
      one.because && h("p", { class: "hint", lang: koreanOnly() }, one.because),
    );
  const block = (name, entries) => entries.length > 0 && h("section", {}, h("h2", {}, t(name)), h("ul", { class: "lesson-list" }, entries.map(entry)));
  return {
    title: t("start.lessons"),
    where: t("start.lessons"),
    left: t("lessons.progress", { done: list.filter((one) => one.done).length, all: list.length }),
    content: [h("p", {}, t("lessons.says")), block("lessons.first", first), block(first.length ? "lessons.rest" : "lessons.all", rest)],
  };
}
