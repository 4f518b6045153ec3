// The lists of the desk: what each shows of a row and what can be done with it.

import { day, facts, h, list, moment } from "./dom.js";

const button = (text, onclick, kind = "") => h("button", { type: "button", class: kind || null, onclick }, text);

async function referrals({ api, attempt }) {
  const { value } = await api.call("GET", "/v1/desk/referrals");
  const move = (row, status, said) => () =>
    attempt(async () => {
      await api.call("PATCH", `/v1/desk/referrals/${row.id}`, { body: { status }, etag: `"${row.version}"` });
      return said;
    });
  const rows = value.referrals.map((row) =>
    h(
      "li",
      { class: row.urgency === "now" ? "row urgent" : "row" },
      h("h3", {}, row.urgency === "now" ? "급함 · " : "", row.status_title),
      facts([["번호", row.reference], ["접수", moment(row.opened_at)], ["연락 희망", row.callback], ["맡은 사람", row.by]]),
      h("pre", {}, row.summary),
      h(
        "div",
        { class: "acts" },
        row.status === "open" && button("맡기", move(row, "taken", "연결을 맡았습니다."), "main"),
        button("끝내기", move(row, "done", "연결을 끝냈습니다.")),
      ),
    ),
  );
  return [list(rows, "기다리는 연결이 없습니다.")];
}

async function risk({ api }) {
  const { value } = await api.call("GET", "/v1/desk/cases");
  const rows = value.cases.map((row) =>
    h(
      "li",
      { class: row.days_left <= 3 ? "row urgent" : "row" },
      h("h3", {}, `${row.title} · ${row.stage_title}`),
      facts([
        ["남은 날", row.days_left >= 0 ? `약 ${row.days_left}일` : `약 ${-row.days_left}일 지남`],
        ["실효될 수 있는 날", `${day(row.lapse_on)} 무렵`],
        ["담당", row.counsellor],
        ["열린 신청", row.open_reliefs.length || ""],
        ["사례", row.case_id],
      ]),
    ),
  );
  return [
    h("p", { class: "quiet" }, "남은 날은 알려진 기준으로 어림한 값입니다. 기관의 통지를 함께 확인해 주세요."),
    list(rows, "실효 기준에 가까운 사례가 없습니다."),
  ];
}

async function reliefs({ api, attempt }) {
  const { value } = await api.call("GET", "/v1/desk/relief-requests");
  return [list(value.requests.map((row) => relief(row, api, attempt)), "결정을 기다리는 신청이 없습니다.")];
}

function relief(row, api, attempt) {
  const path = `/v1/cases/${row.case_id}/relief-requests/${row.id}`;
  const because = h("input", { type: "text", maxlength: 300 });
  const key = crypto.randomUUID();
  const decide = (decision, said) => () =>
    attempt(async () => {
      const { etag } = await api.call("GET", path);
      const words = because.value.trim();
      await api.call("PATCH", path, { etag, key: `${key}-${decision}`, body: { decision, ...(words && { because: words }) } });
      return said;
    });
  // A rewritten plan needs its list of instalments: that is made where plans are made, not in one line here.
  const needsPlan = row.kind === "amend";
  return h(
    "li",
    { class: "row" },
    h("h3", {}, row.title),
    facts([["접수", moment(row.requested_at)], ["기간", row.months && `${row.months}개월`], ["미리 본 결과", VERDICT[row.precheck.status] ?? row.precheck.status], ["사례", row.case_id]]),
    h("ul", {}, (row.precheck.findings ?? []).map((one) => h("li", {}, `${FOUND[one.status] ?? ""} ${one.says}`))),
    row.note && h("pre", {}, row.note),
    h("label", {}, "까닭(본인에게 보입니다)", because),
    h(
      "div",
      { class: "acts" },
      !needsPlan && button("승인", decide("approve", "승인하고 본인에게 알렸습니다."), "main"),
      button("서류 요청", decide("ask_documents", "서류를 요청했습니다.")),
      button("거절", decide("reject", "거절하고 까닭을 본인에게 알렸습니다."), "stop"),
    ),
  );
}

const FOUND = { pass: "[맞음]", fail: "[맞지 않음]", unknown: "[확인 필요]", not_applicable: "[해당 없음]" };
const VERDICT = { pass: "요건에 맞음", fail: "요건에 맞지 않음", unknown: "확인이 필요함" };

async function outbox({ api }) {
  const { value } = await api.call("GET", "/v1/desk/outbox");
  const rows = value.messages.map((row) =>
    h("li", { class: "row" }, facts([["때", moment(row.at)], ["방법", row.channel], ["받는 곳", row.to]]), h("pre", {}, row.text)),
  );
  return [list(rows, "오늘 이 기기에 담긴 안내가 없습니다.")];
}

async function dead({ api, attempt }) {
  const found = await Promise.all(["dead", "check"].map((state) => api.call("GET", `/v1/desk/messages?state=${state}`)));
  const rows = found.flatMap(({ value }) => value.messages).map((row) => {
    const settle = (outcome, said) => () =>
      attempt(async () => {
        await api.call("POST", "/v1/desk/messages/decisions", { body: { case_id: row.case_id, id: row.id, outcome } });
        return said;
      });
    return h(
      "li",
      { class: "row" },
      h("h3", {}, `${row.title} · ${row.status === "dead" ? "보내지 못함" : "도착했는지 모름"}`),
      facts([["까닭", row.code], ["시도", `${row.attempts}번`], ["때", moment(row.at)], ["사례", row.case_id]]),
      h("div", { class: "acts" }, button("다시 보내기", settle("replay", "다시 보내도록 했습니다."), "main"), button("도착함", settle("arrived", "도착한 것으로 적었습니다."))),
    );
  });
  return [list(rows, "확인할 안내가 없습니다.")];
}

export const LISTS = [
  { title: "상담 연결", show: referrals },
  { title: "실효 위험", show: risk },
  { title: "도움 신청", show: reliefs },
  { title: "보낸 안내", show: outbox },
  { title: "보내지 못한 안내", show: dead },
];
