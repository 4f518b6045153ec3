"""The queue worker: one ring, one case's turn. A ring that fails alone is given back alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.cases.deliver import deliver, settle
from chalicelib.channels.base import Channel
from chalicelib.store.table import StoreError, Table

log = logging.getLogger("dasibom.send")


def work(
    table: Table, channels: Mapping[str, Channel], who: Mapping[str, str], now: datetime
) -> dict[str, int]:
    """One ring: counts of what was done. Raises StoreUnavailable; the ring then comes again."""
    if "reminder" in who:
        return settle(table, channels, who["case"], who["reminder"], now).counts
    return deliver(table, channels, who["case"], now).counts


def batch(
    table: Table,
    channels: Mapping[str, Channel],
    records: Iterable[Mapping[str, Any]],
    now: datetime,
    counts: dict[str, int] | None = None,
) -> dict[str, list[dict[str, str]]]:
    """The answer SQS expects with ReportBatchItemFailures: the ids of the messages to deliver again.

    counts: outcome -> number of messages, added to for the metrics.
    """
    failed: list[dict[str, str]] = []
    counts = {} if counts is None else counts
    for record in records:
        try:
            for outcome, number in work(table, channels, json.loads(record["body"]), now).items():
                counts[outcome] = counts.get(outcome, 0) + number
        except (StoreError, ValueError, LookupError) as error:
            log.warning(
                "ring failed: %s", type(error).__name__
            )  # the kind only: never whom or what it was about
            failed.append({"itemIdentifier": str(record["messageId"])})
    return {"batchItemFailures": failed}


def drain(
    table: Table, channels: Mapping[str, Channel], rung: list[dict[str, str]], now: datetime
) -> dict[str, int]:
    """On one machine: work through what a sweep rang. A failing ring is left to the next sweep."""
    total: dict[str, int] = {}
    while rung:
        who = rung.pop(0)
        try:
            done = work(table, channels, who, now)
        except (StoreError, LookupError) as error:
            log.warning("ring failed: %s", type(error).__name__)
            done = {"failed": 1}
        for name, number in done.items():
            total[name] = total.get(name, 0) + number
    return total
