"""The channels against real servers: moto for SNS and SES, an HTTP vendor on a port, the outbox in the store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.channels.aws import SesEmail, SnsSms
from chalicelib.channels.base import NotAccepted, Outgoing, Refused, UnknownOutcome
from chalicelib.channels.choose import from_environment
from chalicelib.channels.doorbell import SqsDoorbell
from chalicelib.channels.outbox import Outbox, read
from chalicelib.channels.vendor import WebhookVendor, sign, verify
from chalicelib.store.table import Table
from tests.aftercare.support import Clock

from .vendor import SECRET, Vendor

SMS = Outgoing("r1", "sms", "01012345678", "[다시봄] 오늘은 약속한 날입니다.")
REGION = "ap-northeast-2"


@pytest.fixture
def aws() -> Iterator[None]:
    from moto import mock_aws

    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION=REGION)
    with mock_aws():
        yield


def test_sns_takes_a_korean_message_for_an_international_number(aws: None) -> None:
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.sns import sns_backends

    assert SnsSms("0212345678").send(SMS)
    sent = list(sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values())
    assert sent == [("+821012345678", SMS.text)]
    assert SnsSms().ask("r1") == "unknown"


def test_ses_sends_a_plain_text_with_its_subject(aws: None) -> None:
    import boto3
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses import ses_backends

    boto3.client("sesv2").create_email_identity(EmailIdentity="dasi@example.org")
    mail = Outgoing("r2", "email", "a@example.org", "내일은 약속한 날입니다.", "약속한 날이 다가옵니다")
    assert SesEmail("dasi@example.org").send(mail)
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert (message.subject, message.body) == (mail.subject, mail.text)


def test_ses_says_no_to_a_sender_that_is_not_verified(aws: None) -> None:
    with pytest.raises(Refused):
        SesEmail("nobody@example.org").send(Outgoing("r2", "email", "a@example.org", "x", "y"))


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("Throttling", 400, NotAccepted),
        ("InternalError", 500, UnknownOutcome),
        ("InvalidParameter", 400, Refused),
    ],
)
def test_what_aws_answers_decides_whether_it_may_be_tried_again(
    aws: None, code: str, status: int, error: type[Exception]
) -> None:
    from botocore.stub import Stubber

    channel = SnsSms()
    with Stubber(channel.client) as stub:
        stub.add_client_error("publish", code, http_status_code=status)
        with pytest.raises(error):
            channel.send(SMS)


def test_an_aws_endpoint_that_nobody_listens_on_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with pytest.raises(NotAccepted):
        SnsSms(endpoint="http://127.0.0.1:9").send(SMS)


def test_the_vendor_accepts_a_reference_once_and_can_be_asked(vendor: Vendor, clock: Clock) -> None:
    channel = WebhookVendor(vendor.address, SECRET, clock)
    assert channel.ask("r1") == "not_found"
    channel.send(SMS)
    channel.send(SMS)
    assert list(vendor.accepted) == ["r1"]
    assert vendor.accepted["r1"]["text"] == SMS.text
    assert channel.ask("r1") == "accepted"
    assert vendor.forged == 0


@pytest.mark.parametrize(
    ("mood", "error"),
    [("busy", NotAccepted), ("refuses", Refused), ("down", UnknownOutcome), ("silent", UnknownOutcome)],
)
def test_the_vendors_moods(vendor: Vendor, clock: Clock, mood: str, error: type[Exception]) -> None:
    vendor.mood = mood
    with pytest.raises(error):
        WebhookVendor(vendor.address, SECRET, clock, timeout=0.4).send(SMS)
    assert vendor.accepted == {}


def test_a_vendor_that_cannot_tell_leaves_it_unknown(vendor: Vendor, clock: Clock) -> None:
    vendor.mood = "forgets"
    assert WebhookVendor(vendor.address, SECRET, clock).ask("r1") == "unknown"
    assert WebhookVendor("http://127.0.0.1:9", SECRET, clock).ask("r1") == "unknown"


def test_a_wrong_secret_is_refused_by_the_vendor(vendor: Vendor, clock: Clock) -> None:
    with pytest.raises(Refused):
        WebhookVendor(vendor.address, "another secret", clock).send(SMS)
    assert vendor.forged == 1


def test_a_vendor_off_this_machine_must_use_tls(clock: Clock) -> None:
    for address in ("http://vendor.example.org", "ftp://x", "nonsense"):
        with pytest.raises(ValueError):
            WebhookVendor(address, SECRET, clock)


def test_a_signature_is_bound_to_body_path_and_time() -> None:
    stamp, body = "1790000000", "본문".encode()
    good = sign(SECRET, "POST", "/inbound", stamp, body)
    now = 1_790_000_000
    assert verify(SECRET, "POST", "/inbound", stamp, body, good, now)
    assert verify(SECRET, "POST", "/inbound", stamp, body, good, now + 300)
    assert not verify(SECRET, "POST", "/inbound", stamp, body, good, now + 301)
    assert not verify(SECRET, "POST", "/other", stamp, body, good, now)
    assert not verify(SECRET, "POST", "/inbound", stamp, body + b"x", good, now)
    assert not verify(SECRET, "POST", "/inbound", "now", body, good, now)
    assert not verify(SECRET, "POST", "/inbound", stamp, body, "가짜", now)
    assert not verify("", "POST", "/inbound", stamp, body, sign("", "POST", "/inbound", stamp, body), now)


def test_the_outbox_keeps_a_reference_once_and_shows_the_day(either: Table, clock: Clock) -> None:
    box = Outbox(either, clock.now)
    box.send(SMS)
    box.send(SMS)
    assert box.ask("r1") == "accepted"
    assert box.ask("r2") == "not_found"
    page = read(either, clock.now())
    assert [(item.data["text"], item.data["to"]) for item in page.items] == [(SMS.text, SMS.to)]


def test_a_message_is_never_shown_by_its_repr() -> None:
    assert "0101234" not in repr(SMS)
    assert "약속" not in repr(SMS)


def test_the_environment_chooses_the_channels(table: Table, clock: Clock) -> None:
    plain = from_environment(table, clock.now, {})
    assert {type(channel).__name__ for channel in plain.values()} == {"Outbox"}
    full: dict[str, Any] = {
        "MESSAGES_SMS": "sns",
        "MESSAGES_EMAIL": "ses",
        "MESSAGES_FROM": "a@example.org",
        "MESSAGES_VENDOR": "https://vendor.example.org",
        "MESSAGES_SECRET": "s",
    }
    chosen = from_environment(table, clock.now, full)
    assert {name: type(one).__name__ for name, one in chosen.items()} == {
        "outbox": "Outbox",
        "sms": "SnsSms",
        "alimtalk": "WebhookVendor",
        "email": "SesEmail",
    }
    for wrong in (
        {"MESSAGES_SMS": "pigeon"},
        {"MESSAGES_EMAIL": "ses"},
        {"MESSAGES_SMS": "vendor"},
        {"MESSAGES_VENDOR": "https://v.example.org"},
        {"MESSAGES_EMAIL": "pigeon"},
    ):
        with pytest.raises(ValueError, match="MESSAGES_"):
            from_environment(table, clock.now, wrong)


def test_the_doorbell_rings_through_sqs_ten_at_a_time(aws: None) -> None:
    import boto3

    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="ring")["QueueUrl"]
    SqsDoorbell(url).ring([{"case": f"c{i}"} for i in range(23)])
    count = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    assert count["Attributes"]["ApproximateNumberOfMessages"] == "23"
