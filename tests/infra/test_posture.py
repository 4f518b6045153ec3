"""What the template promises, read from the template itself: moto applies neither encryption nor expiry nor alarms."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import app
from infra.front import of_the_booth
from infra.functions import FUNCTIONS, ROOT, RUNTIME, Function, config, policy, settings

from .support import Stack, listed

MANAGED_BY_AWS = {"AWS::CloudFront::Function"}
each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def stack(template: dict[str, Any]) -> Stack:
    return Stack(template)


def properties(template: dict[str, Any], name: str) -> Any:
    return template["Resources"][name]["Properties"]


def test_the_list_of_functions_is_what_the_app_registers() -> None:
    registered = {one.handler.rsplit(".", 1)[-1] for one in FUNCTIONS if one.name != "api_handler"}
    assert registered == {name for name in app.app.handler_map if " " not in name}  # routes have a space
    for one in FUNCTIONS:
        module, name = one.handler.split(".")
        assert module == "app" and callable(getattr(app, name))


def test_every_stage_sets_every_function_and_no_other() -> None:
    for name, one in config()["stages"].items():
        assert set(one["lambda_functions"]) == {function.name for function in FUNCTIONS}, name
        assert one["api_gateway_stage"] == name


@each_function
def test_each_function_has_a_role_a_log_group_and_limits_of_its_own(
    template: dict[str, Any], stage: str, function: Function
) -> None:
    found, wanted = properties(template, function.logical), settings(function, stage)
    assert found["Role"] == {"Fn::GetAtt": [function.role, "Arn"]}
    others = [properties(template, one.logical)["Role"] for one in FUNCTIONS if one is not function]
    assert found["Role"] not in others
    assert found["MemorySize"] == wanted["lambda_memory_size"]
    assert found["Timeout"] == wanted["lambda_timeout"]
    assert found["ReservedConcurrentExecutions"] == wanted["reserved_concurrency"]
    assert found["Runtime"] == RUNTIME and found["Architectures"] == ["arm64"]
    assert found["Handler"] == function.handler
    assert found["LoggingConfig"] == {"LogGroup": {"Ref": function.log_group}}
    log = properties(template, function.log_group)
    assert log["RetentionInDays"] == {"Ref": "LogRetentionDays"} and "KmsKeyId" in log


@each_function
def test_each_function_has_alarms_on_errors_throttles_and_time(
    template: dict[str, Any], stage: str, function: Function
) -> None:
    found = {
        one["Properties"]["MetricName"]: one["Properties"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::CloudWatch::Alarm"
        and one["Properties"]["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function.logical}}]
    }
    assert set(found) >= {"Errors", "Throttles", "Duration"}
    assert found["Duration"]["Threshold"] == settings(function, stage)["lambda_timeout"] * 800
    assert found["Duration"]["ExtendedStatistic"] == "p95"
    assert ("Invocations" in found) == (function.trigger == "schedule")
    if "Invocations" in found:
        assert found["Invocations"]["TreatMissingData"] == "breaching"
    for one in found.values():
        assert one["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_every_way_of_failing_has_an_alarm(template: dict[str, Any]) -> None:
    metrics = {
        (one["Properties"]["Namespace"], one["Properties"]["MetricName"])
        for one in template["Resources"].values()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    }
    assert metrics >= {
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        ("AWS/ApiGateway", "5XXError"),
        ("AWS/ApiGateway", "Latency"),
        ("AWS/DynamoDB", "ReadThrottleEvents"),
        ("AWS/DynamoDB", "WriteThrottleEvents"),
        ("AWS/States", "ExecutionsFailed"),
        ("Dasibom", "DegradedTurns"),
    }


def test_the_table_expires_items_can_be_restored_and_is_encrypted_with_a_key_of_ours(
    template: dict[str, Any], stack: Stack
) -> None:
    (name,) = stack.of_type("AWS::DynamoDB::Table")
    table = template["Resources"][name]
    found = stack.value(table["Properties"])
    assert found["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert found["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert found["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] == 35
    assert found["SSESpecification"]["SSEType"] == "KMS"
    assert found["DeletionProtectionEnabled"] is True
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    assert all(key["Properties"]["EnableKeyRotation"] for key in stack.of_type("AWS::KMS::Key").values())


def test_every_queue_is_encrypted_and_the_one_with_work_gives_up_into_another(
    template: dict[str, Any], stack: Stack
) -> None:
    queues = stack.of_type("AWS::SQS::Queue")
    assert all(queue["Properties"]["SqsManagedSseEnabled"] is True for queue in queues.values())
    redrive = queues["SendQueue"]["Properties"]["RedrivePolicy"]
    assert redrive == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["SendDeadLetters", "Arn"]},
        "maxReceiveCount": 5,
    }
    timeout = properties(template, "Send")["Timeout"]
    assert queues["SendQueue"]["Properties"]["VisibilityTimeout"] >= 6 * timeout


def test_a_failed_ring_comes_again_alone_and_a_failed_schedule_is_kept(template: dict[str, Any]) -> None:
    source = properties(template, "Send")["Events"]["SendSqsEventSource"]["Properties"]
    assert source["Queue"] == {"Fn::Sub": "${SendQueue.Arn}"}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (
        source["ScalingConfig"]["MaximumConcurrency"]
        <= properties(template, "Send")["ReservedConcurrentExecutions"]
    )
    for function in FUNCTIONS:
        if function.trigger == "schedule":
            found = properties(template, function.logical)
            assert found["DeadLetterQueue"]["TargetArn"] == {"Fn::GetAtt": ["FailedEvents", "Arn"]}
            (event,) = found["Events"].values()
            assert event["Properties"]["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["FailedEvents", "Arn"]}}


STAR_RESOURCES = {
    ("Send", "sns:Publish"): "an SMS has no ARN; a second statement denies every topic",
}


@each_function
def test_no_policy_names_every_resource_or_every_action(stage: str, function: Function) -> None:
    for statement in _plain(policy(function, stage)["Statement"]):
        for action in listed(statement["Action"]):
            assert "*" not in action
            if statement["Resource"] == "*":
                assert (function.logical, action) in STAR_RESOURCES
        assert statement["Resource"] != ["*"]


def _plain(statements: list[Any]) -> list[Any]:
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in statements]


def test_no_role_of_the_stack_but_the_one_with_a_reason_names_every_resource(
    template: dict[str, Any],
) -> None:
    for name, one in template["Resources"].items():
        if one["Type"] == "AWS::IAM::Role":
            for made in one["Properties"].get("Policies", []):
                for statement in _plain(made["PolicyDocument"]["Statement"]):
                    star = "*" in listed(statement["Resource"])
                    assert not star or statement["Action"] == ["sns:Publish"], name


def test_no_variable_holds_a_secret_and_each_function_gets_only_what_it_reads(
    template: dict[str, Any], stack: Stack
) -> None:
    for function in FUNCTIONS:
        variables = properties(template, function.logical)["Environment"]["Variables"]
        for name in variables:
            assert not re.search(r"KEY$|SECRET$|TOKEN$|PASSWORD$", name), f"{function.name}: {name}"
        assert ("TABLE_NAME" in variables) == function.table
    assert (
        stack.value(properties(template, "APIHandler")["Environment"])["Variables"]["OPENAI_API_KEY_REF"]
        == ""
    )
    on = Stack(template, UseModel="yes")
    assert on.value(properties(template, "APIHandler")["Environment"])["Variables"]["OPENAI_API_KEY_REF"]
    assert "SecretString" not in json.dumps(on.of_type("AWS::SecretsManager::Secret")).replace(
        "GenerateSecretString", ""
    )


def test_nothing_leaves_for_a_model_or_a_carrier_until_the_operator_says_so(stack: Stack) -> None:
    assert not any(stack.condition(name) for name in ("UsesModel", "UsesSns", "UsesSes", "UsesVendor"))
    granted = {action for one in stack.statements("SendRole") for action in listed(one["Action"])}
    assert not {"sns:Publish", "ses:SendEmail", "secretsmanager:GetSecretValue"} & granted


def test_every_call_but_a_preflight_needs_a_key_which_the_front_adds(template: dict[str, Any]) -> None:
    paths = properties(template, "RestAPI")["DefinitionBody"]["paths"]
    for path, methods in paths.items():
        for method, one in methods.items():
            wanted = None if method == "options" else [{"api_key": []}]
            assert one.get("security") == wanted, f"{method} {path}"
    (origin,) = [
        one
        for one in properties(template, "Front")["DistributionConfig"]["Origins"]
        if "OriginCustomHeaders" in one
    ]
    (header,) = origin["OriginCustomHeaders"]
    assert header["HeaderName"] == "x-api-key"
    assert header["HeaderValue"] == properties(template, "BoothApiKey")["Value"]
    assert header["HeaderValue"]["Fn::Sub"].startswith("{{resolve:secretsmanager:")


def test_the_front_passes_on_every_path_of_the_api_and_serves_the_booth_from_a_closed_bucket(
    template: dict[str, Any],
) -> None:
    from chalicelib.web.blueprints import all_routes

    front = properties(template, "Front")["DistributionConfig"]
    patterns = [one["PathPattern"] for one in front["CacheBehaviors"]]
    for route in all_routes():
        passed = any(re.fullmatch(pattern.replace("*", ".*"), route.path) for pattern in patterns)
        assert passed != of_the_booth(route.path), route.path
    assert set(properties(template, "FrontBucket")["PublicAccessBlockConfiguration"].values()) == {True}
    (reads,) = [
        one
        for one in properties(template, "FrontBucketPolicy")["PolicyDocument"]["Statement"]
        if one["Effect"] == "Allow"
    ]
    assert reads["Action"] == "s3:GetObject" and "aws:SourceArn" in reads["Condition"]["StringEquals"]


def test_the_access_log_holds_patterns_and_neither_paths_nor_addresses(template: dict[str, Any]) -> None:
    told = properties(template, "RestAPI")["AccessLogSetting"]["Format"]
    assert "$context.resourcePath" in told
    for private in ("$context.path", "sourceIp", "userAgent", "header", "querystring"):
        assert private not in told
    hidden = json.dumps(properties(template, "FirewallLogs")["RedactedFields"])
    for field in ("UriPath", "QueryString", "authorization", "x-api-key"):
        assert field in hidden


def test_rates_are_limited_by_viewer_by_address_and_by_token(template: dict[str, Any]) -> None:
    rules = {one["Name"]: one for one in properties(template, "Firewall")["Rules"]}
    kinds = {
        rules[name]["Statement"]["RateBasedStatement"]["AggregateKeyType"]
        for name in ("PerViewerAddress", "PerDirectAddress", "PerToken")
    }
    assert kinds == {"FORWARDED_IP", "IP", "CUSTOM_KEYS"}
    # Bodies of an assessment are larger than the managed rule's 8 KB; the program itself refuses at 256 KB.
    overrides = rules["CommonFaults"]["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}} in overrides


def test_how_long_data_are_kept_is_the_operators_to_set(template: dict[str, Any]) -> None:
    text = json.dumps(template["Resources"])
    for name in (
        "SessionDays",
        "BoothHours",
        "CaseDays",
        "BackupDays",
        "PortfolioDays",
        "LogRetentionDays",
        "AccessLogRetentionDays",
    ):
        assert name in template["Parameters"] and f'{{"Ref": "{name}"}}' in text
    for one in template["Resources"].values():
        if one["Type"] == "AWS::Logs::LogGroup":
            assert one["Properties"]["RetentionInDays"]["Ref"] in (
                "LogRetentionDays",
                "AccessLogRetentionDays",
            )


def test_every_parameter_is_used_and_has_a_default_that_deploys(
    template: dict[str, Any], stack: Stack
) -> None:
    text = json.dumps({"r": template["Resources"], "c": template["Conditions"]})
    for name, one in template["Parameters"].items():
        assert "Default" in one and one["Description"]
        assert f'"Ref": "{name}"' in text or f"${{{name}}}" in text, name
    stack.value(template["Resources"])


def test_the_api_is_regional_and_answers_problems_for_what_it_refuses_itself(
    template: dict[str, Any],
) -> None:
    api = properties(template, "RestAPI")
    assert api["EndpointConfiguration"] == {"Type": "REGIONAL"}
    assert "MISSING_AUTHENTICATION_TOKEN" in api["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    assert properties(template, "APIHandler")["Timeout"] <= 28


def test_the_built_template_stands_in_no_file_of_the_tree() -> None:
    assert "build/" in (ROOT / ".gitignore").read_text("utf-8").split()
