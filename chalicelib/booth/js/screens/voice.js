// The reading-aloud panel: read this screen, again, stop, follow every screen, louder and softer.

import { h } from "../h.js";
import { button, dialog } from "../parts.js";
import { textsOf } from "../speaker.js";
import { t } from "../words/index.js";

export async function openVoice(app) {
  const { speaker } = app;
  const means = await speaker.means();
  const texts = textsOf(app.root);
  return dialog(t("bar.read"), (close) => {
    const shut = button(t("close"), () => close(), { kind: "primary" });
    if (means === null) return [h("p", { role: "alert" }, t("voice.missing")), h("div", { class: "row end" }, shut)];
    const volume = h("input", { type: "range", min: 0.1, max: 1, step: 0.1, value: speaker.volume, id: "volume", oninput: () => { speaker.volume = Number(volume.value); } });
    const follow = h("input", { type: "checkbox", checked: speaker.following, onchange: () => { speaker.following = follow.checked; } });
    return [
      h("p", {}, t(`voice.${means}`)),
      h("div", { class: "row" }, button(t("voice.read"), () => speaker.read(texts), { kind: "primary" }), button(t("voice.again"), () => speaker.replay()), button(t("voice.stop"), () => speaker.stop())),
      h("label", { class: "choice" }, follow, h("span", {}, t("voice.follow"))),
      h("div", { class: "field" }, h("label", { for: "volume" }, t("voice.volume")), volume),
      h("div", { class: "row end" }, shut),
    ];
  });
}
