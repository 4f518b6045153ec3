"""Secrets are named in the environment and fetched at the first use, seldom, quietly, and again after a rotation."""

from __future__ import annotations

import logging
import os
from typing import Any

import pytest

from chalicelib.channels.choose import from_environment as channels_from
from chalicelib.consult.llm import Settings as ModelSettings
from chalicelib.store.sqlite import SqliteTable
from chalicelib.vault import KEEP_SECONDS, RETRY_SECONDS, Environment
from chalicelib.web.clock import now
from chalicelib.web.services import Services

NAMED = {"STAGE": "prod", "OPENAI_API_KEY_REF": "arn:model", "MESSAGES_SECRET_REF": "arn:vendor"}


class Secrets:
    """Secrets Manager with one value, or none, and a count of how often it was asked."""

    def __init__(self, value: str | None) -> None:
        self.value, self.asked = value, 0

    def get_secret_value(self, SecretId: str) -> dict[str, Any]:
        self.asked += 1
        if self.value is None:
            raise RuntimeError("value-of-" + SecretId)
        return {"SecretString": self.value}


class Watch:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


def environment(secrets: Secrets, watch: Watch, **more: str) -> Environment:
    return Environment({**NAMED, **more}, lambda: secrets, watch)


def test_nothing_is_fetched_until_a_secret_is_read_and_then_once(watch: Watch) -> None:
    secrets = Secrets("sk-1\n")
    env = environment(secrets, watch)
    assert env["STAGE"] == "prod" and set(env) == set(NAMED) and len(env) == 3
    assert secrets.asked == 0
    assert [env["OPENAI_API_KEY"], env.get("OPENAI_API_KEY")] == ["sk-1", "sk-1"]
    assert secrets.asked == 1
    assert "sk-1" not in os.environ.values()


def test_a_rotated_secret_is_taken_up_when_the_old_one_has_been_kept_long_enough(watch: Watch) -> None:
    secrets = Secrets("old")
    env = environment(secrets, watch)
    assert env["OPENAI_API_KEY"] == "old"
    secrets.value = "new"
    watch.time += KEEP_SECONDS - 1
    assert env["OPENAI_API_KEY"] == "old"
    watch.time += 1
    assert env["OPENAI_API_KEY"] == "new"


def test_a_secret_that_cannot_be_read_counts_as_not_set_for_a_minute_and_tells_nothing(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = Secrets(None)
    env = environment(secrets, watch)
    with caplog.at_level(logging.WARNING):
        assert env.get("OPENAI_API_KEY", "") == ""
        assert env.get("OPENAI_API_KEY") is None
    assert secrets.asked == 1
    assert "arn:model" not in caplog.text and "RuntimeError" in caplog.text
    secrets.value = "back"
    watch.time += RETRY_SECONDS
    assert env["OPENAI_API_KEY"] == "back"


def test_a_secret_that_was_read_stays_in_use_while_the_service_is_away(watch: Watch) -> None:
    secrets = Secrets("held")
    env = environment(secrets, watch)
    assert env["OPENAI_API_KEY"] == "held"
    secrets.value = None
    watch.time += KEEP_SECONDS
    assert env["OPENAI_API_KEY"] == "held"


def test_a_value_in_the_environment_goes_before_a_reference_and_an_empty_secret_is_none(watch: Watch) -> None:
    secrets = Secrets("  ")
    assert environment(secrets, watch, OPENAI_API_KEY="own")["OPENAI_API_KEY"] == "own"
    assert secrets.asked == 0
    with pytest.raises(KeyError):
        environment(secrets, watch)["OPENAI_API_KEY"]
    with pytest.raises(KeyError):
        environment(secrets, watch)["NEVER_SET"]


def test_the_model_and_the_vendor_are_set_up_from_references(watch: Watch, tmp_path: Any) -> None:
    env = environment(
        Secrets("s"),
        watch,
        MODEL_TRANSFER="domestic",
        MESSAGES_VENDOR="https://vendor.example",
        MESSAGES_SMS="vendor",
    )
    settings = ModelSettings.from_environment(env)
    assert settings is not None and settings.api_key == "s"
    table = SqliteTable(tmp_path / "t.sqlite3", lambda: 0)
    channels = channels_from(table, now, env)
    assert channels["sms"] is channels["alimtalk"]
    table.close()


def test_a_service_has_one_model_until_its_key_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODEL_TRANSFER", "domestic")
    table = SqliteTable(tmp_path / "t.sqlite3", lambda: 0)
    services = Services(table)
    assert services.model() is None
    monkeypatch.setenv("OPENAI_API_KEY", "one")
    first = services.model()
    assert first is not None and services.model() is first
    monkeypatch.setenv("OPENAI_API_KEY", "two")
    assert services.model() is not first
    table.close()
