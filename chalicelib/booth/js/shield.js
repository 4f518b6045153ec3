// What protects a person at a shared screen: the idle reset with its warning, and the curtain.

import { h } from "./h.js";
import { Idle, LIMITS } from "./idle.js";
import { button } from "./parts.js";
import { t } from "./words/index.js";

export class Shield {
  constructor(app) {
    this.app = app;
    this.box = null;
    this.idle = new Idle({
      warn: (left) => this.#warn(left),
      calm: () => this.#close(),
      out: () => app.wipe(),
    });
    // Leaving the page (closing, reloading, another address) is leaving the booth.
    addEventListener("pagehide", () => app.leave());
    addEventListener("pageshow", (event) => {
      if (event.persisted) app.wipe();
    });
  }

  /** Called for every screen: the clock runs as soon as there is something to forget. */
  watch(step) {
    if (step.name === "start" && !this.app.answers.started) this.idle.stop();
    else this.idle.start();
  }

  get longest() {
    return this.idle.limit === LIMITS.at(-1);
  }

  #warn(left) {
    if (this.box) {
      this.count.textContent = t("idle.left", { n: left });
      return;
    }
    this.count = h("p", { class: "count", role: "timer" }, t("idle.left", { n: left }));
    this.box = modal("idle", [
      h("h2", { id: "idle-title", tabindex: -1 }, t("idle.title")),
      h("p", { role: "alert" }, t("idle.says")),
      this.count,
      h(
        "div",
        { class: "row end" },
        !this.longest && button(t("idle.longer"), () => this.idle.stay({ longer: true })),
        button(t("idle.stay"), () => this.idle.stay(), { kind: "primary" }),
      ),
    ]);
    this.app.speaker.say(t("idle.says"));
  }

  #close() {
    this.box?.close();
    this.box?.remove();
    this.box = null;
  }

  /** Hide everything at once; the answers stay, the idle clock goes on. */
  curtain() {
    if (document.querySelector("dialog.curtain")) return;
    const root = document.documentElement;
    const title = document.title;
    document.title = t("brand");
    root.classList.add("curtained");
    this.app.speaker.stop();
    const box = modal("curtain", [
      h("h2", { id: "curtain-title", tabindex: -1 }, t("curtain.title")),
      h("p", {}, t("curtain.says")),
      button(t("curtain.open"), () => open(), { kind: "primary" }),
    ]);
    const open = () => {
      root.classList.remove("curtained");
      document.title = title;
      box.close();
      box.remove();
    };
  }
}

/** A dialog that only its own buttons close. */
function modal(kind, content) {
  const box = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": `${kind}-title`, oncancel: (event) => event.preventDefault() }, content);
  document.body.append(box);
  box.showModal();
  box.querySelector("h2").focus();
  return box;
}
