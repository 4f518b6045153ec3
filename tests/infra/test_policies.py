"""Each function's policy joined to what triggers it: chalice adds nothing to a policy that is written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from infra.functions import FUNCTIONS, Function

from .support import Stack, allowed

each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def stack(template: dict[str, Any]) -> Stack:
    return Stack(template)


@each_function
def test_a_function_writes_its_own_log_and_no_other(stack: Stack, function: Function) -> None:
    statements = stack.statements(function.role)
    for other in FUNCTIONS:
        log = stack.value({"Fn::GetAtt": [other.log_group, "Arn"]})
        assert allowed(statements, "logs:PutLogEvents", log) == (other is function)
        assert allowed(statements, "logs:CreateLogStream", log) == (other is function)


@each_function
def test_only_the_function_of_a_queue_takes_from_it(stack: Stack, function: Function) -> None:
    queue = stack.value({"Fn::GetAtt": ["SendQueue", "Arn"]})
    for action in ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"):
        assert allowed(stack.statements(function.role), action, queue) == (function.trigger == "queue")


@each_function
def test_a_function_with_dead_letters_may_leave_them_and_no_other_may(
    stack: Stack, function: Function
) -> None:
    properties = stack.template["Resources"][function.logical]["Properties"]
    failed = stack.value({"Fn::GetAtt": ["FailedEvents", "Arn"]})
    may = allowed(stack.statements(function.role), "sqs:SendMessage", failed)
    assert may == ("DeadLetterQueue" in properties)


@each_function
def test_only_functions_with_the_table_may_use_it_and_its_key(stack: Stack, function: Function) -> None:
    statements = stack.statements(function.role)
    table, key = (stack.value({"Fn::GetAtt": [name, "Arn"]}) for name in ("Table", "TableKey"))
    assert allowed(statements, "dynamodb:GetItem", table) == function.table
    assert allowed(statements, "kms:Decrypt", key) == function.table
    for never in ("dynamodb:Scan", "dynamodb:PutItem", "dynamodb:DeleteTable"):
        assert not allowed(statements, never, table)
    assert not allowed(statements, "kms:CreateGrant", key)


def test_keys_are_used_through_their_service_only(stack: Stack) -> None:
    for function in FUNCTIONS:
        for statement in stack.statements(function.role):
            if any(action.startswith("kms:") for action in statement["Action"]):
                assert statement["Condition"]["StringEquals"]["kms:ViaService"]


def test_a_topic_is_never_published_to_by_the_sender_of_sms(template: dict[str, Any]) -> None:
    statements = Stack(template, MessagesSms="sns").statements("SendRole")
    assert allowed(statements, "sns:Publish", "*")
    assert not allowed(statements, "sns:Publish", "arn:aws:sns:ap-northeast-2:123456789012:alarms")


@pytest.mark.parametrize(
    ("switch", "role", "action"),
    [
        ({"UseModel": "yes"}, "ApiHandlerRole", "secretsmanager:GetSecretValue"),
        ({"MessagesVendor": "https://v.example"}, "SendRole", "secretsmanager:GetSecretValue"),
        ({"MessagesVendor": "https://v.example"}, "ApiHandlerRole", "secretsmanager:GetSecretValue"),
        ({"MessagesEmail": "ses"}, "SendRole", "ses:SendEmail"),
    ],
)
def test_what_is_switched_on_is_allowed_then_and_not_before(
    template: dict[str, Any], switch: dict[str, str], role: str, action: str
) -> None:
    def may(stack: Stack) -> bool:
        return any(action in statement["Action"] for statement in stack.statements(role))

    assert may(Stack(template, **switch)) and not may(Stack(template))
