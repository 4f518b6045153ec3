// Builds elements. Text always enters as text, never as markup.

export function h(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** Name and value pairs in one line; those without a value are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("dl", { class: "facts" }, known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, String(value)))));
}

export function list(rows, empty) {
  return rows.length ? h("ul", { class: "rows" }, rows) : h("p", { class: "quiet" }, empty);
}

const DAYS = "일월화수목금토";

/** 2026-11-24 -> 2026. 11. 24.(화) */
export function day(text) {
  if (!text) return "";
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  return `${year}. ${month}. ${date}.(${DAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]})`;
}

export function moment(text) {
  return text ? `${day(text)} ${text.slice(11, 16)}` : "";
}
