// The conversation: one question, one answer with its sources. The label tells who wrote it; a crisis comes first.

import { onceKey } from "../api.js";
import { dayText } from "../format.js";
import { h } from "../h.js";
import { microphone } from "../listen.js";
import { button, field, note, trouble } from "../parts.js";
import { ko } from "../words/ko.js";
import { t } from "../words/index.js";
import { askAbroad } from "./abroad.js";
import { contactLine, inKorean, koreanOnly } from "./options.js";

/** Questions to begin with, for those who cannot type here or do not know how to ask. They are asked in Korean. */
const IDEAS = ["talk.idea.stop", "talk.idea.apply", "talk.idea.account", "talk.idea.guarantor"];

export default async function talk(app) {
  const { answers, api } = app;
  const log = h("div", { class: "talk", role: "log", "aria-live": "polite", "aria-label": t("talk.log") });
  const { value } = await api.patiently("GET", answers.path("/messages"));
  for (const turn of value?.messages ?? []) log.append(...turnOf(app, turn));
  const input = h("textarea", { rows: 3, maxlength: 2000, autocomplete: "off" });
  const line = field(t("talk.ask"), input, { hint: t("talk.hint"), extra: microphone(input, { speaker: app.speaker }) });
  const problem = h("div", {});
  const ideas = h("div", { class: "row ideas" });
  const amounts = h("div", {});
  let waiting = null;

  const send = async (text = input.value.trim()) => {
    problem.replaceChildren();
    line.fail("");
    if (text === "") {
      line.fail(t("talk.empty"));
      return;
    }
    // A question asked again after a failure keeps its key: it is answered once.
    if (waiting?.text !== text) {
      waiting = { text, key: onceKey() };
      log.append(said(text));
    }
    try {
      const { value: reply } = await api.patiently("POST", answers.path("/messages"), { body: { text }, key: waiting.key });
      waiting = null;
      input.value = "";
      const answer = replied(app, reply);
      log.append(answer);
      suggest(reply.suggestions ?? []);
      offer(reply.message_id, reply.confirm);
      answer.scrollIntoView({ block: "nearest" });
      app.speaker.say(reply.text, "ko");
    } catch (error) {
      problem.replaceChildren(trouble(error, error.status === 422 ? null : () => send(text)));
    }
  };
  const suggest = (texts) => ideas.replaceChildren(...texts.map((text) => button(text, () => send(text), { kind: "quiet", lang: koreanOnly() })));

  /** Amounts read from the question, noted only when the person says that they are right. */
  const offer = (message, offers) =>
    amounts.replaceChildren(
      ...(offers ?? [])
        .filter(({ patch }) => patch)
        .map((one) => note("info", h("p", { lang: koreanOnly() }, one.text), button(t("mic.right"), () => confirm(message, one)))),
    );
  const confirm = async (message, { patch }) => {
    problem.replaceChildren();
    try {
      await answers.save(patch);
      // A patch fits the answers as they were: those that are left are asked for anew.
      const { value: left } = await api.patiently("GET", answers.path(`/messages/${message}/offers`));
      offer(message, left.confirm);
    } catch (error) {
      problem.replaceChildren(trouble(error));
    }
  };

  if (!value?.messages?.length) {
    ideas.append(h("p", { class: "hint" }, t("talk.ideas")), ...IDEAS.map((name) => button(t(name), () => send(ko[name]), { kind: "quiet" })));
  }
  const asking = h("div", {});
  const consent = await askAbroad(app, (open) => {
    asking.hidden = !open;
  });
  return {
    title: t("start.talk"),
    where: t("start.talk"),
    content: [
      note("info", h("p", {}, t("talk.ai")), h("p", {}, t("talk.private"))),
      consent,
      log,
      fill(asking, amounts, ideas, h(
        "form",
        {
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            send();
          },
        },
        line.box,
        problem,
        h("div", { class: "row end" }, button(t("result.refer"), () => app.go("refer")), button(t("talk.send"), () => send(), { kind: "primary" })),
      )),
    ],
  };
}

function fill(box, ...content) {
  box.append(...content);
  return box;
}

function turnOf(app, turn) {
  return [turn.text && said(turn.text), turn.reply && replied(app, turn.reply)].filter(Boolean);
}

function said(text) {
  return h("div", { class: "turn mine" }, h("p", { class: "who" }, t("talk.me")), h("p", {}, text));
}

/** An answer: helplines first, then the text, then who wrote it and where it stands. */
function replied(app, reply) {
  const paragraphs = (reply.text ?? "").split(/\n+/).filter((line) => line.trim() !== "");
  return h(
    "div",
    { class: `turn ${reply.source ?? ""}` },
    h("p", { class: "who" }, t(`talk.source.${["model", "library", "safety", "handoff"].includes(reply.source) ? reply.source : "library"}`)),
    reply.safety?.contacts?.length > 0 && h("div", { class: "note urgent" }, reply.safety.contacts.map(contactLine)),
    inKorean(),
    h("div", { lang: koreanOnly() }, paragraphs.map((line) => h("p", {}, line))),
    reply.degraded && h("p", { class: "hint" }, t("talk.degraded")),
    reply.citations?.length > 0 &&
      h(
        "details",
        { class: "source" },
        h("summary", {}, t("result.source")),
        h(
          "ul",
          { lang: koreanOnly() },
          reply.citations.map((one) => h("li", {}, [one.title, one.article, one.as_of && dayText(one.as_of)].filter(Boolean).join(" · "))),
        ),
      ),
    reply.notice && h("p", { class: "hint", lang: koreanOnly() }, reply.notice),
    reply.handoff?.offered && button(t("result.refer"), () => app.go("refer"), { kind: "primary" }),
  );
}
