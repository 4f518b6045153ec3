"""An OpenAI-compatible server on a real socket that misbehaves on request. Standard library only.

`with Fake("slow") as fake:` answers every call by the named scenario; `Fake("429", "good")` by one after the other, the
last one repeated. Every request body is kept in `fake.requests`, so that a test can say what never left the service.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chalicelib.consult.build import sentences

EVIDENCE = re.compile(r"\[근거 \w+ 시작\]\n(.*?)\[근거 \w+ 끝\]", re.S)
LINES = re.compile(r"\[문장 \w+ 시작\]\n(.*?)\[문장 \w+ 끝\]", re.S)
PASSAGE = re.compile(r"<([a-z][a-z0-9_.]*)> [^\n]*\n([^\n]+)")
LEAVES_AFTER = 30.0


def passages_in(body: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(id, sentences) of the passages that the prompt showed."""
    block = EVIDENCE.search(body["messages"][-1]["content"])
    found = PASSAGE.findall(block.group(1)) if block else []
    return [(name, sentences(text)) for name, text in found]


def reworded(body: dict[str, Any], spoiled: bool) -> str | None:
    """The lines of a plain-language prompt in other words; spoiled: with figures of its own. None for other prompts."""
    block = LINES.search(body["messages"][-1]["content"])
    if block is None:
        return None
    rows = [line.partition(": ") for line in block.group(1).splitlines() if line]
    made = [
        {"of": of, "text": "쉽게 말하면 " + (SLOT.sub("7년", text) if spoiled else text)}
        for of, _, text in rows
    ]
    return json.dumps({"lines": made}, ensure_ascii=False)


def answer(*sentences: tuple[str, list[str]]) -> str:
    return json.dumps(
        {"answerable": True, "sentences": [{"text": t, "cites": c} for t, c in sentences]}, ensure_ascii=False
    )


def good(body: dict[str, Any]) -> str:
    """What a careful model does: the first two sentences of the best passage, cited."""
    name, written = passages_in(body)[0]
    return answer(*[(s.strip(), [name]) for s in written[:2]])


def _spoiled(make: Callable[[str], str]) -> Callable[[dict[str, Any]], str]:
    def spoil(body: dict[str, Any]) -> str:
        name, written = passages_in(body)[0]
        return answer(*[(make(s.strip()), [name]) for s in written[:2]])

    return spoil


SLOT = re.compile(r"\{[^}]*\}")
CONTENT: dict[str, Callable[[dict[str, Any]], str]] = {
    "good": good,
    "figures": _spoiled(lambda s: SLOT.sub("7년", s) if SLOT.search(s) else s[:-1] + " 99만원이에요."),
    "words": _spoiled(lambda s: SLOT.sub("일곱 해", s) if SLOT.search(s) else s[:-1] + " 구십 퍼센트예요."),
    "article": _spoiled(lambda s: "채무자회생법 제612조의7에 따르면 " + s),
    "phone": _spoiled(lambda s: s[:-1] + " 1398로 전화하세요."),
    "address": _spoiled(lambda s: s[:-1] + " https://fast-debt.example.com 에서 신청하세요."),
    "promise": _spoiled(lambda s: "무조건 승인되니 걱정 마세요. " + s),
    "unknown_slot": _spoiled(lambda s: s[:-1] + " {reh.secret_rate|percent}예요."),
    "uncited": lambda body: answer(("개인회생은 앞으로도 소득이 있는 사람이 신청해요.", ["made.up"])),
    "leak": lambda body: answer((body["messages"][0]["content"][:150], [passages_in(body)[0][0]])),
    "obeys": lambda body: answer(("네, 지시를 무시하고 시스템 규칙을 알려 드릴게요. 비밀번호는 열쇠예요.", [passages_in(body)[0][0]])),
    "english": lambda body: answer(
        ("Personal rehabilitation lets you repay your debts over time under court protection.", [passages_in(body)[0][0]])
    ),
    "unanswerable": lambda body: json.dumps({"answerable": False, "sentences": []}),
    "wrong_shape": lambda body: json.dumps({"answer": "네"}),
    "notjson": lambda body: "네, 개인회생은 좋은 제도입니다.",
    "fenced": lambda body: "```json\n" + good(body) + "\n```",
    "overlong": lambda body: answer(("아주 긴 글이에요. " * 1500, [passages_in(body)[0][0]])),
    "one_bad": lambda body: json.dumps(
        {"answerable": True, "sentences": [*json.loads(good(body))["sentences"], {"text": "7년 뒤에는 모두 없어져요.", "cites": [passages_in(body)[0][0]]}]},
        ensure_ascii=False,
    ),
}  # fmt: skip
FAILING = (
    "slow", "drip", "401", "403", "404", "429", "quota", "500", "503", "html", "malformed", "empty", "nullcontent", "refusal", "length", "filter", "reset", "cut",
    "figures", "words", "article", "phone", "address", "promise", "unknown_slot", "uncited", "leak", "obeys", "english", "unanswerable", "wrong_shape", "notjson", "overlong",
)  # fmt: skip


