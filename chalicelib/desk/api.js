// The one place that talks to the service. The staff token lives in this object and nowhere else: a reload forgets it.

export class Refused extends Error {
  constructor(status, problem) {
    super([problem?.title, problem?.detail, ...(problem?.errors ?? []).map((one) => one.detail)].filter(Boolean).join(" ") || `HTTP ${status}`);
    this.status = status;
  }
}

export class Api {
  #token = "";

  login(token) {
    this.#token = token;
  }

  logout() {
    this.#token = "";
  }

  async call(method, path, { body, etag, key } = {}) {
    const headers = { Accept: "application/json", Authorization: `Bearer ${this.#token}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (etag) headers["If-Match"] = etag;
    if (key) headers["Idempotency-Key"] = key;
    let answer;
    try {
      answer = await fetch(path, { method, headers, cache: "no-store", body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new Refused(0, { title: "서비스에 닿지 않습니다.", detail: "연결을 확인하고 다시 해 주세요." });
    }
    const value = await answer.json().catch(() => null);
    if (!answer.ok) throw new Refused(answer.status, value);
    return { value, etag: answer.headers.get("ETag") };
  }
}
