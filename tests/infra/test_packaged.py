"""The zip itself, not the working tree: loaded by its handler strings, answering requests and events, within its policies.

Each function runs in a clean interpreter that sees the unpacked zip, the SDK and the variables of the template, and
nothing else. moto's server stands for AWS, and every call is put before the policy that is deployed with the function.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from chalicelib.cases import head as heads
from chalicelib.channels.vendor import SIGNATURE, TIMESTAMP, sign
from chalicelib.store import keys
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.table import Delete
from chalicelib.web import inbound
from chalicelib.web.blueprints import all_routes
from infra import build, sdk
from infra.functions import FUNCTIONS
from infra.provision import create_from_template
from local.dynamodb import MotoServer, local_credentials
from tests.aftercare.support import enrolled, seoul
from tests.score.people import csv_of, portfolio

from .lambda_machine import Machine, running, unpacked
from .support import REGION, Stack, allowed, grants, listed

MORNING = "2026-01-05T10:30:00+09:00"
OPENING = {"channel": "web", "consents": {"terms": True, "ai_notice": True}}
SETTINGS = {
    "UseModel": "yes",
    "ModelTransfer": "domestic",
    "ModelBaseUrl": "http://127.0.0.1:9/v1",
    "RateLimits": "off",
    "MessagesSms": "sns",
    "MessagesEmail": "ses",
    "MessagesFrom": "dasi@example.org",
    "MailIdentity": "example.org",
    "MessagesVendor": "https://vendor.example.org",
}
STAFF = "a-key-of-staff-for-this-test"
BY_LAMBDA = {
    ("WritesItsLog", "logs:CreateLogStream"),
    ("WritesItsLog", "logs:PutLogEvents"),
    ("TakesRings", "sqs:ReceiveMessage"),
    ("TakesRings", "sqs:DeleteMessage"),
    ("TakesRings", "sqs:GetQueueAttributes"),
    ("LeavesFailedEvents", "sqs:SendMessage"),
}
"""Done by the Lambda service in the function's name: its log, its queue, its dead letters (test_policies joins them)."""


@dataclass
class Cloud:
    endpoint: str
    stack: Stack
    task: Path
    sdk: Path
    table: DynamoTable

    def client(self, service: str) -> Any:
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION)

    def run(self, name: str, **more: str) -> Any:
        return running(name, self.task, self.sdk, self.stack, self.endpoint, **more)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    _, version = sdk.machine_python()
    built = build.build("prod", "x86_64", version, folder / "built")
    local_credentials()
    moto = MotoServer()
    try:
        made = {
            service: boto3.client(service, endpoint_url=moto.endpoint, region_name=REGION)
            for service in ("dynamodb", "sqs", "s3", "secretsmanager", "sesv2")
        }
        url = made["sqs"].create_queue(QueueName="sendqueue")["QueueUrl"]
        bucket = {"LocationConstraint": REGION}
        made["s3"].create_bucket(Bucket="portfoliobucket", CreateBucketConfiguration=bucket)
        arns = {
            name: made["secretsmanager"].create_secret(Name=name, SecretString=f"value-of-{name}")["ARN"]
            for name in ("ModelSecret", "VendorSecret")
        }
        made["sesv2"].create_email_identity(EmailIdentity="example.org")
        stack = Stack(built.template, {"SendQueue": url, **arns}, **SETTINGS)
        create_from_template(made["dynamodb"], {"Resources": stack.value(_table(built.template))}, "table")
        moment = int(seoul("2026-01-05 10:00").timestamp())
        yield Cloud(
            moto.endpoint,
            stack,
            unpacked(built.folder / "deployment.zip", folder / "task"),
            sdk.folder(),
            DynamoTable(made["dynamodb"], "table", lambda: moment),
        )
    finally:
        moto.stop()


def _table(template: dict[str, Any]) -> dict[str, Any]:
    return {"Table": template["Resources"]["Table"]}


