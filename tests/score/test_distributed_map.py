"""The portfolio map as it is deployed, executed by moto's Step Functions over moto's S3, with our own handlers.

moto needs Docker to run a Lambda's code; here its invocation is answered by the very functions that the Lambda runs.
"""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

from chalicelib.functions import score_batch
from chalicelib.score.portfolio.rows import Layout, read_csv
from chalicelib.score.portfolio.tally import Scorer, merge
from tests.score.people import csv_of, portfolio

TEMPLATE = json.loads((Path(__file__).parents[2] / "infra" / "portfolio.json").read_text("utf-8"))
BUCKET = "portfolio"
JOB = {
    "bucket": BUCKET,
    "prefix": "in/",
    "out": "out/run-1",
    "as_of": "2026-11-24",
    "scenarios": ["income_minus_10"],
}


def definition(**substitutions: str) -> str:
    """The state machine's text as CloudFormation would hand it over."""
    text = json.dumps(TEMPLATE["Resources"]["PortfolioMap"]["Properties"]["Definition"])
    for name, value in substitutions.items():
        text = text.replace("${" + name + "}", value)
    return text


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}):
        yield boto3.client("s3")


def _parts(s3: Any, count: int) -> list[bytes]:
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    bodies = [csv_of(portfolio(40, seed=k)).encode() for k in range(count)]
    bodies[0] += b"spoilt,many\n"
    for k, body in enumerate(bodies):
        s3.put_object(Bucket=BUCKET, Key=f"in/part-{k:04d}.csv", Body=body)
    return bodies


def _functions(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}", Path="/")["Role"][
        "Arn"
    ]
    client = boto3.client("lambda")
    arns = {}
    for name in ("score_part", "add_up"):
        made = client.create_function(
            FunctionName=name, Runtime="python3.11", Role=role, Handler="app.x", Code={"ZipFile": b"PK"}
        )
        arns[name] = made["FunctionArn"]

    def invoke(
        self: Any, function_name: str, qualifier: str, body: Any, headers: Any, response_headers: Any
    ) -> bytes:
        handler = getattr(score_batch, function_name.rsplit(":", 1)[-1])
        return json.dumps(handler(json.loads(body))).encode()

    monkeypatch.setattr(LambdaSimpleBackend, "invoke", invoke)
    return {"role": role, **arns}


def test_the_map_scores_every_part_and_adds_them_up_to_what_one_machine_finds(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = _parts(aws, 3)
    arns = _functions(monkeypatch)
    steps = boto3.client("stepfunctions")
    machine = steps.create_state_machine(
        name="demo-portfolio",
        roleArn=arns["role"],
        definition=definition(ScorePartArn=arns["score_part"], AddUpArn=arns["add_up"]),
    )["stateMachineArn"]
    run = steps.start_execution(stateMachineArn=machine, input=json.dumps({"job": JOB}))["executionArn"]
    for _ in range(300):
        found = steps.describe_execution(executionArn=run)
        if found["status"] != "RUNNING":
            break
        time.sleep(0.1)
    assert found["status"] == "SUCCEEDED", found
    answer = json.loads(found["output"])
    assert answer == {"parts": 3, "rows": 121, "bad_rows": 1, "report": "out/run-1/report.html"}
    assert "포트폴리오 보고서" in aws.get_object(Bucket=BUCKET, Key=answer["report"])["Body"].read().decode()
    assert _merged(aws).to_json() == _one_machine(bodies).to_json()


def test_a_part_scored_again_writes_the_same_bytes(aws: Any) -> None:
    _parts(aws, 1)
    event = {"job": JOB, "part": {"Key": "in/part-0000.csv"}}
    assert score_batch.score_part(event) == {"part": "part-0000", "rows": 41, "bad_rows": 1}
    before = {k: aws.get_object(Bucket=BUCKET, Key=k)["Body"].read() for k in _keys(aws)}
    score_batch.score_part(event)
    assert {k: aws.get_object(Bucket=BUCKET, Key=k)["Body"].read() for k in _keys(aws)} == before
    assert len(before) == 3
    assert "part-0000,42," in before["out/run-1/bad/part-0000.csv"].decode()


def test_a_part_that_is_no_table_and_an_unknown_scenario_are_named(aws: Any) -> None:
    _parts(aws, 1)
    aws.put_object(Bucket=BUCKET, Key="in/empty.csv", Body=b"")
    with pytest.raises(score_batch.BadJob, match="empty: 파일이 비어 있습니다"):
        score_batch.score_part({"job": JOB, "part": {"Key": "in/empty.csv"}})
    with pytest.raises(score_batch.BadJob, match="nonsense"):
        score_batch.score_part(
            {"job": {**JOB, "scenarios": ["nonsense"]}, "part": {"Key": "in/part-0000.csv"}}
        )
    with pytest.raises(score_batch.BadJob, match="계산된 부분이 없습니다"):
        score_batch.add_up({"job": JOB})


def _keys(s3: Any) -> list[str]:
    return sorted(o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET, Prefix="out/")["Contents"])


def _merged(s3: Any) -> Any:
    from chalicelib.score.portfolio.tally import from_json

    keys = [k for k in _keys(s3) if "/tallies/" in k]
    return merge(from_json(json.loads(s3.get_object(Bucket=BUCKET, Key=k)["Body"].read())) for k in keys)


def _one_machine(bodies: list[bytes]) -> Any:
    tallies = []
    for body in bodies:
        scorer = Scorer(date(2026, 11, 24), scenarios=JOB["scenarios"])
        for item in read_csv(body.splitlines(keepends=True)):
            if not isinstance(item, Layout):
                scorer.add(item)
        tallies.append(scorer.finish())
    return merge(tallies)
