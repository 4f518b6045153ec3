// Builds elements. Text always enters as text, never as markup, so hostile input can only be shown.

const SVG = "http://www.w3.org/2000/svg";

/**
 * h("p", { class: "note", onclick: fn }, "text", node, [more])
 * Attributes that are false, null or undefined are left out; true becomes an empty attribute.
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in element && element.localName !== "data") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

let counter = 0;

/** An id unused on this page, for joining a label with its field. */
export function uid(prefix = "i") {
  counter += 1;
  return `${prefix}${counter}`;
}

/** Turn a piece of server-made SVG text into elements, keeping only drawing elements and harmless attributes. */
export function safeSvg(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (parsed.localName !== "svg" || parsed.namespaceURI !== SVG) return null;
  const allowed = new Set("svg g path rect line polyline polygon circle ellipse text tspan title desc defs clipPath pattern".split(" "));
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.namespaceURI !== SVG || !allowed.has(node.localName)) return null;
    const made = document.createElementNS(SVG, node.localName);
    for (const { name, value } of node.attributes) {
      if (!/^(on|xlink|href|style|src)/i.test(name) && !/url\((?!#)/i.test(value)) made.setAttribute(name, value);
    }
    for (const child of node.childNodes) {
      const kept = copy(child);
      if (kept) made.append(kept);
    }
    return made;
  };
  return copy(parsed);
}
