"""Bodies of the portfolio map: score one part that lies in S3, then add the tallies up and write the report.

Step Functions' distributed map (infra/portfolio.json) lists the parts under a prefix and calls `score_part` for each;
`add_up` runs once at the end. The scoring is that of one machine, rows, tallies and report included. Run again, a part
writes the same objects under the same keys, so a retry changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalicelib.score.portfolio.page import report
from chalicelib.score.portfolio.rows import BadFile, BadRow, Layout, read_csv
from chalicelib.score.portfolio.stress import SCENARIOS
from chalicelib.score.portfolio.tally import Scorer, from_json, merge


class BadJob(ValueError):
    """The job's settings or one of its parts cannot be used; the message is Korean."""


def score_part(event: Mapping[str, Any], s3: Any = None) -> dict[str, Any]:
    """Score one part: `{"job": {bucket, out, as_of, scenarios?, typical_limit?, delimiter?}, "part": {"Key": …}}`.

    Writes `<out>/tallies/<name>.json`, `<out>/scores/<name>.csv` and, where there are any, `<out>/bad/<name>.csv`;
    answers with the counts. Raises BadJob when the part as a whole cannot be read.
    """
    job, key = event["job"], event["part"]["Key"]
    client = s3 or _client()
    name = key.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    scores, bad = io.StringIO(newline=""), io.StringIO(newline="")
    score_rows, bad_rows = csv.writer(scores), csv.writer(bad)
    score_rows.writerow(["line", "id", "card", "points", "probability", "grade"])
    bad_rows.writerow(["part", "line", "column", "why"])

    def refused(row: BadRow) -> None:
        bad_rows.writerow([name, *row])

    def written(row: Any, found: dict[str, tuple[int, float, int]]) -> None:
        for kind, (points, chance, grade) in found.items():
            score_rows.writerow([row.line, row.id, kind, points, f"{chance:.6f}", grade])

    scorer = Scorer(
        date.fromisoformat(job["as_of"]),
        scenarios=_scenarios(job),
        typical_limit=job.get("typical_limit"),
        written=written,
        refused=refused,
    )
    body = client.get_object(Bucket=job["bucket"], Key=key)["Body"]
    try:
        for item in read_csv(_lines(body), job.get("delimiter", ",")):
            if not isinstance(item, Layout):
                scorer.add(item)
    except BadFile as why:
        raise BadJob(f"{name}: {why}") from None
    tally = scorer.finish()
    out = job["out"].rstrip("/")
    text = json.dumps(tally.to_json(), ensure_ascii=False, sort_keys=True)
    _put(client, job["bucket"], f"{out}/tallies/{name}.json", text, "application/json")
    _put(client, job["bucket"], f"{out}/scores/{name}.csv", scores.getvalue(), "text/csv")
    if tally.bad_rows:
        _put(client, job["bucket"], f"{out}/bad/{name}.csv", bad.getvalue(), "text/csv")
    return {"part": name, "rows": tally.rows, "bad_rows": tally.bad_rows}


def add_up(event: Mapping[str, Any], s3: Any = None) -> dict[str, Any]:
    """Add all tallies of a job and write `<out>/report.html`; answers with the counts and the report's key."""
    job = event["job"]
    client = s3 or _client()
    out = job["out"].rstrip("/")
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=job["bucket"], Prefix=f"{out}/tallies/")
    keys = sorted(o["Key"] for page in pages for o in page.get("Contents", []))
    if not keys:
        raise BadJob("계산된 부분이 없습니다. 파일이 놓인 자리를 확인해 주세요.")
    parts = (
        from_json(json.loads(client.get_object(Bucket=job["bucket"], Key=k)["Body"].read())) for k in keys
    )
    whole = merge(parts)
    page = report(whole, date.fromisoformat(job["as_of"]), f"{len(keys):,}개 파일")
    _put(client, job["bucket"], f"{out}/report.html", page, "text/html; charset=utf-8")
    return {
        "parts": len(keys),
        "rows": whole.rows,
        "bad_rows": whole.bad_rows,
        "report": f"{out}/report.html",
    }


def _scenarios(job: Mapping[str, Any]) -> list[str]:
    names = list(job.get("scenarios") or ())
    unknown = [n for n in names if n not in SCENARIOS]
    if unknown:
        raise BadJob(f"모르는 가정입니다: {', '.join(unknown)}")
    return names


def _lines(body: Any) -> Iterator[bytes]:
    """Lines of an S3 body as it streams, ends kept (csv needs them inside quotes)."""
    return iter(body.iter_lines(keepends=True))


def _put(client: Any, bucket: str, key: str, text: str, kind: str) -> None:
    client.put_object(Bucket=bucket, Key=key, Body=text.encode("utf-8"), ContentType=kind)


def _client() -> Any:
    import boto3

    return boto3.client("s3")
