"""Faults at SNS, SES and S3, through the clients that the functions themselves make: what becomes of messages and files.

A message that surely was not taken goes again by itself; one of which nobody knows waits for a person of the desk, and
is never sent again by a machine. A part of a portfolio writes the same objects under the same names however often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest import mock
from uuid import uuid4

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cases import desk
from chalicelib.channels.aws import SesEmail, SnsSms
from chalicelib.channels.base import Channel
from chalicelib.functions.score_batch import BadJob, add_up, score_part
from chalicelib.store.sqlite import SqliteTable
from local.dynamodb import MotoServer, local_credentials
from tests.aftercare.support import Clock, enrolled, seoul
from tests.functions.world import World
from tests.score.people import csv_of, portfolio

from .routes import Row
from .wire import FAULTS, Wire

REGION: Final = "ap-northeast-2"
BUCKET: Final = "portfolio"
MESSAGES: Final = {"SNS: a text message": "sns", "SES: a letter": "sesv2"}
FILES: Final = ("S3: a part is scored", "S3: the parts are added up")
HOURS: Final = 10
"""Longer than the longest distance between two tries."""
MORE_THAN_TRIES: Final = 10
"""More faults in a row than the AWS library makes tries."""


@contextmanager
def aws() -> Iterator[str]:
    """The address of AWS's double, with what the functions need made in it."""
    local_credentials()
    moto = MotoServer()
    try:
        mail = boto3.client("sesv2", endpoint_url=moto.endpoint, region_name=REGION)
        mail.create_email_identity(EmailIdentity="dasi@example.org")
        yield moto.endpoint
    finally:
        moto.stop()


def rows(endpoint: str, folder: Path) -> list[Row]:
    """All rows of the matrix."""
    return [message_row(endpoint, folder, name) for name in MESSAGES] + [
        file_row(endpoint, name) for name in FILES
    ]


# --- messages ----------------------------------------------------------------------------------------------------
class Post:
    """One enrolled person, whose message of this morning goes over the wire."""

    def __init__(self, endpoint: str, folder: Path, service: str) -> None:
        self.wire = Wire(endpoint, service)
        self.clock = Clock(seoul("2026-01-05 09:00"))
        self.table = SqliteTable(folder / f"{uuid4()}.sqlite3", self.clock, "NORMAL")
        to: dict[str, Any] = {}
        channel: Channel = SnsSms("", REGION, self.wire.url)
        if service == "sesv2":
            channel = SesEmail("dasi@example.org", REGION, self.wire.url)
            to["addresses"] = [{"channel": "email", "to": "a@example.org", "confirmed": True}]
        self.world = World(self.table, self.clock, channel)
        self.case_id = enrolled(self.table, self.clock.now(), **to)
        self.clock.to("2026-01-05 10:05")

    def turn(self) -> None:
        self.world.work(self.world.sweep())

    def rest(self) -> None:
        """The hours after, with sweeps."""
        until = self.clock.moment + timedelta(hours=HOURS)
        while self.clock.moment < until:
            self.clock.on(minutes=31)
            self.turn()

    def status(self) -> str:
        (row,) = self.world.reminders(self.case_id).values()
        return str(row["status"])

    def waiting(self) -> list[dict[str, Any]]:
        """What the desk is asked to look at."""
        return desk.messages(self.table, "check")[0]

    def say(self, outcome: str) -> None:
        (row,) = self.waiting()
        desk.resolve(self.table, self.case_id, str(row["id"]), outcome, "staff:1", self.clock.now())
        self.clock.to("2026-01-06 10:05")
        self.turn()
        self.rest()

    def close(self) -> None:
        self.wire.down()
        self.table.close()


