// The main way of the app, gone with the client that is generated from the service's own OpenAPI document. It has to
// compile in strict mode and to run against the service whose address is the first argument.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Person = components["schemas"]["Person"];

const base = process.argv[2];
if (base === undefined) throw new Error("the address of the service is missing");

/** The answer of a call that has to succeed. */
function good<T>(result: { data?: T; error?: unknown; response: Response }): { value: T; response: Response } {
  const { data, error, response } = result;
  if (data === undefined) throw new Error(`${response.status} ${response.url} ${JSON.stringify(error)}`);
  return { value: data, response };
}

function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

const open = createClient<paths>({ baseUrl: base });
const told: Record<string, unknown> = {};

// A session with consent; the same key gives the same session.
const key = crypto.randomUUID();
const opening = { channel: "mobile", consents: { terms: true, ai_notice: true } } as const;
const start = { body: opening, params: { header: { "Idempotency-Key": key } } };
const session = good(await open.POST("/v1/sessions", start)).value;
const again = good(await open.POST("/v1/sessions", start)).value;
must(session.session_id === again.session_id, "the same key opened a second session");

const mine = createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ${session.token}` } });
const path = { session_id: session.session_id };

// Answers: read with their tag, changed with it, refused without the newest.
const first = good(await mine.GET("/v1/sessions/{session_id}/person", { params: { path } }));
must(first.value.next_questions.length > 0, "nothing is asked");
const tag = first.response.headers.get("ETag");
must(tag !== null, "the person has no ETag");
const person: Person = {
  age: 45,
  household_size: 4,
  dependants: 3,
  minor_children: 2,
  employment: "employee",
  monthly_income: 4_200_000,
  income_regular: true,
  debts: [
    { kind: "credit_loan", creditor: "bank", principal: 42_000_000, days_overdue: 110, monthly_payment: 900_000, annual_rate: 7.5, written_off: true },
    { kind: "card", creditor: "card", principal: 20_000_000, days_overdue: 110, monthly_payment: 600_000, annual_rate: 17.9, written_off: false },
  ],
  assets: [],
  new_debt_6m: 0,
  history: { none_before: true },
  statuses: [],
  hardships: [],
  legal_actions: [],
};
const change = { params: { path, header: { "If-Match": tag } }, body: person };
const changed = good(await mine.PATCH("/v1/sessions/{session_id}/person", change));
must(changed.value.person.monthly_income === 4_200_000, "the income was not kept");
const stale = await mine.PATCH("/v1/sessions/{session_id}/person", change);
must(stale.response.status === 412 && stale.error?.type === "urn:problem:stale", "an old tag was accepted");
const same = await mine.GET("/v1/sessions/{session_id}/person", {
  params: { path, header: { "If-None-Match": changed.response.headers.get("ETag") ?? "" } },
});
must(same.response.status === 304, "an unchanged person was sent again");

// The result, the comparison, the products, a lesson.
const assessment = good(await mine.GET("/v1/sessions/{session_id}/assessment", { params: { path } })).value;
const openWays = assessment.options.filter((option) => option.verdict === "open").map((option) => option.remedy);
must(openWays.includes("individual_rehabilitation"), `open: ${openWays.join()}`);
told.payment = assessment.options.find((option) => option.remedy === "individual_rehabilitation")?.estimate?.monthly_payment;
const comparison = good(await mine.GET("/v1/sessions/{session_id}/comparison", { params: { path } })).value;
must(comparison.ways.length >= openWays.length, "a way is missing in the comparison");
const products = good(await open.POST("/v1/products/matches", { body: { person } })).value;
told.products = products.products.length;
const lessons = good(await mine.GET("/v1/sessions/{session_id}/lessons", { params: { path } })).value.lessons;
must(lessons.length >= 12, "lessons are missing");

// The phone registers for push, and takes everything back at the end.
const registration = { token: "t".repeat(64), platform: "fcm", app_version: "1.0.0", consent: true } as const;
const device = good(await mine.PUT("/v1/sessions/{session_id}/push-tokens", { params: { path }, body: registration })).value;
must(device.state === "fresh", "a new device is not fresh");

// Faults come all at once, each with its pointer.
const faulty = { age: -1, household_size: 0, monthly_income: -5 };
const refusal = await open.POST("/v1/assessments", { body: { person: faulty } });
told.faults = refusal.error?.errors?.map((fault) => fault.pointer);

const erased = await mine.DELETE("/v1/sessions/{session_id}", { params: { path } });
must(erased.response.status === 204, "the session was not erased");
const gone = await mine.GET("/v1/sessions/{session_id}/person", { params: { path } });
must(gone.response.status === 404, "the session is still there");
console.log(JSON.stringify(told));
