// Which words the screen speaks: Korean, Korean in plain words, or English.

import { ko } from "./ko.js";

const loaded = { ko };
let now = "ko";
let easy = false;

/** "ko" or "en": what `lang` the document carries and how amounts are written. */
export function language() {
  return now;
}

export function isPlain() {
  return easy && now === "ko";
}

export async function speakIn(lang, plain = easy) {
  if (lang === "en") loaded.en ??= (await import("./en.js")).en;
  if (plain) loaded.plain ??= (await import("./plain.js")).plain;
  now = lang;
  easy = plain;
  document.documentElement.lang = lang;
}

/** The sentence of that name. `{holes}` are filled with text. A name that no table has is a defect and throws. */
export function t(name, holes = {}) {
  const text = (isPlain() && loaded.plain?.[name]) || loaded[now]?.[name] || ko[name];
  if (text === undefined) throw new Error(`no words named ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, hole) => String(holes[hole]));
}

/** A code's name in the language of the screen; the service's own label where there is no translation. */
export function named(kind, code, fallback = code) {
  const table = isPlain() ? loaded.plain?.codes?.[kind] : loaded[now]?.codes?.[kind];
  return table?.[code] ?? loaded[now]?.codes?.[kind]?.[code] ?? fallback;
}

/** "/debts/0/annual_rate" -> "/debts/annual_rate": one wording for every debt. */
function generic(question) {
  return (question.pointer ?? `/${question.fact}`).replace(/\/\d+(?=\/)/, "");
}

/** How the screen asks for a fact: plain or English wording where we have it, else the service's sentence. */
export function asked(question) {
  const pointer = generic(question);
  const table = isPlain() ? loaded.plain?.questions : now === "en" ? loaded.en?.questions : null;
  return table?.[pointer] ?? question.asks;
}

/** True where the text that `asked` gives is not in the language of the document. */
export function isForeign(question) {
  const pointer = generic(question);
  return now === "en" && !loaded.en?.questions?.[pointer];
}

/** The label of one part of an answer: translated where we have it, else the service's own. */
export function fieldLabel(pointer, label) {
  return (now === "en" && loaded.en?.questions?.[pointer]) || label;
}
