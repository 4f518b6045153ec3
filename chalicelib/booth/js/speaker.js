// Reads the screen aloud: with a voice that lives on the device, else with prompts recorded at build time, never with a
// browser voice that sends text away. Where neither exists the control says so.

import { language } from "./words/index.js";

export const VOLUME = 0.6;

/** The readable text of a screen, in the order of the page, one entry per block. */
export function textsOf(root) {
  const blocks = "h1,h2,h3,p,li,dt,dd,legend,label,button,summary,figcaption,th,td";
  return [...root.querySelectorAll(blocks)]
    .filter((node) => !node.closest("[aria-hidden=true], .live, .skip, noscript") && node.checkVisibility())
    .filter((node) => !node.querySelector(blocks))
    .map((node) => [node.getAttribute("aria-label"), node.innerText].find((text) => text?.trim())?.replace(/\s+/g, " ").trim() ?? "")
    .filter((text) => text !== "");
}

export class Speaker {
  #queue = [];
  #audio = null;
  #prompts = null;
  #changed;

  constructor({ changed = () => {} } = {}) {
    this.#changed = changed;
    this.reset();
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#changed());
  }

  /** As the next person should find it: silent, at the usual volume. */
  reset() {
    this.stop();
    this.following = false;
    this.volume = VOLUME;
    this.last = [];
  }

  voice(lang = language()) {
    return (globalThis.speechSynthesis?.getVoices() ?? []).find((one) => one.localService && one.lang.toLowerCase().startsWith(lang)) ?? null;
  }

  /** "voice", "prompts" or null: how this device can read in the language of the screen. */
  async means() {
    if (this.voice()) return "voice";
    this.#prompts ??= await fetch("/booth/voice/manifest.json").then((answer) => (answer.ok ? answer.json() : {}), () => ({}));
    return Object.keys(this.#prompts[language()] ?? {}).length > 0 ? "prompts" : null;
  }

  async read(texts) {
    this.stop();
    this.last = texts;
    const means = await this.means();
    if (means === "voice") this.#speak(texts);
    else if (means === "prompts") this.#play(texts);
    return means;
  }

  /** One sentence, only for a person who is being read to. */
  say(text) {
    if (this.following) this.read([text]);
  }

  replay() {
    return this.read(this.last);
  }

  stop() {
    globalThis.speechSynthesis?.cancel();
    this.#audio?.pause();
    this.#audio = null;
    this.#queue = [];
  }

  #speak(texts) {
    const voice = this.voice();
    for (const text of texts) {
      const line = new SpeechSynthesisUtterance(text);
      Object.assign(line, { voice, lang: voice.lang, volume: this.volume, rate: 0.95 });
      speechSynthesis.speak(line);
    }
  }

  #play(texts) {
    const known = this.#prompts[language()];
    this.#queue = texts.map((text) => known[text]).filter(Boolean);
    const next = () => {
      const file = this.#queue.shift();
      if (!file) return;
      this.#audio = new Audio(`/booth/voice/${file}`);
      this.#audio.volume = this.volume;
      this.#audio.addEventListener("ended", next);
      this.#audio.play();
    };
    next();
  }
}