def message_row(endpoint: str, folder: Path, name: str) -> Row:
    """A message under each fault; in the end it was taken once, however it came to that."""
    made = Row(name, ["send"], 200)
    for fault in FAULTS:
        if fault == "broken off":
            continue  # an answer cut in half is an answer that did not come
        post = Post(endpoint, folder, MESSAGES[name])
        try:
            if fault == "unreachable":
                post.wire.down()
                post.turn()
                post.wire.up()
            else:
                post.wire.arm(0, fault)
                post.turn()
            first, taken = post.status(), len(post.wire.effects)
            post.wire.arm()
            post.rest()
            told = [first, post.status()]
            if told[-1] == "check":
                _judge(made, fault, len(post.wire.effects) == taken, "sent again though nobody knew")
                _judge(made, fault, len(post.waiting()) == 1, "the desk does not see it")
                post.say("arrived" if taken else "replay")
                told.append(post.status())
            _judge(made, fault, told[-1] == "sent", f"ended as {told}")
            _judge(made, fault, len(post.wire.effects) == 1, f"taken {len(post.wire.effects)} times")
            made.cells[fault] = Counter({" → ".join(dict.fromkeys(told)): 1})
        finally:
            post.close()
    return made


def _judge(row: Row, fault: str, holds: bool, why: str) -> None:
    if not holds:
        row.wrong.append(f"{fault}: {why}")


# --- files -------------------------------------------------------------------------------------------------------
class Bucket:
    """The bucket, seen directly and over the wire, with one part of a portfolio in it."""

    def __init__(self, endpoint: str, name: str) -> None:
        self.name, self.wire = name, Wire(endpoint, "s3")
        self.s3, self.over = (
            boto3.client("s3", endpoint_url=url, region_name=REGION) for url in (endpoint, self.wire.url)
        )
        with suppress(self.s3.exceptions.BucketAlreadyOwnedByYou):
            self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        body = csv_of(portfolio(20, seed=1)) + "broken,row\n"
        self.s3.put_object(Bucket=BUCKET, Key="in/part-0.csv", Body=body.encode())

    def clear(self) -> None:
        """As before the function ran: for the sum, with the part scored."""
        for key in self.stored():
            if key.startswith("out/"):
                self.s3.delete_object(Bucket=BUCKET, Key=key)
        if self.name == FILES[1]:
            assert self._work(FILES[0], self.s3) == "done"
        self.wire.arm()

    def run(self) -> str:
        return self._work(self.name, self.over)

    def stored(self) -> dict[str, bytes]:
        found = self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {one["Key"]: self.s3.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in found}

    @staticmethod
    def _work(name: str, s3: Any) -> str:
        job = {"bucket": BUCKET, "prefix": "in/", "out": "out/1", "as_of": "2026-11-24"}
        try:
            # The library's own tries, without its pauses.
            with mock.patch("botocore.endpoint.time.sleep", lambda seconds: None):
                if name == FILES[0]:
                    score_part({"job": job, "part": {"Key": "in/part-0.csv"}}, s3)
                else:
                    add_up({"job": job}, s3)
        except (ClientError, BotoCoreError):
            return "failed"
        except BadJob:
            return "taken for a bad file"
        return "done"


def file_row(endpoint: str, name: str) -> Row:
    """Each request to S3 under each fault; called again, as Step Functions does, the same bytes lie there."""
    bucket = Bucket(endpoint, name)
    try:
        bucket.clear()
        assert bucket.run() == "done"
        made, wanted = Row(name, list(bucket.wire.asked), 200), bucket.stored()
        for fault in FAULTS:
            for at, asked in enumerate(made.calls):
                if (fault == "broken off" and not asked.startswith("GET")) or (fault == "unreachable" and at):
                    continue
                for times in (1, MORE_THAN_TRIES) if at in (0, len(made.calls) - 1) else (1,):
                    _strike(made, bucket, fault, at, times)
                    _judge(made, fault, bucket.stored() == wanted, f"request {at}: other files")
        return made
    finally:
        bucket.wire.down()


def _strike(made: Row, bucket: Bucket, fault: str, at: int, times: int) -> None:
    bucket.clear()
    if fault == "unreachable":
        bucket.wire.down()
        answers = [bucket.run()]
        bucket.wire.up()
    else:
        bucket.wire.arm(at, fault, times)
        answers = [bucket.run()]
    bucket.wire.arm()
    if answers[-1] != "done":
        answers.append(bucket.run())
    made.cells.setdefault(fault, Counter())[" → ".join(answers)] += 1
    _judge(made, fault, answers[-1] == "done", f"request {at}: {answers}")