def within_its_policy(machine: Machine, cloud: Cloud) -> None:
    """Every call that was made is allowed, and everything that is allowed was used."""
    statements = cloud.stack.statements(machine.function.role)
    missing = sorted(call for call in machine.calls if not allowed(statements, *call))
    assert not missing, f"{machine.function.name} lacks {missing}"
    uses_table = any(action.startswith("dynamodb:") for action, _ in machine.calls)
    reads_secret = any(action.startswith("secretsmanager:") for action, _ in machine.calls)
    unused = []
    for statement in statements:
        if statement["Effect"] == "Deny":
            continue
        service = str(statement.get("Condition", {}).get("StringEquals", {}).get("kms:ViaService", ""))
        if service.startswith("dynamodb."):  # DynamoDB asks for the table's key in the caller's name
            assert uses_table, f"{machine.function.name} has the table's key and no use for it"
            continue
        if service.startswith("secretsmanager."):
            assert reads_secret, f"{machine.function.name} has the secrets' key and no use for it"
            continue
        for action in listed(statement["Action"]):
            used = any(action == done and grants(statement, done, on) for done, on in machine.calls)
            if not used and (statement["Sid"], action) not in BY_LAMBDA:
                unused.append((statement["Sid"], action))
    assert not unused, f"{machine.function.name} is allowed what it does not use: {unused}"


def ended(cloud: Cloud, key: str, **reminders: Any) -> str:
    """A case that has ended while its next touch still waits."""
    case_id = enrolled(cloud.table, seoul("2026-01-05 10:00"), key, **reminders)
    head = heads.read(cloud.table, case_id)
    over = replace(head, case=replace(head.case, stage="closed"))
    _, writes = heads.actions(over, seoul("2026-01-05 10:00"), "system", "")
    cloud.table.write([one for one in writes if not isinstance(one, Delete)])
    return case_id


def test_the_zip_loads_by_its_handlers_without_the_sdk_or_a_model(cloud: Cloud) -> None:
    for function in FUNCTIONS:
        with cloud.run(function.name) as machine:
            heavy = {"boto3", "botocore", "openai", "jinja2", "sqlite3", "yaml", "pydantic"}
            assert not heavy & set(machine.hello["loaded"]), function.name
            assert machine.hello["python"] == sdk.machine_python()[1]
            routes = "chalicelib.web.sessions" in machine.hello["loaded"]
            assert routes == (function.trigger == "api"), "only the API pays for the declarations of routes"


def test_the_api_answers_requests_within_its_policy(cloud: Cloud) -> None:
    with cloud.run("api_handler") as api:
        status, headers, health = api.http("GET", "/health")
        assert status == 200 and health["stage"] == "prod" and headers["Cache-Control"] == "no-store"
        status, _, opened = api.http(
            "POST", "/v1/sessions", body=OPENING, headers={"Idempotency-Key": "0" * 32}
        )
        assert status == 201
        session = opened["session_id"]
        bearer = {"Authorization": f"Bearer {opened['token']}"}

        def ask(method: str, below: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], Any]:
            sent = bearer | {name.replace("_", "-"): value for name, value in headers.items()}
            path = f"/v1/sessions/{session}{below}"
            return api.http(
                method, "/v1/sessions/{session_id}" + below, path, body=body, headers=sent, session_id=session
            )

        _, held, _ = ask("GET", "/person")
        tag = {"If_Match": held["ETag"], "Content_Type": "application/merge-patch+json"}
        status, _, told = ask("PATCH", "/person", {"age": 41}, **tag)
        assert status == 200 and told["person"]["age"] == 41
        assert ask("GET", "/assessment")[0] == 200
        assert ask("GET", "/export")[0] == 200
        status, _, reply = ask("POST", "/messages", {"text": "개인회생을 신청하면 독촉이 멈추나요?"})
        assert status == 200 and reply["text"] and reply["degraded"]  # the model's address answers nobody
        assert api.call("chalicelib.vault:ENVIRONMENT.get", "OPENAI_API_KEY") == "'value-of-ModelSecret'"
        assert ask("POST", "/referrals", {"summary": "상담을 받고 싶어요", "agreed": True})[0] == 201
        api.admit(STAFF)
        every_route_once(api)
        assert ask("POST", "/handover", {}, Idempotency_Key="1" * 32)[0] in (200, 201)
        assert ask("POST", "/handover", {}, Idempotency_Key="2" * 32)[0] in (200, 201)
        assert ask("GET", "/handover")[0] == 200
        status, _, refused = api.http("GET", "/v1/sessions/{session_id}/person", "/x", session_id="0" * 32)
        assert status in (401, 404) and refused["trace_id"]
        assert ask("DELETE", "")[0] == 204
        assert ask("GET", "/person")[0] in (401, 404)
        within_its_policy(api, cloud)


