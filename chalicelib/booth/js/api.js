// The one place that talks to the service. It keeps the token in memory only.

/** An answer that is an error: `problem` is the service's own document (Korean title and detail). */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem?.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem ?? {};
  }
}

/** No answer came: no network, or too late. */
export class Offline extends Error {}

const TOO_LATE_MS = 20_000;
const WORTH_ANOTHER_TRY = new Set([429, 502, 503, 504]);

export class Api {
  #token = null;

  constructor({ base = "", listen = () => {} } = {}) {
    this.base = base;
    this.listen = listen;
  }

  get open() {
    return this.#token !== null;
  }

  hold(token) {
    this.#token = token;
  }

  forget() {
    this.#token = null;
  }

  /** The right to use one session, detached from this client, so that erasing can go on after forgetting. */
  detach() {
    const token = this.#token;
    this.#token = null;
    return token;
  }

  async call(method, path, { body, etag, key, token = this.#token, type = "application/json", keepalive = false } = {}) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = type;
    if (token) headers.Authorization = `Bearer ${token}`;
    if (etag) headers["If-Match"] = etag;
    if (key) headers["Idempotency-Key"] = key;
    const answer = await this.#send(path, {
      method,
      headers,
      keepalive,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
    });
    const text = await this.#read(answer);
    const value = text && /json/.test(answer.headers.get("Content-Type") ?? "") ? parse(text) : text;
    if (!answer.ok) throw new Problem(answer.status, value);
    return { status: answer.status, value, etag: answer.headers.get("ETag") };
  }

  /** Try again while the network or an overloaded service is the cause; anything else is thrown at once. */
  async patiently(method, path, options = {}, tries = 3) {
    for (let round = 1; ; round += 1) {
      try {
        return await this.call(method, path, options);
      } catch (error) {
        const passing = error instanceof Offline || WORTH_ANOTHER_TRY.has(error.status);
        if (!passing || round >= tries) throw error;
        await new Promise((done) => setTimeout(done, 400 * 2 ** round));
      }
    }
  }

  async #send(path, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TOO_LATE_MS);
    this.listen("sent");
    try {
      const answer = await fetch(this.base + path, { ...options, signal: stop.signal });
      this.listen("answered");
      return answer;
    } catch (error) {
      this.listen("silent");
      throw new Offline(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(answer) {
    try {
      return await answer.text();
    } catch (error) {
      this.listen("silent");
      throw new Offline(String(error));
    }
  }
}

/** Amounts beyond 2^53 stay exact as BigInt; everything else is ordinary JSON. */
function exact(key, value, context) {
  const unsafe = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe && context?.source ? BigInt(context.source) : value;
}

function parse(text) {
  try {
    return JSON.parse(text, exact);
  } catch {
    return null;
  }
}

/** A fresh key for a request that must have its effect once. */
export function onceKey() {
  return crypto.randomUUID();
}
