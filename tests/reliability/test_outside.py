"""SNS, SES and S3 failing under the functions that call them: nothing lost, nothing doubled, seen where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import outside
from .judge import holds, is_written


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with outside.aws() as made:
        yield made


@pytest.mark.parametrize("name", outside.MESSAGES)
def test_a_message_is_taken_once_whatever_its_service_answers(
    endpoint: str, tmp_path: Path, name: str
) -> None:
    row = outside.message_row(endpoint, tmp_path, name)
    holds(row)
    is_written(row)


@pytest.mark.parametrize("name", outside.FILES)
def test_the_files_of_a_portfolio_are_the_same_whatever_s3_answers(endpoint: str, name: str) -> None:
    row = outside.file_row(endpoint, name)
    assert row.calls
    holds(row)
    is_written(row)


def test_a_message_sent_again_blindly_would_be_seen(endpoint: str, tmp_path: Path) -> None:
    """The wire counts what the service took: two publications of one message are two."""
    post = outside.Post(endpoint, tmp_path, "sns")
    try:
        post.wire.arm(0, "no answer, effect")
        post.turn()
        assert (post.status(), len(post.wire.effects)) == ("unknown", 1)
        post.wire.arm()
        post.rest()
        (row,) = post.waiting()
        post.say("replay")  # a person decided so
        assert row["id"] and len(post.wire.effects) == 2
    finally:
        post.close()
