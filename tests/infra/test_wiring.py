"""The translated template made in moto: what calls what really exists. (Posture is read from the template instead.)"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.functions import ROOT
from infra.tools import tool

from .support import listed

REGION = "ap-northeast-2"
NOT_MADE = (
    # moto looks for the methods of an API whose body it does not read.
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGateway::UsagePlan",
    "AWS::ApiGateway::UsagePlanKey",
    "AWS::ApiGateway::ApiKey",
    "AWS::ApiGateway::Account",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Dashboard",
    "AWS::StepFunctions::StateMachine",
)


@pytest.fixture(scope="module")
def plain(template: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The template after SAM's own translation, as CloudFormation does it."""
    folder = tmp_path_factory.mktemp("translated")
    (folder / "in.json").write_text(json.dumps(template), "utf-8")
    command = [tool("python"), ROOT / "infra" / "translate.py", folder / "in.json", folder / "out.json"]
    env = {**os.environ, "AWS_DEFAULT_REGION": REGION}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads((folder / "out.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(plain: Any) -> Iterator[Any]:
    body = json.loads(json.dumps(plain))
    gone = {name for name, one in body["Resources"].items() if one["Type"] in NOT_MADE}
    left = {name: one for name, one in body["Resources"].items() if name not in gone}
    body["Resources"] = {name: one for name, one in left.items() if not _leans_on(one, gone)}
    for one in body["Resources"].values():
        if (
            one["Type"] == "AWS::KMS::Key"
        ):  # moto reads a key's tags as KMS's own call names them, not as templates do
            del one["Properties"]["Tags"]
    body["Outputs"] = {name: one for name, one in body["Outputs"].items() if not _leans_on(one, gone)}
    with pytest.MonkeyPatch.context() as patched, mock_aws(config={"lambda": {"use_docker": False}}):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patched.setenv(name, "testing")
        patched.setenv("AWS_DEFAULT_REGION", REGION)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="code", Key="deployment.zip", Body=b"PK\x05\x06" + b"\0" * 18)
        stacks = boto3.client("cloudformation")
        stacks.create_stack(
            StackName="dasibom-test", TemplateBody=json.dumps(body), Capabilities=["CAPABILITY_IAM"]
        )
        (stack,) = stacks.describe_stacks(StackName="dasibom-test")["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        yield stacks.describe_stack_resources(StackName="dasibom-test")["StackResources"]


def _leans_on(node: Any, gone: set[str]) -> bool:
    """Whether something in the node refers to one of those."""
    if isinstance(node, list):
        return any(_leans_on(one, gone) for one in node)
    if not isinstance(node, dict):
        return False
    named = [node.get("Ref"), *listed(node.get("Fn::GetAtt", []))[:1], *listed(node.get("DependsOn", []))]
    subbed = listed(node.get("Fn::Sub", ""))[0]
    named += [found.partition(".")[0] for found in re.findall(r"\$\{([^}]+)\}", subbed)]
    return bool(gone & {name for name in named if isinstance(name, str)}) or _leans_on(
        list(node.values()), gone
    )


def physical(made: Any, logical: str) -> str:
    (found,) = [one["PhysicalResourceId"] for one in made if one.get("LogicalResourceId") == logical]
    return str(found)


def test_the_queue_feeds_the_worker_and_gives_up_into_the_dead_letters(made: Any) -> None:
    (source,) = boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert source["FunctionArn"].rsplit(":", 1)[-1] == physical(made, "Send")
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BatchSize"] == 10
    sqs = boto3.client("sqs")
    told = sqs.get_queue_attributes(QueueUrl=physical(made, "SendQueue"), AttributeNames=["All"])[
        "Attributes"
    ]
    assert source["EventSourceArn"] == told["QueueArn"]
    letters = sqs.get_queue_attributes(
        QueueUrl=physical(made, "SendDeadLetters"), AttributeNames=["QueueArn"]
    )
    assert json.loads(told["RedrivePolicy"])["deadLetterTargetArn"] == letters["Attributes"]["QueueArn"]


def test_schedules_start_the_sweep_and_the_rerun(made: Any) -> None:
    events = boto3.client("events")
    found = {}
    for rule in events.list_rules()["Rules"]:
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        found[target["Arn"].rsplit(":", 1)[-1]] = rule["ScheduleExpression"]
    assert found == {
        physical(made, "Sweep"): "rate(5 minutes)",
        physical(made, "Rerun"): "cron(10 15 * * ? *)",
        physical(made, "Retain"): "cron(40 15 * * ? *)",
    }


def test_functions_know_the_table_and_the_queue_by_the_names_that_were_made(made: Any) -> None:
    client = boto3.client("lambda")

    def variables(logical: str) -> dict[str, str]:
        told = client.get_function_configuration(FunctionName=physical(made, logical))
        found: dict[str, str] = told["Environment"]["Variables"]
        return found

    for logical in ("APIHandler", "Sweep", "Send", "Rerun", "Retain"):
        assert variables(logical)["TABLE_NAME"] == physical(made, "Table")
    assert variables("Sweep")["SEND_QUEUE_URL"] == physical(made, "SendQueue")
    table = boto3.client("dynamodb").describe_table(TableName=physical(made, "Table"))["Table"]
    assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["due"]


def test_sam_translates_every_reference_to_the_stage(plain: Any, stage: str) -> None:
    assert "RestAPI.Stage" not in json.dumps(plain)
    (made,) = [n for n, one in plain["Resources"].items() if one["Type"] == "AWS::ApiGateway::Stage"]
    assert plain["Resources"]["BoothPlan"]["Properties"]["ApiStages"][0]["Stage"] == {"Ref": made}
    assert plain["Resources"][made]["Properties"]["StageName"] == stage
