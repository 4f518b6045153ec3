// Voice input, only where the browser recognises speech on the device itself. Nothing said leaves the machine.

import { h } from "./h.js";
import { button } from "./parts.js";
import { spokenNumber } from "./numbers.js";
import { wonText } from "./format.js";
import { language, t } from "./words/index.js";

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const TAGS = { ko: "ko-KR", en: "en-US" };

/** Whether speech in the language of the screen is recognised here, without any server. */
export async function canListen(lang = language()) {
  if (typeof Recognition?.available !== "function") return false;
  try {
    return (await Recognition.available({ langs: [TAGS[lang]], processLocally: true })) === "available";
  } catch {
    return false;
  }
}

/**
 * A microphone beside a field. What was heard is shown and read back, and enters the field only when the person
 * confirms. `kind` "won" and "count" read numbers. Stays empty where speech cannot be recognised here.
 */
export function microphone(input, { kind = "text", speaker = null } = {}) {
  const box = h("div", { class: "microphone" });
  canListen().then((can) => can && box.append(ready()));

  function ready() {
    const state = h("p", { class: "hint", role: "status" });
    const confirm = h("div", {});
    const start = button(t("mic.start"), () =>
      new Promise((done) => {
        const hearing = new Recognition();
        Object.assign(hearing, { lang: TAGS[language()], processLocally: true, interimResults: false, maxAlternatives: 1 });
        hearing.onstart = () => {
          start.setAttribute("aria-pressed", "true");
          state.textContent = t("mic.on");
        };
        hearing.onresult = (event) => heard(event.results[0][0].transcript);
        hearing.onerror = () => {
          state.textContent = t("mic.failed");
        };
        hearing.onend = () => {
          start.setAttribute("aria-pressed", "false");
          if (state.textContent === t("mic.on")) state.textContent = "";
          done();
        };
        hearing.start();
      }), { "aria-pressed": "false" });

    function heard(text) {
      const number = kind === "won" || kind === "count" ? spokenNumber(text) : null;
      if ((kind === "won" || kind === "count") && number === null) {
        state.textContent = t("mic.noNumber");
        return;
      }
      const shown = kind === "won" ? wonText(number) : kind === "count" ? String(number) : text;
      state.textContent = t("mic.heard", { text: shown });
      speaker?.say(state.textContent);
      confirm.replaceChildren(
        h(
          "div",
          { class: "row" },
          button(t("mic.right"), () => {
            input.value = number === null ? text : String(number);
            input.dispatchEvent(new Event("input", { bubbles: true }));
            confirm.replaceChildren();
            state.textContent = "";
          }, { kind: "primary" }),
          button(t("mic.wrong"), () => {
            confirm.replaceChildren();
            state.textContent = "";
          }),
        ),
      );
    }
    return h("div", {}, start, state, confirm);
  }
  return box;
}
