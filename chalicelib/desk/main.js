// Login, the five lists, and where the keyboard is after each step.

import { Api } from "./api.js";
import { h } from "./dom.js";
import { LISTS } from "./lists.js";

const api = new Api();
const root = document.querySelector("#desk");
let status;

function say(text, bad = false) {
  status.className = bad ? "said bad" : "said";
  status.textContent = text;
}

function frame(main, nav) {
  status = h("div", { class: "said", role: "status", "aria-live": "polite" });
  const out = nav && h("button", { type: "button", onclick: leave }, "나가기");
  root.replaceChildren(h("header", {}, h("h1", {}, "다시봄 상담사 창구"), nav, out), h("main", { id: "main" }, status, main));
}

function leave() {
  api.logout();
  login();
}

function login(why) {
  const field = h("input", { type: "password", name: "token", autocomplete: "off", required: true, spellcheck: "false" });
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        api.login(field.value.trim());
        field.value = "";
        open(LISTS[0]);
      },
    },
    h("h2", {}, "직원 확인"),
    h("p", {}, "직원 토큰은 이 창의 메모리에만 둡니다. 새로 고치거나 나가면 다시 넣어야 합니다."),
    h("label", {}, "직원 토큰", field),
    h("button", { class: "main" }, "들어가기"),
  );
  frame(form, null);
  if (why) say(why, true);
  field.focus();
}

async function open(chosen, told = "") {
  const nav = h(
    "nav",
    { "aria-label": "창구의 목록" },
    LISTS.map((one) =>
      h("button", { type: "button", "aria-current": one === chosen ? "page" : null, onclick: () => open(one) }, one.title),
    ),
  );
  const title = h("h2", { tabindex: "-1" }, chosen.title);
  const place = h("div", {}, h("p", { class: "quiet" }, "불러오고 있습니다."));
  frame(h("section", {}, title, place), nav);
  title.focus();
  if (told) say(told);
  const again = (text) => open(chosen, text);
  try {
    place.replaceChildren(...(await chosen.show({ api, attempt: (work) => attempt(work, again), again })));
  } catch (error) {
    if (error.status === 401) login(error.message);
    else {
      place.replaceChildren();
      say(error.message, true);
    }
  }
}

/** Run what a button does; every button rests meanwhile, so that two presses are one. */
async function attempt(work, again) {
  const buttons = [...root.querySelectorAll("main button")].filter((one) => !one.disabled);
  buttons.forEach((one) => (one.disabled = true));
  try {
    await again(await work());
  } catch (error) {
    if (error.status === 401) return login(error.message);
    say(error.message, true);
    buttons.forEach((one) => (one.disabled = false));
  }
}

login();
