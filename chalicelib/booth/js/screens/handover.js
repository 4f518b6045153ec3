// From the booth to the phone: a picture code and a number, good once and for ten minutes. When the phone has it, the
// booth erases itself.

import { h, svg } from "../h.js";
import { note } from "../parts.js";
import { onceKey } from "../api.js";
import { t } from "../words/index.js";

const ASK_MS = 2_000;

export default async function handover(app) {
  const { answers, api } = app;
  await answers.flush();
  const { value } = await api.patiently("POST", answers.path("/handover"), { body: {}, key: onceKey() });
  const { encode } = await import("../../vendor/uqr.mjs");
  const address = new URL(value.url, location.origin).href;
  const left = h("p", { class: "count", role: "timer" });
  const ends = Date.parse(value.expires_at);
  const tick = setInterval(() => show(), 1_000);
  const show = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1_000));
    left.textContent = seconds > 0 ? t("handover.left", { n: Math.ceil(seconds / 60) }) : t("handover.over");
  };
  show();
  // The booth's own token dies when the phone takes over, so "not found" is the sign that the answers have moved.
  const ask = setInterval(async () => {
    try {
      await api.call("GET", answers.path("/handover"));
    } catch (error) {
      if (error.status === 404 || error.status === 401) await app.wipe({ notice: "handover.moved" });
    }
  }, ASK_MS);
  app.onLeave(() => {
    clearInterval(tick);
    clearInterval(ask);
  });
  return {
    title: t("handover.title"),
    where: t("result.where"),
    content: [
      h("ol", {}, ["scan", "press", "then"].map((name) => h("li", {}, t(`handover.${name}`)))),
      picture(encode(address, { ecc: "M", border: 4 }).data),
      h("p", {}, t("handover.number")),
      h("p", { class: "code" }, grouped(value.code)),
      left,
      note("info", h("p", {}, t("handover.safe"))),
    ],
  };
}

export function grouped(code) {
  return code.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
}

/** Black squares on white whatever the colours of the screen: cameras need that. */
function picture(rows) {
  const size = rows.length;
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return svg(
    "svg",
    { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": t("handover.picture"), "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: dark, fill: "#000" }),
  );
}
