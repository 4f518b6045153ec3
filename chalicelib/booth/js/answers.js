// The answers of the person at this screen: kept in memory, sent as merge patches, never lost on the way.

import { Offline, Problem, onceKey } from "./api.js";

/** RFC 7396: what `patch` makes of `target`. */
export function merge(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const made = target !== null && typeof target === "object" && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete made[key];
    else made[key] = merge(made[key], value);
  }
  return made;
}

/** Two merge patches as one. Unlike `merge`, a null stays, because it still has to be sent. */
export function compose(first, second) {
  if (first === null || typeof first !== "object" || Array.isArray(first)) return second;
  if (second === null || typeof second !== "object" || Array.isArray(second)) return second;
  const made = { ...first };
  for (const [key, value] of Object.entries(second)) made[key] = key in made ? compose(made[key], value) : value;
  return made;
}

/** The merge patch that puts a value at a JSON Pointer. A merge patch replaces a list whole, so the list is copied. */
export function patchAt(pointer, value, person = {}) {
  const put = (place, [step, ...rest]) => {
    if (step === undefined) return value;
    if (!Array.isArray(place)) return { [step]: put(place?.[step], rest) };
    return place.map((entry, index) => (String(index) === step ? merge(entry, put(entry, rest)) : entry));
  };
  return put(person, steps(pointer));
}

export function valueAt(person, pointer) {
  return steps(pointer).reduce((place, step) => (place == null ? undefined : place[step]), person);
}

function steps(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Letters of the list of questions put aside that the service takes. */
const MOST_SKIPPED = 6_000;

export class Answers {
  #api;
  #session = null;
  #etag = null;
  #pending = null;
  #flight = null;
  #openKey = null;

  constructor(api, { channel = "web", changed = () => {} } = {}) {
    this.#api = api;
    this.channel = channel;
    this.changed = changed;
    this.person = {};
    this.questions = null;
    this.skipped = new Set();
    this.consents = null;
    this.referral = null;
  }

  get sessionId() {
    return this.#session?.session_id ?? null;
  }

  get started() {
    return this.#session !== null;
  }

  /** True while an answer has not reached the service. */
  get waiting() {
    return this.#pending !== null;
  }

  get empty() {
    return Object.keys(this.person).length === 0;
  }

  path(rest = "") {
    return `/v1/sessions/${encodeURIComponent(this.sessionId)}${rest}`;
  }

  /** Open a session with the consents given on the start screen. Safe to call again. */
  async open(consents = this.consents) {
    if (this.started) return;
    this.consents = consents;
    this.#openKey ??= onceKey();
    const body = { channel: this.channel, consents };
    const { value } = await this.#api.patiently("POST", "/v1/sessions", { body, key: this.#openKey });
    this.adopt(value);
  }

  /** Take over a session, a new one or one handed over from a booth. */
  adopt(session) {
    this.#session = session;
    this.#openKey = null;
    this.#etag = null;
    this.#api.hold(session.token);
  }

  /** Read what the service holds: answers, and which question is worth most now. */
  async load() {
    const { value, etag } = await this.#api.patiently("GET", this.path("/person"));
    this.#took(value, etag, true);
  }

  /** Note an answer and send it. Resolves to "sent" or "waiting"; an answer refused by the service throws Problem. */
  async save(patch) {
    this.person = merge(this.person, patch);
    this.#pending = this.#pending === null ? patch : compose(this.#pending, patch);
    this.changed();
    return this.flush();
  }

  async flush() {
    if (this.#pending === null && this.#flight === null) return "sent";
    this.#flight ??= this.#drain().finally(() => this.changed());
    return this.#flight;
  }

  /** The flight ends in the same breath as its last look at what is pending, so that no answer slips in between unsent. */
  async #drain() {
    let rounds = 0;
    try {
      while (this.#pending !== null) {
        const sending = this.#pending;
        try {
          if (!this.started) await this.open();
          if (this.#etag === null) await this.#learnVersion();
          const { value, etag } = await this.#api.call("PATCH", this.path("/person"), {
            body: sending,
            etag: this.#etag,
            type: "application/merge-patch+json",
          });
          // Answers typed meanwhile are in #pending as a longer patch; sending them again changes nothing.
          if (this.#pending === sending) this.#pending = null;
          this.#took(value, etag, false);
        } catch (error) {
          rounds += 1;
          if (error instanceof Offline || error.status >= 500 || error.status === 429) return "waiting";
          if (!(error instanceof Problem)) throw error;
          if (error.status === 412 && rounds < 4) this.#etag = null;
          else if ((error.status === 404 || error.status === 401) && rounds < 3) this.#startAgain();
          else {
            this.#pending = null;
            throw error;
          }
        }
      }
      return "sent";
    } finally {
      this.#flight = null;
    }
  }

  /** The session is gone on the service (expired): open a new one and send everything that was typed. */
  #startAgain() {
    this.#session = null;
    this.#etag = null;
    this.#api.forget();
    this.#pending = this.person;
  }

  async #learnVersion() {
    const { value, etag } = await this.#api.call("GET", this.path("/person"));
    this.#etag = etag;
    this.questions ??= value?.next_questions ?? null;
  }

  #took(value, etag, whole) {
    if (etag) this.#etag = etag;
    if (whole && value?.person && this.#pending === null) this.person = value.person;
    if (Array.isArray(value?.next_questions)) this.questions = value.next_questions;
  }

  /** The most valuable question neither answered nor put aside; null when none is left among those that are known. */
  next() {
    return this.open_questions()[0] ?? null;
  }

  /** As `next`, but when none is left, asks the service for those behind the ones that were put aside. */
  async nextOfAll() {
    if (this.next() === null && this.skipped.size > 0 && (await this.flush()) === "sent" && this.started) {
      let skip = "";
      for (const pointer of this.skipped) if (skip.length + pointer.length < MOST_SKIPPED) skip += `${skip && ","}${pointer}`;
      const { value } = await this.#api.patiently("GET", this.path(`/person?skip=${skip}`));
      if (Array.isArray(value?.next_questions)) this.questions = value.next_questions;
    }
    return this.next();
  }

  open_questions() {
    return (this.questions ?? []).filter(
      (question) => !this.skipped.has(question.pointer ?? question.fact) && valueAt(this.person, question.pointer ?? `/${question.fact}`) === undefined,
    );
  }

  /** Whether health may be asked: it needs a consent of its own. */
  get health() {
    return this.consents?.sensitive_data === true;
  }

  skip(question) {
    this.skipped.add(question.pointer ?? question.fact);
  }

  /** Forget everything here; what is needed to erase the session on the service is returned once. */
  drop() {
    // What was passed on to a counsellor stays with the counsellor, unless the person takes that back too.
    const debt = this.started ? { path: this.path(this.referral ? "?keep=referrals" : ""), token: this.#api.detach() } : null;
    this.#session = null;
    this.#etag = null;
    this.#pending = null;
    this.#openKey = null;
    this.person = {};
    this.questions = null;
    this.consents = null;
    this.referral = null;
    this.skipped = new Set();
    return debt;
  }
}
