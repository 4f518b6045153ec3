// Whom to call. The numbers come from the dated law data by way of the generated table.

import { h } from "../h.js";
import { button, dialog } from "../parts.js";
import { CONTACTS } from "../words/contacts.js";
import { named, t } from "../words/index.js";

/** The telephone numbers in force on a day (ISO text), in the order of the table. */
export function contactsOn(day) {
  return CONTACTS.map(({ key, rows }) => {
    const row = rows.find(({ from, to }) => from <= day && (to === null || day <= to));
    return row && { key, ...row.value };
  }).filter(Boolean);
}

export function contactList() {
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  return h(
    "ul",
    { class: "contacts" },
    contactsOn(today).map(({ key, name, phone }) =>
      h("li", {}, h("span", {}, named("contacts", key, name)), " ", h("a", { class: "phone", href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone)),
    ),
  );
}

export function openHelp() {
  return dialog(t("help.title"), (close) => [
    h("p", {}, t("help.says")),
    contactList(),
    h("div", { class: "row end" }, button(t("close"), () => close(), { kind: "primary" })),
  ]);
}
