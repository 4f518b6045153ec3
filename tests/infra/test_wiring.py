"""The translated template made in moto: what calls what really exists. (Posture is read from the template instead.)"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from samtranslator.translator.transform import transform

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


class NoManagedPolicies:
    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(scope="module")
def plain(template: dict[str, Any]) -> Any:
    """The template after SAM's own translation, as CloudFormation does it."""
    source = json.loads(json.dumps(template))
    for one in source["Resources"].values():
        if one["Type"] == "AWS::Serverless::Function":
            one["Properties"]["CodeUri"] = {"Bucket": "code", "Key": "deployment.zip"}
    return transform(source, {}, NoManagedPolicies())


@pytest.fixture(scope="module")
def made(plain: Any) -> Iterator[Any]:
    body = json.loads(json.dumps(plain))
    gone = {name for name, one in body["Resources"].items() if one["Type"] in NOT_MADE}
    left = {name: one for name, one in body["Resources"].items() if name not in gone}
    body["Resources"] = {name: one for name, one in left.items() if not _leans_on(one, gone)}
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
    text = json.dumps(node)
    return any(f'"{name}"' in text or f"${{{name}}}" in text or f"${{{name}." in text for name in gone)


def physical(made: Any, logical: str) -> str:
    (found,) = [one["PhysicalResourceId"] for one in made if one["LogicalResourceId"] == logical]
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
    }


def test_functions_know_the_table_and_the_queue_by_the_names_that_were_made(made: Any) -> None:
    client = boto3.client("lambda")

    def variables(logical: str) -> dict[str, str]:
        told = client.get_function_configuration(FunctionName=physical(made, logical))
        found: dict[str, str] = told["Environment"]["Variables"]
        return found

    for logical in ("APIHandler", "Sweep", "Send", "Rerun"):
        assert variables(logical)["TABLE_NAME"] == physical(made, "Table")
    assert variables("Sweep")["SEND_QUEUE_URL"] == physical(made, "SendQueue")
    table = boto3.client("dynamodb").describe_table(TableName=physical(made, "Table"))["Table"]
    assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["due"]


def test_sam_translates_every_reference_to_the_stage(plain: Any, stage: str) -> None:
    assert "RestAPI.Stage" not in json.dumps(plain)
    (made,) = [n for n, one in plain["Resources"].items() if one["Type"] == "AWS::ApiGateway::Stage"]
    assert plain["Resources"]["BoothPlan"]["Properties"]["ApiStages"][0]["Stage"] == {"Ref": made}
    assert plain["Resources"][made]["Properties"]["StageName"] == stage
