// Reads the screen aloud: with a voice that lives on the device, else with prompts recorded at build time, never with a
// browser voice that sends text away. Where neither exists the control says so.

import { language } from "./words/index.js";

export const VOLUME = 0.6;

const BLOCKS = "h1,h2,h3,p,li,dt,dd,legend,label,button,summary,figcaption,th,td";
const SILENT = "[aria-hidden=true], p.live, .skip, noscript, svg";
const tidy = (text) => text.replace(/\s+/g, " ").trim();

/** The readable text of a screen, in the order of the page: what each block says, and in which language. */
export function textsOf(root) {
  const pieces = [];
  let open = null;
  const close = () => {
    open = null;
  };
  const say = (text, lang) => {
    if (open?.lang === lang) open.text += text;
    else pieces.push((open = { text, lang }));
  };
  // A block within a block (a list inside an entry) is read after what stands before it; a button's name and what it
  // says about itself are two.
  const read = (node, block) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (block && (open || node.data.trim() !== "")) say(node.data, langOf(node.parentElement));
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT) || !node.checkVisibility()) return;
    const own = node.matches(BLOCKS);
    const apart = own || node.matches("button > strong, button > strong + span");
    if (apart) close();
    const label = node.getAttribute("aria-label");
    if (label?.trim() && (own || (block && node.matches("[role=img]")))) say(`${label} `, langOf(node));
    else for (const child of node.childNodes) read(child, own ? node : block);
    if (apart) close();
  };
  read(root, null);
  return pieces.map(({ text, lang }) => ({ text: tidy(text), lang })).filter(({ text }) => text !== "");
}

const langOf = (node) => (node.closest("[lang]")?.lang || language()).slice(0, 2);

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

  /** `texts`: as `textsOf` gives them, or plain sentences in the language of the screen. */
  async read(texts) {
    this.stop();
    this.last = texts.map((one) => (typeof one === "string" ? { text: one, lang: language() } : one));
    const means = await this.means();
    if (means === "voice") this.#speak(this.last);
    else if (means === "prompts") this.#play(this.last);
    return means;
  }

  /** One sentence, only for a person who is being read to. */
  say(text, lang = language()) {
    if (this.following) this.read([{ text, lang }]);
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

  /** Text whose language this device has no voice for is left out: another voice would only make a noise of it. */
  #speak(texts) {
    for (const { text, lang } of texts) {
      const voice = this.voice(lang);
      if (!voice) continue;
      const line = new SpeechSynthesisUtterance(text);
      Object.assign(line, { voice, lang: voice.lang, volume: this.volume, rate: 0.95 });
      speechSynthesis.speak(line);
    }
  }

  #play(texts) {
    this.#queue = texts.map(({ text, lang }) => this.#prompts[lang]?.[text]).filter(Boolean);
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