def test_what_people_send_back_reaches_the_api_with_the_vendors_signature(cloud: Cloud) -> None:
    enrolled(cloud.table, seoul("2026-01-05 10:00"), "answers")
    told = {"id": "in-1", "sender": "010-1234-5678", "text": "1"}
    signed = f"{told['id']}\n{told['sender']}\n{told['text']}".encode()
    stamp = str(int(time.time()))
    with cloud.run("api_handler") as api:

        def take(secret: str) -> tuple[int, Any]:
            made = sign(secret, "POST", inbound.PATH, stamp, signed)
            headers = {TIMESTAMP: stamp, SIGNATURE: made}
            status, _, answer = api.http("POST", inbound.PATH, body=told, headers=headers)
            return status, answer

        status, answer = take("value-of-VendorSecret")
        assert (status, answer["status"]) == (200, "answered")
        assert take("a guess")[0] == 401
        statements = cloud.stack.statements(api.function.role)
        assert all(allowed(statements, *call) for call in api.calls)


def every_route_once(api: Machine) -> None:
    """Each route with its own example: whatever it then asks of AWS is put before the policy."""
    for route in all_routes():
        params = dict.fromkeys(re.findall(r"{([^}]+)}", route.path), "0" * 32)
        path = re.sub(r"{([^}]+)}", "0" * 32, route.path)
        status, _, told = api.http(
            route.method,
            route.path,
            path,
            body=route.example,
            headers={"Authorization": f"Bearer {STAFF}", "Idempotency-Key": "9" * 32, "If-Match": '"1"'},
            **params,
        )
        assert status < 500, f"{route.name}: {told}"


def test_the_sweep_rings_for_what_is_due_and_the_worker_sends_it_within_their_policies(cloud: Cloud) -> None:
    by_sms = enrolled(cloud.table, seoul("2026-01-05 10:00"), "sms")
    mail = {"addresses": [{"channel": "email", "to": "a@example.org", "confirmed": True}]}
    by_mail = enrolled(cloud.table, seoul("2026-01-05 10:00"), "mail", **mail)
    scheduled = {
        "version": "0",
        "id": "1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
    }
    scheduled |= {"account": "1", "time": "2026-01-24T01:00:00Z", "region": REGION, "resources": []}
    over = ended(cloud, "over")
    with cloud.run("sweep") as sweep:
        done = sweep.invoke(scheduled, MORNING)
        assert done["rung"] >= 2 and done["finished"]
        within_its_policy(sweep, cloud)
    queue = cloud.client("sqs")
    url = queue.get_queue_url(QueueName="sendqueue")["QueueUrl"]
    rung = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert {json.loads(one["Body"])["case"] for one in rung} >= {by_sms, by_mail, over}
    records = [{"messageId": one["MessageId"], "body": one["Body"], "eventSource": "aws:sqs"} for one in rung]
    with cloud.run("send") as send:
        assert send.invoke({"Records": records}, MORNING) == {"batchItemFailures": []}
        assert send.call("chalicelib.vault:ENVIRONMENT.get", "MESSAGES_SECRET") == "'value-of-VendorSecret'"
        assert send.invoke({"Records": [{**records[0], "body": "not JSON"}]}, MORNING)["batchItemFailures"]
        within_its_policy(send, cloud)


