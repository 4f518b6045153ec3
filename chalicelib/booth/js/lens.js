// The lens of the magnifier: a frame that follows finger, mouse or arrow keys and shows what lies beneath, larger.

import { h } from "./h.js";
import { t } from "./words/index.js";

const TIMES = 2;
const STEP = 40;

export class Lens {
  #box = null;
  #copy = null;
  #watch = null;
  #at = { x: 0, y: 0 };
  #drawn = 0;

  constructor(root) {
    this.root = root;
  }

  get shown() {
    return this.#box !== null;
  }

  show() {
    if (this.shown) return;
    this.#copy = h("div", { class: "lens-copy", "aria-hidden": "true", inert: true });
    this.#box = h("div", { class: "lens", tabindex: 0, role: "img", "aria-label": t("lens.label") }, this.#copy);
    document.body.append(this.#box);
    this.#at = { x: innerWidth / 2, y: innerHeight / 3 };
    this.#box.addEventListener("keydown", this.#keyed);
    addEventListener("pointermove", this.#moved, { passive: true });
    addEventListener("pointerdown", this.#moved, { passive: true });
    addEventListener("scroll", this.#place, { passive: true, capture: true });
    this.#watch = new MutationObserver(() => this.#later());
    this.#watch.observe(this.root, { subtree: true, childList: true, characterData: true, attributes: true });
    this.root.addEventListener("input", () => this.#later());
    this.#draw();
  }

  hide() {
    if (!this.shown) return;
    this.#watch.disconnect();
    removeEventListener("pointermove", this.#moved);
    removeEventListener("pointerdown", this.#moved);
    removeEventListener("scroll", this.#place, { capture: true });
    this.#box.remove();
    this.#box = this.#copy = null;
  }

  #moved = (event) => {
    this.#at = { x: event.clientX, y: event.clientY };
    this.#place();
  };

  #keyed = (event) => {
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#at = {
      x: Math.min(innerWidth, Math.max(0, this.#at.x + by[0])),
      y: Math.min(innerHeight, Math.max(0, this.#at.y + by[1])),
    };
    this.#place();
  };

  #later() {
    cancelAnimationFrame(this.#drawn);
    this.#drawn = requestAnimationFrame(() => this.shown && this.#draw());
  }

  #draw() {
    const copy = this.root.cloneNode(true);
    for (const node of [copy, ...copy.querySelectorAll("[id], [name], [for], [tabindex]")]) {
      for (const name of ["id", "name", "for", "tabindex"]) node.removeAttribute(name);
    }
    const typed = this.root.querySelectorAll("input, textarea");
    copy.querySelectorAll("input, textarea").forEach((field, index) => {
      field.value = typed[index].value;
      field.checked = typed[index].checked;
    });
    this.#copy.replaceChildren(copy);
    this.#copy.style.width = `${this.root.clientWidth}px`;
    this.#place();
  }

  /** Put the frame beside the point, so that the finger does not hide what it shows, and the copy under it. */
  #place = () => {
    if (!this.shown) return;
    const { x, y } = this.#at;
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const left = Math.min(Math.max(0, x - width / 2), innerWidth - width);
    const above = y - height - 24;
    const top = above >= 0 ? above : Math.min(y + 24, innerHeight - height);
    this.#box.style.transform = `translate(${left}px, ${top}px)`;
    const start = this.root.getBoundingClientRect();
    const move = `translate(${width / 2 - (x - start.left) * TIMES}px, ${height / 2 - (y - start.top) * TIMES}px)`;
    this.#copy.style.transform = `${move} scale(${TIMES})`;
  };
}
