// Figures in words. Every amount stands in a <data> element, so that any mode can be proven to show the same figures.

import { h } from "./h.js";
import { language } from "./words/index.js";

/** Whole won as Korean people say it: 10913652 -> "1,091만 3,652원". BigInt keeps amounts beyond 2^53 exact. */
export function wonText(amount, lang = language()) {
  const value = BigInt(amount);
  const sign = value < 0n ? "-" : "";
  let rest = value < 0n ? -value : value;
  if (lang === "en") return `${sign}KRW\u00a0${rest.toLocaleString("en-US")}`;
  if (rest === 0n) return "0원";
  const units = [["경", 10n ** 16n], ["조", 10n ** 12n], ["억", 10n ** 8n], ["만", 10n ** 4n]];
  const words = [];
  for (const [name, size] of units) {
    const part = rest / size;
    rest %= size;
    if (part) words.push(`${part.toLocaleString("en-US")}${name}`);
  }
  if (rest) words.push(rest.toLocaleString("en-US"));
  const text = words.join(" ");
  return sign + (rest ? `${text}원` : `${text} 원`);
}

export function won(amount) {
  return h("data", { class: "figure", value: amount, "data-unit": "won" }, wonText(amount));
}

export function monthsText(count, lang = language()) {
  const years = Math.floor(count / 12);
  const rest = count % 12;
  if (lang === "en") return years && !rest ? `${count} months (${years} yr)` : `${count} months`;
  if (years && !rest) return `${count}개월(${years}년)`;
  return years ? `${count}개월(${years}년 ${rest}개월)` : `${count}개월`;
}

export function months(count) {
  return h("data", { class: "figure", value: count, "data-unit": "months" }, monthsText(count));
}

/**
 * {low, high} of one unit as nodes; null means that it is not known yet. What does not rest on certain figures alone
 * is marked "about" even where both ends agree.
 */
export function range(bounds, show, words, certain = true) {
  if (!bounds || (bounds.low == null && bounds.high == null)) return h("span", { class: "unknown" }, words.unknownYet);
  const { low, high } = bounds;
  // A word or a sign stays beside its figure; the two ends of a range may stand on two lines.
  const gap = language() === "en" ? " " : "\u00a0";
  const end = (before, value, after) => h("span", { class: "bound" }, before && `${before}${gap}`, show(value), after && ` ${after}`);
  const whole = (...ends) => h("span", { class: "range" }, ends);
  if (low != null && high != null && String(low) === String(high)) return whole(end(!certain && words.about, low));
  if (high == null) return whole(end(null, low, words.orMore));
  if (low == null) return whole(end(null, high, words.orLess));
  return whole(end(words.about, low), " ", end("~", high));
}

export function percentText(value) {
  return `${value}%`;
}

/** 2026-11-22 -> "2026년 11월 22일(일)"; dates carry their weekday. */
export function dayText(iso, lang = language()) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  if (!parts) return String(iso ?? "");
  const [, year, month, day] = parts.map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  if (lang === "en") {
    const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    return `${iso.slice(0, 10)} (${names[weekday]})`;
  }
  return `${year}년 ${month}월 ${day}일(${"일월화수목금토"[weekday]})`;
}
