"""Verifying an RS256 signature (RFC 8017, RSASSA-PKCS1-v1_5 with SHA-256) with the standard library.

Verification holds no secret, so timing tells nothing. The block that a right signature must give is built and compared
whole; nothing in it is parsed, which is where forgeries of this scheme have come from. Why no library: see
docs/decisions/0010-staff-tokens-without-a-crypto-package.md. Tests compare it with `cryptography`. What must not enter:
private keys, signing, any other algorithm.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_SHA256: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of SHA-256 (RFC 8017, 9.2, note 1)."""
MIN_BITS: Final = 2048
MAX_BITS: Final = 8192
_BASE64URL: Final = re.compile(rb"[A-Za-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class RsaKey:
    """A public key: modulus and exponent."""

    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Bytes of the modulus."""
        return (self.modulus.bit_length() + 7) // 8


def decode(text: str) -> bytes:
    """Bytes of unpadded base64url. Raises ValueError for any other letter, padding or length."""
    raw = text.encode("ascii")
    if not _BASE64URL.match(raw) or len(raw) % 4 == 1:
        raise ValueError("not base64url")
    found = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    if base64.urlsafe_b64encode(found).rstrip(b"=") != raw:
        raise ValueError("not the one way to write these bytes")
    return found


def key_of(jwk: Mapping[str, Any]) -> RsaKey:
    """The key of a JWK (RFC 7518, 6.3.1). Raises ValueError, KeyError, TypeError for one that must not be used."""
    if jwk["kty"] != "RSA" or jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") != "RS256":
        raise ValueError("not a key for RS256")
    key = RsaKey(int.from_bytes(decode(jwk["n"]), "big"), int.from_bytes(decode(jwk["e"]), "big"))
    if not MIN_BITS <= key.modulus.bit_length() <= MAX_BITS or not key.modulus % 2:
        raise ValueError("a modulus of 2048 to 8192 bits is needed")
    if key.exponent % 2 == 0 or not 65537 <= key.exponent < 2**32:
        raise ValueError("an odd exponent from 65537 is needed")
    return key


def verifies(key: RsaKey, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's upon the message."""
    number = int.from_bytes(signature, "big")
    if len(signature) != key.size or number >= key.modulus:
        return False
    digest = _SHA256 + hashlib.sha256(message).digest()
    wanted = b"\x00\x01" + b"\xff" * (key.size - len(digest) - 3) + b"\x00" + digest
    found = pow(number, key.exponent, key.modulus).to_bytes(key.size, "big")
    return hmac.compare_digest(found, wanted)
