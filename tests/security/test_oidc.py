"""Staff tokens of an identity provider, against a real server of keys and against `cryptography` as the judge."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.oidc import LEEWAY_SECONDS, MAX_LIFE_SECONDS, OidcSettings, OidcVerifier
from chalicelib.web.oidc_keys import ASK_SECONDS, FRESH_SECONDS, STALE_SECONDS, KeySet, fetch
from chalicelib.web.oidc_rsa import RsaKey, decode, key_of, verifies
from chalicelib.web.settings import from_environment
from local.issuer import AUDIENCE, Issuer, Key, b64, packed
from tests.web.support import running

NOW = 1_795_000_000
ROLES = ["counsellor"]


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    started = Issuer().start()
    yield started
    started.stop()


@pytest.fixture
def verifier(issuer: Issuer) -> OidcVerifier:
    return OidcVerifier(OidcSettings(issuer.url, AUDIENCE), lambda: NOW)


def test_a_good_token_is_a_member_of_staff_with_the_roles_we_know(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    staff = verifier.verify(issuer.token(["counsellor", "billing", "operator"], NOW))
    assert staff is not None
    assert (staff.id, staff.roles) == ("staff-0001", {"counsellor", "operator"})


BAD: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "billing"},
    "no audience": {"aud": []},
    "expired": {"iat": NOW - 4000, "nbf": NOW - 4000, "exp": NOW - LEEWAY_SECONDS},
    "not yet": {"nbf": NOW + LEEWAY_SECONDS + 1},
    "issued in the future": {"iat": NOW + LEEWAY_SECONDS + 1, "exp": NOW + 4000},
    "lives too long": {"exp": NOW + MAX_LIFE_SECONDS + 1},
    "ends before it begins": {"iat": NOW + 30, "exp": NOW + 20},
    "end is text": {"exp": str(NOW + 600)},
    "end is yes": {"exp": True},
    "end is not a number": {"exp": float("nan")},
    "no role": {"roles": []},
    "roles of others": {"roles": ["admin"]},
    "roles are a number": {"roles": 7},
    "no subject": {"sub": ""},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_a_signed_token_that_does_not_hold_is_nobody(
    issuer: Issuer, verifier: OidcVerifier, change: dict[str, Any]
) -> None:
    claims = issuer.claims(ROLES, NOW) | change
    assert verifier.verify(issuer.keys[0].token(claims)) is None


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "sub", "roles"])
def test_a_claim_that_is_missing_is_nobody(issuer: Issuer, verifier: OidcVerifier, claim: str) -> None:
    claims = issuer.claims(ROLES, NOW)
    del claims[claim]
    assert verifier.verify(issuer.keys[0].token(claims)) is None


def test_the_edges_of_time_are_to_the_second(issuer: Issuer) -> None:
    token = issuer.token(ROLES, NOW)
    for moment, good in ((NOW + 3600 + LEEWAY_SECONDS - 1, True), (NOW + 3600 + LEEWAY_SECONDS, False),
                         (NOW - LEEWAY_SECONDS, True), (NOW - LEEWAY_SECONDS - 1, False)):  # fmt: skip
        found = OidcVerifier(OidcSettings(issuer.url, AUDIENCE), lambda moment=moment: moment).verify(token)
        assert (found is not None) == good


def test_no_other_algorithm_is_taken_whatever_the_token_says(issuer: Issuer, verifier: OidcVerifier) -> None:
    key = issuer.keys[0]
    claims, jwk = issuer.claims(ROLES, NOW), key.jwk()
    for alg in ("none", "None", "HS256", "RS512", "PS256", "ES256", "rs256", None):
        assert verifier.verify(key.token(claims, alg=alg)) is None
    unsigned = f"{packed({'alg': 'none', 'kid': key.id})}.{packed(claims)}."
    assert verifier.verify(unsigned) is None
    # The public key as the secret of an HMAC: the classic confusion.
    head = f"{packed({'alg': 'HS256', 'kid': key.id})}.{packed(claims)}"
    seal = hmac.new(json.dumps(jwk).encode(), head.encode(), hashlib.sha256).digest()
    assert verifier.verify(f"{head}.{b64(seal)}") is None


def test_a_key_that_the_token_brings_along_is_not_looked_at(issuer: Issuer, verifier: OidcVerifier) -> None:
    own = Key()
    claims = issuer.claims(ROLES, NOW)
    for header in ({"jwk": own.jwk()}, {"jku": "http://127.0.0.1:1/keys"}, {"kid": issuer.keys[0].id}):
        assert verifier.verify(own.token(claims, **header)) is None
    assert verifier.verify(issuer.keys[0].token(claims, crit=["exp"])) is None


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: f"{b64(raw)}.{b64(raw)}.{b64(raw)}"))
def test_whatever_is_sent_as_a_token_is_nobody_and_never_an_error(text: str) -> None:
    keys = KeySet("https://login.example", load=lambda url: {"keys": []})
    assert (
        OidcVerifier(OidcSettings("https://login.example", AUDIENCE), lambda: NOW, keys).verify(text) is None
    )


def test_every_changed_letter_of_a_token_spoils_it(issuer: Issuer, verifier: OidcVerifier) -> None:
    token = issuer.token(ROLES, NOW)
    for place in range(0, len(token), 11):
        other = "A" if token[place] != "A" else "B"
        assert verifier.verify(token[:place] + other + token[place + 1 :]) is None


def test_an_address_of_mail_as_subject_is_kept_as_its_digest(issuer: Issuer, verifier: OidcVerifier) -> None:
    staff = verifier.verify(issuer.token(ROLES, NOW, sub="gildong@example.kr"))
    assert staff is not None and staff.id.startswith("d-") and "@" not in staff.id


def test_roles_may_stand_deeper_in_the_token(issuer: Issuer) -> None:
    settings = OidcSettings(issuer.url, AUDIENCE, roles_claim="realm_access.roles")
    token = issuer.token([], NOW, realm_access={"roles": ROLES})
    staff = OidcVerifier(settings, lambda: NOW).verify(token)
    assert staff is not None and staff.roles == {"counsellor"}


# --- keys --------------------------------------------------------------------------------------------------------
def test_a_new_key_is_found_and_a_withdrawn_one_stops_within_the_hour() -> None:
    time, old, new = Time(), Key(), Key()
    served = [old]
    asked: list[str] = []

    def load(url: str) -> dict[str, Any]:
        asked.append(url)
        return {"keys": [key.jwk() for key in served]}

    keys = KeySet("https://login.example", "https://login.example/keys", load, time)
    assert keys.find(old.id) == key_of(old.jwk()) and len(asked) == 1
    served[:] = [new]
    time.at = ASK_SECONDS
    assert keys.find(new.id) == key_of(new.jwk()) and len(asked) == 2
    assert keys.find(old.id) is None
    time.at += FRESH_SECONDS + 1
    served.clear()
    assert keys.find(new.id) is None and len(asked) == 3


def test_invented_key_ids_make_one_call_a_minute() -> None:
    asked: list[str] = []
    time = Time()
    keys = KeySet(
        "https://login.example", "https://x.example", lambda url: asked.append(url) or {"keys": []}, time
    )  # type: ignore[func-returns-value]
    for number in range(50):
        assert keys.find(str(number)) is None
    assert len(asked) == 1
    time.at = ASK_SECONDS
    keys.find("x")
    assert len(asked) == 2


def test_while_the_provider_is_away_known_keys_serve_for_some_hours() -> None:
    time, key = Time(), Key()
    away = False

    def load(url: str) -> dict[str, Any]:
        if away:
            raise OSError("no answer")
        return {"keys": [key.jwk()]}

    keys = KeySet("https://login.example", "https://x.example", load, time)
    assert keys.find(key.id) is not None
    away = True
    time.at = STALE_SECONDS
    assert keys.find(key.id) is not None
    time.at = STALE_SECONDS + 1
    assert keys.find(key.id) is None


def test_discovery_must_name_the_issuer_that_was_configured() -> None:
    other = {"issuer": "https://elsewhere.example", "jwks_uri": "https://elsewhere.example/keys"}
    key = Key()
    keys = KeySet(
        "https://login.example", load=lambda url: other if "well-known" in url else {"keys": [key.jwk()]}
    )
    assert keys.find(key.id) is None


@pytest.mark.parametrize("url", ["http://login.example/keys", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_keys_are_never_fetched_over_an_open_line(url: str) -> None:
    with pytest.raises(ValueError):
        fetch(url)
    with pytest.raises(ValueError, match="OIDC_JWKS_URL"):
        from_environment({"OIDC_ISSUER": "https://a.example", "OIDC_AUDIENCE": "x", "OIDC_JWKS_URL": url})


def test_an_issuer_needs_an_audience() -> None:
    with pytest.raises(ValueError, match="OIDC_AUDIENCE"):
        from_environment({"OIDC_ISSUER": "https://login.example"})


# --- the signature -----------------------------------------------------------------------------------------------
KEY = Key()
PUBLIC = key_of(KEY.jwk())


@given(st.binary(max_size=60), st.integers(0, 255), st.integers(1, 255))
def test_our_verdict_on_a_signature_is_that_of_the_library(message: bytes, place: int, mask: int) -> None:
    good = KEY.sign(message)
    assert verifies(PUBLIC, message, good)
    bad = bytearray(good)
    bad[place] ^= mask
    theirs = True
    try:
        KEY.private.public_key().verify(bytes(bad), message, PKCS1v15(), SHA256())
    except InvalidSignature:
        theirs = False
    assert verifies(PUBLIC, message, bytes(bad)) is theirs is False
    assert not verifies(PUBLIC, message + b"x", good)


def test_a_block_with_room_left_behind_the_digest_is_refused() -> None:
    """What made forgeries possible where the block was parsed: short padding and free bytes at its end."""
    numbers = KEY.private.private_numbers()
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(b"m").digest()
    blocks = {
        "free bytes behind": b"\x00\x01" + b"\xff" * 8 + b"\x00" + info,
        "no padding": b"\x00\x01\x00" + info,
        "other type": b"\x00\x02" + b"\xff" * (PUBLIC.size - len(info) - 3) + b"\x00" + info,
        "bare digest": b"\x00\x01" + b"\xff" * (PUBLIC.size - 35) + b"\x00" + hashlib.sha256(b"m").digest(),
    }
    for name, block in blocks.items():
        whole = int.from_bytes(block.ljust(PUBLIC.size, b"\x00"), "big")
        forged = pow(whole, numbers.d, PUBLIC.modulus).to_bytes(PUBLIC.size, "big")
        assert not verifies(PUBLIC, b"m", forged), name


def test_a_signature_of_another_length_or_beyond_the_modulus_is_refused() -> None:
    good = KEY.sign(b"m")
    beyond = int.from_bytes(good, "big") + PUBLIC.modulus
    for odd in (b"", good[:-1], b"\x00" + good, b"\xff" * PUBLIC.size):
        assert not verifies(PUBLIC, b"m", odd)
    if beyond.bit_length() <= PUBLIC.size * 8:
        assert not verifies(PUBLIC, b"m", beyond.to_bytes(PUBLIC.size, "big"))


def test_weak_and_foreign_keys_are_not_taken() -> None:
    good = KEY.jwk()
    small = b64((2**1023 + 1).to_bytes(128, "big"))
    changes: list[dict[str, str]] = [{"kty": "EC"}, {"use": "enc"}, {"alg": "RS512"}, {"n": small}, {"e": b64(b"\x01")},
               {"e": b64(b"\x03")}, {"n": b64((PUBLIC.modulus - 1).to_bytes(256, "big"))}, {"n": good["n"] + "="}]  # fmt: skip
    for change in changes:
        with pytest.raises(ValueError):
            key_of(good | change)
    curve = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    with pytest.raises((ValueError, KeyError)):
        key_of({"kty": "EC", "crv": "P-256", "x": str(curve.x), "y": str(curve.y)})


@given(st.binary(max_size=40))
def test_base64url_has_one_way_to_write_bytes(raw: bytes) -> None:
    assert decode(b64(raw)) == raw
    for odd in (b64(raw) + "=", b64(raw) + "\n", "+" + b64(raw)):
        with pytest.raises(ValueError):
            decode(odd)


def test_a_key_tells_its_size() -> None:
    assert RsaKey(2**2047 + 1, 65537).size == 256


# --- at the desk -------------------------------------------------------------------------------------------------
def test_a_desk_route_takes_the_providers_token_and_says_401_to_a_spoiled_one(
    issuer: Issuer, tmp_path: Path
) -> None:
    from tests.security import support

    route = next(r for r in support.routes("staff") if r.method == "GET")
    with running(tmp_path) as service:
        service.services.staff = OidcVerifier(OidcSettings(issuer.url, AUDIENCE), service.clock.epoch)
        token = issuer.token(sorted(route.roles), service.clock.epoch())
        assert support.ask(service, route, token).status in (200, 404)
        assert support.ask(service, route, token[:-4] + "AAAA").status == 401
        service.clock.move(hours=2)
        assert support.ask(service, route, token).status == 401