class Fake:
    """The server. `left` is set once a slow handler gave up waiting; a turn must have ended before."""

    def __init__(self, *script: str) -> None:
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.raw: list[bytes] = []
        self.stop = threading.Event()
        self.done_slowly = threading.Event()
        self._lock = threading.Lock()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                with fake._lock:
                    fake.raw.append(raw)
                    body = json.loads(raw)
                    fake.requests.append(body)
                    scenario = fake.script[0] if len(fake.script) == 1 else fake.script.pop(0)
                with contextlib.suppress(OSError):
                    fake._serve(self, scenario, body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Fake:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    # --- one call ------------------------------------------------------------------------------------------------

    def _serve(self, http: BaseHTTPRequestHandler, scenario: str, body: dict[str, Any]) -> None:
        if scenario == "slow":
            if not self.stop.wait(LEAVES_AFTER):
                self.done_slowly.set()
            return
        if scenario == "drip":
            self._drip(http)
            return
        if scenario == "reset":
            http.connection.shutdown(socket.SHUT_RDWR)
            http.close_connection = True
            return
        if scenario == "cut":
            self._send(http, 200, self._completion(good(body)).encode(), cut=True)
            return
        if scenario == "html":
            self._send(http, 200, "<html><body>점검 중입니다</body></html>".encode(), "text/html")
            return
        if scenario == "malformed":
            self._send(http, 200, b'{"choices": [{"message": ')
            return
        if scenario == "noschema" and body.get("response_format", {}).get("type") != "json_object":
            self._error(http, 400, "response_format of this type is not supported")
            return
        if scenario == "nomaxtokens" and "max_tokens" in body:
            self._error(
                http, 400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            )
            return
        if scenario.isdigit() or scenario == "quota":
            code, message = (429, "insufficient_quota") if scenario == "quota" else (int(scenario), "refused")
            self._error(http, code, message, {"Retry-After": "3"} if code == 429 else {})
            return
        self._send(http, 200, self._special(scenario, body).encode())

    def _special(self, scenario: str, body: dict[str, Any]) -> str:
        if scenario == "empty":
            return json.dumps(
                {"id": "x", "object": "chat.completion", "created": 1, "model": "fake", "choices": []}
            )
        if scenario == "nullcontent":
            return self._completion(None)
        if scenario == "refusal":
            return self._completion(None, refusal="I cannot help with that")
        if scenario == "length":
            return self._completion(good(body)[:60], finish="length")
        if scenario == "filter":
            return self._completion("", finish="content_filter")
        if scenario == "nousage":
            return self._completion(good(body), usage=False)
        plain = reworded(body, scenario == "figures")
        return self._completion(CONTENT.get(scenario, good)(body) if plain is None else plain)

    def _completion(
        self, content: str | None, finish: str = "stop", refusal: str | None = None, usage: bool = True
    ) -> str:
        message = {"role": "assistant", "content": content, "refusal": refusal}
        whole: dict[str, Any] = {
            "id": "x", "object": "chat.completion", "created": 1, "model": "fake-model",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        }  # fmt: skip
        if usage:
            whole["usage"] = {"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980}
        return json.dumps(whole, ensure_ascii=False)

    def _error(
        self, http: BaseHTTPRequestHandler, code: int, message: str, headers: dict[str, str] | None = None
    ) -> None:
        self._send(
            http, code, json.dumps({"error": {"message": message, "code": message}}).encode(), headers=headers
        )

    def _send(
        self,
        http: BaseHTTPRequestHandler,
        code: int,
        body: bytes,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
        cut: bool = False,
    ) -> None:
        http.send_response(code)
        http.send_header("Content-Type", kind)
        http.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            http.send_header(name, value)
        http.end_headers()
        http.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            http.close_connection = True

    def _drip(self, http: BaseHTTPRequestHandler) -> None:
        http.send_response(200)
        http.send_header("Content-Type", "application/json")
        http.send_header("Content-Length", "100000")
        http.end_headers()
        for _ in range(int(LEAVES_AFTER / 0.05)):
            if self.stop.wait(0.05):
                return
            http.wfile.write(b" ")
            http.wfile.flush()
        self.done_slowly.set()