def test_what_has_been_kept_long_enough_is_erased_within_its_policy(cloud: Cloud) -> None:
    own = [{"channel": "sms", "to": "010-9999-0000", "confirmed": True}]
    case_id = ended(cloud, "ended long ago", addresses=own)
    scheduled = {
        "version": "0",
        "id": "1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
    }
    scheduled |= {"account": "1", "time": "2026-01-24T15:40:00Z", "region": REGION, "resources": []}
    with cloud.run("retain", CASE_DAYS="30") as retain:
        assert retain.invoke(scheduled, "2026-01-20T00:40:00+09:00")["cases"] == 0
        assert cloud.table.get(*keys.case(case_id)) is not None
        assert retain.invoke(scheduled, "2026-12-20T00:40:00+09:00")["cases"] >= 1
        assert cloud.table.get(*keys.case(case_id)) is None
        within_its_policy(retain, cloud)


def test_the_rerun_notes_its_day_within_its_policy(cloud: Cloud) -> None:
    scheduled = {
        "version": "0",
        "id": "1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
    }
    scheduled |= {"account": "1", "time": "2026-01-24T15:10:00Z", "region": REGION, "resources": []}
    ended(cloud, "over before the rerun")
    with cloud.run("rerun") as rerun:
        assert rerun.invoke(scheduled, "2025-12-20T00:10:00+09:00")["finished"] is True
        # With the new year the law has changed; the walk begins 62 days back and stops when its time is nearly up.
        walked = rerun.invoke(scheduled, MORNING, asks=66)
        assert walked["changed"] > 0 and walked["seen"] >= 1 and walked["finished"] is False
        within_its_policy(rerun, cloud)


def test_a_score_is_given_by_direct_invocation_without_any_call_to_aws(cloud: Cloud) -> None:
    with cloud.run("score") as score:
        given = score.invoke({"applicant": {"annual_income": 30_000_000}, "as_of": "2026-11-24"})
        assert given["score"]["application"]["points"] > 0
        (fault,) = score.invoke({"applicant": {"annual_income": "많음"}})["errors"]
        assert fault["pointer"] == "/applicant/annual_income"
        assert score.calls == set()
        within_its_policy(score, cloud)


def test_a_portfolio_is_scored_part_by_part_and_added_up_within_their_policies(cloud: Cloud) -> None:
    job = {"bucket": "portfoliobucket", "prefix": "in/", "out": "out/1", "as_of": "2026-11-24"}
    body = csv_of(portfolio(20, seed=1)).encode()
    cloud.client("s3").put_object(Bucket="portfoliobucket", Key="in/part-0.csv", Body=body)
    with cloud.run("score_part") as part:
        assert part.invoke({"job": job, "part": {"Key": "in/part-0.csv"}})["rows"] == 20
        within_its_policy(part, cloud)
    with cloud.run("score_add_up") as total:
        assert total.invoke({"job": job})["report"] == "out/1/report.html"
        within_its_policy(total, cloud)


def test_a_missing_permission_and_an_unused_one_are_both_found(cloud: Cloud) -> None:
    (function,) = [one for one in FUNCTIONS if one.name == "score_part"]

    machine: Any = SimpleNamespace(
        function=function, calls={("s3:DeleteObject", "arn:aws:s3:::portfoliobucket/x")}
    )
    with pytest.raises(AssertionError, match="lacks"):
        within_its_policy(machine, cloud)
    machine.calls = {("s3:GetObject", "arn:aws:s3:::portfoliobucket/x")}
    with pytest.raises(AssertionError, match=r"does not use.*PutObject"):
        within_its_policy(machine, cloud)
