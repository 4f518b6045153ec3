// Things to tick off: steps or papers of one way out. The ticks live as long as the session does.

import { h } from "../h.js";
import { sentence } from "./options.js";

/** `list` is "steps" or "documents"; a tick is the same one wherever the list is shown. */
export function checklist(app, option, list) {
  return h(
    "ul",
    { class: "checklist" },
    option[list].map((entry, index) => {
      const key = `${option.remedy}/${list}/${index}`;
      const box = h("input", {
        type: "checkbox",
        checked: app.ticked.has(key),
        onchange: () => (box.checked ? app.ticked.add(key) : app.ticked.delete(key)),
      });
      return h("li", {}, h("label", { class: "choice" }, box, h("span", {}, sentence(entry))));
    }),
  );
}
