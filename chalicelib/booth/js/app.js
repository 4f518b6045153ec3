// Which screen is shown, the way back, and what happens when the person leaves. State lives in this object only.

import { Answers } from "./answers.js";
import { Api, Offline, Problem } from "./api.js";
import { announcer, frame } from "./frame.js";
import { h } from "./h.js";
import { bindKeys } from "./keys.js";
import { Lens } from "./lens.js";
import { Link } from "./link.js";
import { button, dialog, trouble } from "./parts.js";
import { Shield } from "./shield.js";
import { Speaker, textsOf } from "./speaker.js";
import { language, speakIn, t } from "./words/index.js";
import { farewell, settle, wipeServer } from "./wipe.js";

const SCREENS = {
  start: () => import("./screens/start.js"),
  consent: () => import("./screens/consent.js"),
  ask: () => import("./screens/ask.js"),
  review: () => import("./screens/review.js"),
  result: () => import("./screens/result.js"),
  detail: () => import("./screens/detail.js"),
  handover: () => import("./screens/handover.js"),
  receive: () => import("./screens/receive.js"),
  talk: () => import("./screens/talk.js"),
  refer: () => import("./screens/refer.js"),
  products: () => import("./screens/products.js"),
  mycase: () => import("./screens/mycase.js"),
  lessons: () => import("./screens/lessons.js"),
  early: () => import("./screens/early.js"),
  lesson: () => import("./screens/lesson.js"),
};

export class App {
  constructor({ root, view }) {
    this.root = root;
    this.view = view;
    this.link = new Link({ again: () => this.resume() });
    this.api = new Api({ listen: (what) => this.link.heard(what) });
    this.live = announcer();
    this.speaker = new Speaker();
    this.lens = new Lens(root);
    this.epoch = 0;
    this.leaving = [];
    this.#fresh();
    this.shield = view.shared ? new Shield(this) : null;
    addEventListener("popstate", (event) => this.#popped(event.state));
    if (view.shared) this.#keypad();
    else addEventListener("beforeunload", (event) => !this.answers.empty && event.preventDefault());
  }

  #keypad() {
    const panel = (name) => async () => this.#panel(name);
    bindKeys({
      read: () => this.speaker.read(textsOf(document.querySelector("dialog[open]") ?? this.root)),
      replay: () => this.speaker.replay(),
      hush: () => this.speaker.stop(),
      curtain: () => this.shield.curtain(),
      help: panel("help"),
      back: () => this.back(),
      stop: () => this.here.name !== "start" && !document.querySelector("dialog[open]") && this.askToStop(),
      moved: (node) => this.speaker.say(node.getAttribute("aria-label") ?? node.innerText ?? ""),
    });
  }

