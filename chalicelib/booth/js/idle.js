// A shared device resets itself when nobody touches it: it warns 20 seconds before, and the time can be made longer.

export const LIMITS = [90, 180, 300];
export const WARN = 20;

export class Idle {
  #last = Date.now();
  #timer = null;
  #warned = false;

  /** `warn(seconds)` once per second from 20 s before the end, `calm()` when someone is there after all, `out()` at the end. */
  constructor({ warn, calm, out }) {
    Object.assign(this, { warn, calm, out });
    this.limit = LIMITS[0];
    for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
      addEventListener(sign, () => this.touch(), { passive: true, capture: true });
    }
  }

  start() {
    this.#last = Date.now();
    this.#timer ??= setInterval(() => this.#tick(), 1_000);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#calm();
    this.limit = LIMITS[0];
  }

  /** A sign of life. While the warning is shown only its own buttons count, so that a brushing sleeve keeps nothing. */
  touch() {
    if (!this.#warned) this.#last = Date.now();
  }

  stay({ longer = false } = {}) {
    if (longer) this.limit = LIMITS[Math.min(LIMITS.indexOf(this.limit) + 1, LIMITS.length - 1)];
    this.#last = Date.now();
    this.#calm();
  }

  #calm() {
    if (this.#warned) this.calm();
    this.#warned = false;
  }

  #tick() {
    const left = this.limit - Math.floor((Date.now() - this.#last) / 1_000);
    if (left <= 0) {
      this.stop();
      this.out();
    } else if (left <= WARN) {
      this.#warned = true;
      this.warn(left);
    }
  }
}
