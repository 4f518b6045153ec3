"""The fault matrix as a document: `python -m tests.reliability.matrix` writes docs/fault-matrix.md, and the table of
calls in docs/operations.md."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from chalicelib.web.inbound import SECRET as SECRET_NAME
from tests.security import support
from tests.store.support import moto_client

from . import calls, outside, wire, works
from .boundary import FAULTS
from .routes import KNOWN, Bench, Row
from .scene import SECRET

FILE = Path(__file__).parents[2] / "docs" / "fault-matrix.md"
HEAD = """# What happens when AWS fails

Made by `python -m tests.reliability.matrix` from runs against DynamoDB's and SQS's double; a test compares it with what
happens today. Every call that a route or function makes goes wrong in each way. Whoever asked does what the answer says:
after 503, a broken connection (–) or `in_progress` the same request is sent again. A cell names the answers in order.
In the end the table holds what one untroubled request leaves: nothing lost, nothing doubled. Names in brackets are the
same route for another caller or with other contents.
"""


BEYOND = """
## Messages and files

Through the clients that the functions make, over a wire to AWS's double. A message is followed for ten hours: `retry` and
`unknown` are settled by the sweep, `check` by a person of the desk, who says that it arrived or sends it again. A function
that failed on a file is called again, as Step Functions does it; the same bytes lie under the same names. In the end every
message was taken once and every file is there.
"""


@contextmanager
def aws() -> Iterator[tuple[Any, Any]]:
    """Clients of DynamoDB and SQS in this process, and the secret of a vendor of messages."""
    import boto3

    with mock.patch.dict(os.environ, {SECRET_NAME: SECRET}), moto_client() as client:
        yield client, boto3.client("sqs", "ap-northeast-2")


def page(routes: list[Row], functions: list[Row], beyond: list[Row]) -> str:
    """The document."""
    out = [HEAD, "## The ways to fail\n"]
    out += [f"- **{name}**: {what}" for name, what in FAULTS.items()]
    out += ["\n## Routes that write\n", *_table([r for r in routes if r.calls and not _reads(r)])]
    out += ["\n## Routes that read\n", *_table([r for r in routes if r.calls and _reads(r)])]
    silent = [f"`{r.name}`" for r in routes if not r.calls]
    out += ["\n## Routes that ask AWS nothing\n", ", ".join(silent) + "."]
    out += ["\n## Functions\n", *_table(functions)]
    out += [BEYOND, *(f"- **{name}**: {what}" for name, what in wire.FAULTS.items()), ""]
    out += _table(beyond, wire.FAULTS)
    if KNOWN:
        out += ["\n## Remarks\n", *(f"- `{name}`: {why}" for name, why in sorted(KNOWN.items()))]
    return "\n".join(out) + "\n"


def _reads(row: Row) -> bool:
    return row.name.startswith("GET")


def _table(rows: list[Row], known: Mapping[str, str] = FAULTS) -> list[str]:
    faults = [name for name in known if any(name in row.cells for row in rows)]
    out = ["| | calls | " + " | ".join(faults) + " |", "| --- |" * (len(faults) + 2)]
    out[1] = "| --- " * (len(faults) + 2) + "|"
    for row in rows:
        cells = [_cell(row.cells.get(fault, Counter())) for fault in faults]
        out.append(f"| `{row.name}` | {len(row.calls)} | " + " | ".join(cells) + " |")
    return out


def _cell(found: Counter[str]) -> str:
    return "; ".join(sorted(found))


def main() -> int:
    logging.disable(logging.CRITICAL)
    with aws() as (client, sqs):
        bench = Bench(client)
        routes = [row for route in support.routes() for row in bench.rows(route)]
        functions = [works.row(client, sqs, name) for name in works.NAMES]
    with outside.aws() as endpoint, tempfile.TemporaryDirectory() as folder:
        beyond = outside.rows(endpoint, Path(folder))
    FILE.write_text(page(routes, functions, beyond), encoding="utf-8")
    calls.write(routes)
    wrong = [
        f"{row.name}: {one}"
        for row in [*routes, *functions, *beyond]
        if row.name not in KNOWN
        for one in row.wrong
    ]
    print("\n".join(wrong) or f"wrote docs/{FILE.name}, docs/{calls.FILE.name}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
