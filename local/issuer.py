"""An identity provider for one machine: a real HTTP server with discovery, key set and tokens. Never packaged.

`python -m local.issuer` serves it and prints the settings for the service and a token; the tests use `Issuer`. It needs
the development set (`cryptography`).
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

AUDIENCE: Final = "dasibom-desk"


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def packed(document: Any) -> str:
    """A part of a token: JSON in base64url."""
    return b64(json.dumps(document).encode())


class Key:
    """One signing key of the provider."""

    def __init__(self, bits: int = 2048, key_id: str = "") -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa

        self.private = rsa.generate_private_key(65537, bits)
        self.id = key_id or secrets.token_hex(6)

    def jwk(self) -> dict[str, str]:
        public = self.private.public_key().public_numbers()
        modulus = public.n.to_bytes((public.n.bit_length() + 7) // 8, "big")
        exponent = public.e.to_bytes((public.e.bit_length() + 7) // 8, "big")
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": b64(modulus),
            "e": b64(exponent),
        }

    def sign(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.private.sign(message, PKCS1v15(), SHA256())

    def token(self, claims: dict[str, Any], **header: Any) -> str:
        """A signed token; `header` adds to or replaces what the head says."""
        head = packed({"alg": "RS256", "typ": "JWT", "kid": self.id, **header})
        signed = f"{head}.{packed(claims)}"
        return f"{signed}.{b64(self.sign(signed.encode()))}"


class Issuer:
    """The provider. `keys` may be changed while it runs; `asked` counts how often the key set was fetched."""

    def __init__(self, port: int = 0) -> None:
        self.keys = [Key()]
        self.asked = 0
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                raw = json.dumps(issuer.answer(self.path)).encode()
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )

    def answer(self, path: str) -> dict[str, Any]:
        """Discovery or key set."""
        if path.endswith("openid-configuration"):
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.asked += 1
        return {"keys": [key.jwk() for key in self.keys]}

    def start(self) -> Issuer:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(timeout=5)

    def claims(self, roles: Sequence[str], now: int, **more: Any) -> dict[str, Any]:
        """Claims of a good token of one hour; `more` replaces."""
        good = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "staff-0001",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "roles": list(roles),
        }
        return good | more

    def token(self, roles: Sequence[str], now: int, **more: Any) -> str:
        return self.keys[0].token(self.claims(roles, now, **more))


def main() -> int:
    """Serve until Ctrl-C."""
    issuer = Issuer().start()
    print(f"OIDC_ISSUER={issuer.url} OIDC_AUDIENCE={AUDIENCE}")
    print(issuer.token(["counsellor", "supervisor"], int(time.time())), flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        issuer.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