  async #panel(name) {
    if (document.querySelector("dialog[open]")) return;
    if (name === "help") await (await import("./screens/help.js")).openHelp(this);
    else if (name === "view") await (await import("./screens/settings.js")).openSettings(this);
    else await (await import("./screens/voice.js")).openVoice(this);
  }

  #fresh() {
    this.epoch += 1;
    this.answers = new Answers(this.api, {
      channel: this.view.shared ? "booth" : "web",
      changed: () => this.link.waiting(this.answers?.waiting ?? false),
    });
    this.stack = [];
    this.assessment = null;
    this.seen = new Map();
    this.ticked = new Set();
    this.productAnswers = {};
    this.productSkipped = new Set();
  }

  /** Show a screen as a new step. The history of the browser learns only a number. */
  async go(name, params = {}, { replace = false } = {}) {
    const step = { name, params };
    if (replace && this.stack.length) this.stack[this.stack.length - 1] = step;
    else this.stack.push(step);
    const mark = { step: this.stack.length - 1, epoch: this.epoch };
    if (replace || this.stack.length === 1) history.replaceState(mark, "");
    else history.pushState(mark, "");
    await this.draw();
  }

  back() {
    if (this.stack.length > 1) history.back();
  }

  #popped(mark) {
    if (!mark || mark.epoch !== this.epoch || mark.step >= this.stack.length) {
      // A step of someone who has left: there is nothing to go back to.
      history.replaceState({ step: this.stack.length - 1, epoch: this.epoch }, "");
      return;
    }
    this.stack.length = mark.step + 1;
    this.draw();
  }

  get here() {
    return this.stack[this.stack.length - 1];
  }

  /** Draw the current step again, for instance after a change of language. */
  async draw() {
    const { epoch } = this;
    const step = this.here;
    for (const leave of this.leaving.splice(0)) leave();
    let screen;
    try {
      const make = (await SCREENS[step.name]()).default;
      screen = await make(this, step.params);
    } catch (error) {
      screen = { title: t("net.failed"), where: t("brand"), content: trouble(error, () => this.draw()) };
      if (!(error instanceof Problem || error instanceof Offline)) console.error(error);
    }
    if (epoch !== this.epoch || step !== this.here) return;
    const { heading, box } = frame({
      ...screen,
      back: this.stack.length > 1 ? () => this.back() : null,
      home: step.name !== "start" && !this.view.shared ? () => this.go("start") : null,
      actions: this.#actions(step),
      banner: this.link.banner,
      live: this.live.region,
    });
    this.root.replaceChildren(box);
    document.title = `${screen.title} - ${t("brand")}`;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
    this.shield?.watch(step);
    if (this.speaker.following) this.speaker.read(textsOf(this.root));
  }

  #actions(step) {
    const english = language() === "en";
    return [
      button(t("bar.view"), () => this.#panel("view")),
      button(t("bar.read"), () => this.#panel("voice")),
      button(t("bar.help"), () => this.#panel("help")),
      this.shield && button(t("bar.curtain"), () => this.shield.curtain()),
      button(english ? "한국어" : t("bar.language"), () => this.speak(english ? "ko" : "en"), { lang: english ? "ko" : "en" }),
      step.name !== "start" && button(t("bar.stop"), () => this.askToStop(), { kind: "stop" }),
    ];
  }

  async speak(lang, plain) {
    await speakIn(lang, plain);
    await this.draw();
  }

  /** Run when the next screen replaces this one. */
  onLeave(leave) {
    this.leaving.push(leave);
  }

  async resume() {
    const sent = await this.answers.flush();
    if (sent === "sent" && this.link.wasOff) this.live.say(t("net.back"));
    return sent === "sent";
  }

  async assess() {
    await this.answers.flush();
    const { value } = await this.api.patiently("GET", this.answers.path("/assessment"));
    this.assessment = value;
    return value;
  }

  /** The ways in one table with schedules and pictures. The result stands without it, so a failure is no failure. */
  async compare() {
    await this.answers.flush();
    try {
      return (await this.api.patiently("GET", this.answers.path("/comparison"))).value;
    } catch {
      return null;
    }
  }

  async askToStop() {
    const { referral } = this.answers;
    const back = h("input", { type: "checkbox" });
    const sure = await dialog(t("stop.title"), (close) => [
      h("p", {}, t("stop.says")),
      referral && [h("p", {}, t("stop.referral", { code: referral })), h("label", { class: "choice" }, back, h("span", {}, t("stop.referral.too")))],
      h("div", { class: "row end" }, button(t("stop.no"), () => close(false)), button(t("stop.yes"), () => close(true), { kind: "primary" })),
    ].flat());
    if (!sure) return;
    if (back.checked) this.answers.referral = null;
    await this.wipe();
  }

  /**
   * Leave nothing behind: blank first, then forget, then erase on the service, whose answer clears what the browser
   * keeps. Without a connection the erasing is tried again until it succeeds; the screen is blank meanwhile.
   */
  async wipe({ notice = null } = {}) {
    for (const leave of this.leaving.splice(0)) leave();
    this.root.replaceChildren();
    for (const open of document.querySelectorAll("dialog")) open.remove();
    document.documentElement.classList.remove("curtained");
    document.title = t("brand");
    this.live.region.textContent = "";
    this.lens.hide();
    this.speaker.reset();
    const debt = this.answers.drop();
    this.#fresh();
    this.link.waiting(false);
    this.view.reset();
    await speakIn("ko", false);
    settle();
    if (debt) wipeServer(this.api, debt);
    await this.go("start", { notice });
  }

  /** The page is going away: erase on the service with a request that outlives the page. */
  leave() {
    this.root.replaceChildren();
    const debt = this.answers.drop();
    if (debt) farewell(debt);
  }
}
