// Is the service within reach? A banner says so, and waiting answers are tried again.

import { h } from "./h.js";
import { t } from "./words/index.js";

const SLOW_MS = 1_500;
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

export class Link {
  #open = 0;
  #slow = null;
  #round = 0;
  #timer = null;
  #unsent = false;

  constructor({ again }) {
    this.again = again;
    this.off = !navigator.onLine;
    this.wasOff = false;
    this.text = h("p", {});
    this.banner = h("div", { class: "banner", role: "status", hidden: true }, this.text);
    addEventListener("offline", () => this.#set(true));
    addEventListener("online", () => this.#try());
    this.#show();
  }

  /** What the API client notices about one request. */
  heard(what) {
    if (what === "sent") {
      this.#open += 1;
      this.#slow ??= setTimeout(() => this.#show("net.slow"), SLOW_MS);
      return;
    }
    this.#open -= 1;
    if (this.#open === 0) {
      clearTimeout(this.#slow);
      this.#slow = null;
    }
    this.#set(what === "silent");
  }

  /** Whether an answer has not reached the service yet. */
  waiting(unsent) {
    this.#unsent = unsent;
    if (unsent) this.#later();
    else {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#round = 0;
    }
    this.#show();
  }

  #set(off) {
    if (off) this.wasOff = true;
    this.off = off;
    this.#show();
  }

  #show(slow) {
    const name = this.off ? "net.off" : slow && this.#open > 0 ? slow : this.#unsent && this.#round > 1 ? "net.failed" : null;
    this.banner.hidden = name === null;
    this.text.textContent = name ? t(name) : "";
  }

  #later() {
    this.#timer ??= setTimeout(() => this.#try(), AGAIN_MS[Math.min(this.#round, AGAIN_MS.length - 1)]);
  }

  async #try() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#round += 1;
    if (!this.#unsent) {
      this.#set(!navigator.onLine);
      return;
    }
    if (!(await this.again())) this.#later();
  }
}
