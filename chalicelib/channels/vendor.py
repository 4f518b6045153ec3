"""A domestic message vendor behind a signed webhook (문자, 알림톡).

Every request is signed: HMAC-SHA256 over method, path, timestamp and body, with the shared secret. The vendor refuses
a reference that it has taken already, and tells what became of one. Standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from .base import NotAccepted, Outcome, Outgoing, Refused, UnknownOutcome

SIGNATURE = "X-Dasibom-Signature"
TIMESTAMP = "X-Dasibom-Timestamp"
WINDOW_SECONDS = 300


def sign(secret: str, method: str, path: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 of the request."""
    signed = b"\n".join([method.encode(), path.encode(), timestamp.encode(), body])
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(
    secret: str, method: str, path: str, timestamp: str, body: bytes, signature: str, now: int
) -> bool:
    """Whether a signed request is genuine and fresh (`now` in epoch seconds, five minutes either way)."""
    if not secret or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return False
    expected = sign(secret, method, path, timestamp, body)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


class WebhookVendor:
    """Channel over the vendor's HTTP address. `clock` gives epoch seconds for the signature."""

    def __init__(self, address: str, secret: str, clock: Callable[[], int], timeout: float = 5.0) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the vendor's address must be an http(s) URL")
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("the vendor's address must be https")
        self._parts, self._secret, self._clock, self._timeout = parts, secret, clock, timeout

    def send(self, message: Outgoing) -> str:
        """Hand over; 409 for a reference taken before counts as accepted. Raises NotAccepted, Refused, UnknownOutcome."""
        body = {
            "reference": message.reference,
            "channel": message.channel,
            "to": message.to,
            "text": message.text,
            "subject": message.subject,
        }
        status, answer = self._call("POST", "/messages", json.dumps(body, ensure_ascii=False).encode())
        if status in (200, 201, 202, 409):
            return str(answer.get("id", message.reference))[:100]
        if status in (429, 503):
            raise NotAccepted(f"vendor:{status}")
        if 400 <= status < 500:
            raise Refused(f"vendor:{status}")
        raise UnknownOutcome(f"vendor:{status}")

    def ask(self, reference: str) -> Outcome:
        """What the vendor knows of the reference."""
        try:
            status, _ = self._call("GET", f"/messages/{quote(reference, safe='')}", b"")
        except (NotAccepted, UnknownOutcome):
            return "unknown"
        return "accepted" if status == 200 else "not_found" if status == 404 else "unknown"

    def _call(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        path = self._parts.path.rstrip("/") + path
        timestamp = str(self._clock())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            TIMESTAMP: timestamp,
            SIGNATURE: sign(self._secret, method, path, timestamp, body),
        }
        connection = self._connection()
        try:
            try:
                connection.connect()
            except OSError:
                raise NotAccepted("vendor:unreachable") from None
            try:
                connection.request(method, path, body or None, headers)
                response = connection.getresponse()
                raw = response.read(65_536)
            except (OSError, http.client.HTTPException):
                raise UnknownOutcome("vendor:no-answer") from None
        finally:
            connection.close()
        try:
            answer = json.loads(raw or b"{}")
        except ValueError:
            answer = {}
        return response.status, answer if isinstance(answer, dict) else {}

    def _connection(self) -> http.client.HTTPConnection:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(host, port, timeout=self._timeout)
