// How the screen looks for this person: device size, letters, contrast, reach, motion. Nothing here is stored.

/**
 * What a device measures. `mm` is millimetres per CSS pixel (CSS "mm" is not physical), `glyph` the wanted height of a
 * Hangul glyph and `target` the wanted side of a button, both in millimetres. `shared` devices erase themselves.
 */
export const DEVICES = {
  "kiosk-32": { mm: 0.369, glyph: 12, target: 12, gap: 2.5, shared: true },
  "kiosk-27": { mm: 0.311, glyph: 12, target: 12, gap: 2.5, shared: true },
  "kiosk-24": { mm: 0.277, glyph: 12, target: 12, gap: 2.5, shared: true },
  "kiosk-21": { mm: 0.248, glyph: 12, target: 12, gap: 2.5, shared: true },
  "tablet-10": { mm: 0.17, glyph: 7.25, target: 12, gap: 2.5, shared: true },
  desktop: { mm: 0.27, glyph: 4.2, target: 12, gap: 2.5, shared: false },
  phone: { mm: 0.159, glyph: 2.5, target: 8, gap: 1.5, shared: false },
};

/** Height of a Hangul glyph in em of the fonts that the booth asks for. */
const GLYPH_EM = 0.868;

export const DEFAULTS = { theme: "light", size: 1, zoom: 100, low: false, still: false, lens: false };

export const SIZES = [1, 1.2, 1.45];
export const ZOOMS = [100, 125, 150, 200, 250, 300];
export const THEMES = ["light", "dark", "contrast"];

/** The device named in the address (`?device=kiosk-24`), or a guess from the screen. */
export function deviceFor(search, { width, touch }) {
  const wanted = new URLSearchParams(search).get("device");
  if (wanted && Object.hasOwn(DEVICES, wanted)) return wanted;
  if (touch && width >= 1000) return "kiosk-24";
  return width < 700 ? "phone" : "desktop";
}

/** Root letter size in CSS pixels so that a Hangul glyph reaches the device's height. */
export function rootPixels(device, { size, zoom }) {
  const { mm, glyph } = DEVICES[device];
  return (glyph / GLYPH_EM / mm) * size * (zoom / 100);
}

export class View {
  constructor(device, root = document.documentElement) {
    this.device = device;
    this.root = root;
    this.settings = { ...DEFAULTS };
    this.apply();
  }

  get shared() {
    return DEVICES[this.device].shared;
  }

  set(changes) {
    this.settings = { ...this.settings, ...changes };
    this.apply();
  }

  reset() {
    this.set(DEFAULTS);
  }

  apply() {
    const { theme, low, still, zoom } = this.settings;
    const { mm, target, gap } = DEVICES[this.device];
    const { root } = this;
    root.style.setProperty("--root", `${rootPixels(this.device, this.settings).toFixed(2)}px`);
    root.style.setProperty("--target", `${(target / mm).toFixed(2)}px`);
    root.style.setProperty("--gap", `${(gap / mm).toFixed(2)}px`);
    root.dataset.device = this.device;
    root.dataset.theme = theme;
    root.classList.toggle("low-reach", low);
    root.classList.toggle("still", still);
    root.classList.toggle("zoomed", zoom > 150);
  }
}
