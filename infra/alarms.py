"""Alarms and the dashboard, made from the list of functions: nobody has to remember to add one.

What must not enter: thresholds that depend on traffic nobody has measured; those are shares of a limit that stands in
.chalice/config.json. Metrics of the namespace Dasibom are written by the program itself.
"""

from __future__ import annotations

import json
from typing import Any, Final

from .functions import FUNCTIONS, Function, settings

NAMESPACE: Final = "Dasibom"
DEGRADED: Final = "DegradedTurns"
"""Turns of consultation that were answered without the model although one is configured."""

LATE: Final = 0.8
"""Share of the timeout at which the 95th percentile alarms."""

_ACTIONS: Final = [{"Ref": "AlarmTopic"}]


def _alarm(name: str, says: str, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": {"Fn::Sub": f"${{AWS::StackName}}-{name}"},
            "AlarmDescription": says,
            "AlarmActions": _ACTIONS,
            "OKActions": _ACTIONS,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "EvaluationPeriods": 1,
            **properties,
        },
    }


def _metric(namespace: str, name: str, dimension: str, of: Any) -> dict[str, Any]:
    return {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": dimension, "Value": of}]}


def _of_function(function: Function, stage: str) -> dict[str, Any]:
    def metric(name: str) -> dict[str, Any]:
        return _metric("AWS/Lambda", name, "FunctionName", {"Ref": function.logical})

    short = function.name.replace("_", "-")
    timeout = int(settings(function, stage)["lambda_timeout"])
    made = {
        "Errors": _alarm(
            f"{short}-errors",
            f"{function.name} failed",
            **metric("Errors"),
            Statistic="Sum",
            Period=300,
            Threshold=1,
        ),
        "Throttles": _alarm(
            f"{short}-throttles",
            f"{function.name} was refused: its concurrency is used up",
            **metric("Throttles"),
            Statistic="Sum",
            Period=300,
            Threshold=1,
        ),
        "Duration": _alarm(
            f"{short}-slow",
            f"one in twenty runs of {function.name} takes {LATE:.0%} of its {timeout} s",
            **metric("Duration"),
            ExtendedStatistic="p95",
            Period=300,
            EvaluationPeriods=3,
            DatapointsToAlarm=2,
            Threshold=int(timeout * 1000 * LATE),
        ),
    }
    if function.every:
        made["Missing"] = _alarm(
            f"{short}-missing",
            f"{function.name} has not run for {function.every} s",
            **metric("Invocations"),
            Statistic="Sum",
            Period=function.every,
            ComparisonOperator="LessThanThreshold",
            Threshold=1,
            TreatMissingData="breaching",
        )
    return {function.logical + kind + "Alarm": alarm for kind, alarm in made.items()}


def _of_the_rest(stage: str) -> dict[str, Any]:
    def queue(name: str, metric: str) -> dict[str, Any]:
        return _metric("AWS/SQS", metric, "QueueName", {"Fn::GetAtt": [name, "QueueName"]})

    def api(metric: str) -> dict[str, Any]:
        found = _metric("AWS/ApiGateway", metric, "ApiName", "dasibom")
        found["Dimensions"].append({"Name": "Stage", "Value": stage})
        return found

    def table(metric: str) -> dict[str, Any]:
        return _metric("AWS/DynamoDB", metric, "TableName", {"Ref": "Table"})

    each = {"Statistic": "Sum", "Period": 300, "Threshold": 1}
    waiting = {"Statistic": "Maximum", "Period": 300, "Threshold": 1}
    return {
        "SendDeadLettersAlarm": _alarm(
            "send-dead-letters",
            "a ring was given up after five deliveries",
            **queue("SendDeadLetters", "ApproximateNumberOfMessagesVisible"),
            **waiting,
        ),
        "FailedEventsAlarm": _alarm(
            "failed-events",
            "a scheduled run was given up",
            **queue("FailedEvents", "ApproximateNumberOfMessagesVisible"),
            **waiting,
        ),
        "SendBacklogAlarm": _alarm(
            "send-backlog",
            "a ring has waited for half an hour: messages leave late",
            **queue("SendQueue", "ApproximateAgeOfOldestMessage"),
            Statistic="Maximum",
            Period=300,
            Threshold=1800,
        ),
        "Api5xxAlarm": _alarm(
            "api-5xx",
            "one in a hundred requests was answered with a fault of ours",
            **api("5XXError"),
            Statistic="Average",
            Period=300,
            EvaluationPeriods=3,
            DatapointsToAlarm=2,
            Threshold=0.01,
        ),
        "ApiLatencyAlarm": _alarm(
            "api-slow",
            "one in twenty requests takes more than three seconds",
            **api("Latency"),
            ExtendedStatistic="p95",
            Period=300,
            EvaluationPeriods=3,
            DatapointsToAlarm=2,
            Threshold=3000,
        ),
        "DegradedTurnsAlarm": _alarm(
            "degraded-turns",
            "the model did not answer twenty turns in a quarter of an hour; the library answered instead",
            **_metric(NAMESPACE, DEGRADED, "Stage", stage),
            Statistic="Sum",
            Period=900,
            Threshold=20,
        ),
        "TableReadThrottleAlarm": _alarm(
            "table-reads-refused", "the table refuses reads", **table("ReadThrottleEvents"), **each
        ),
        "TableWriteThrottleAlarm": _alarm(
            "table-writes-refused", "the table refuses writes", **table("WriteThrottleEvents"), **each
        ),
        "PortfolioFailedAlarm": _alarm(
            "portfolio-failed",
            "a portfolio was not scored to its end",
            **_metric("AWS/States", "ExecutionsFailed", "StateMachineArn", {"Ref": "PortfolioMap"}),
            **each,
        ),
    }


def _dashboard(stage: str) -> dict[str, Any]:
    """Six widgets on one screen; names of functions are filled in by CloudFormation."""

    def widget(title: str, metrics: list[Any], stat: str, place: int) -> dict[str, Any]:
        return {
            "type": "metric",
            "x": place % 2 * 12,
            "y": place // 2 * 6,
            "width": 12,
            "height": 6,
            "properties": {
                "title": title,
                "metrics": metrics,
                "stat": stat,
                "period": 300,
                "region": "${AWS::Region}",
                "view": "timeSeries",
            },
        }

    def functions(metric: str) -> list[Any]:
        return [["AWS/Lambda", metric, "FunctionName", f"${{{one.logical}}}"] for one in FUNCTIONS]

    api = ["ApiName", "dasibom", "Stage", stage]
    table = ["TableName", "${Table}"]
    queues = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"${{{name}.QueueName}}"]
        for name in ("SendQueue", "SendDeadLetters", "FailedEvents")
    ]
    widgets = [
        widget(
            "Requests, faults",
            [["AWS/ApiGateway", m, *api] for m in ("Count", "4XXError", "5XXError")],
            "Sum",
            0,
        ),
        widget(
            "Latency p95 (ms)",
            [["AWS/ApiGateway", m, *api] for m in ("Latency", "IntegrationLatency")],
            "p95",
            1,
        ),
        widget("Errors by function", functions("Errors"), "Sum", 2),
        widget("Duration p95 by function (ms)", functions("Duration"), "p95", 3),
        widget("Queues", queues, "Maximum", 4),
        widget(
            "Table units",
            [["AWS/DynamoDB", f"Consumed{kind}CapacityUnits", *table] for kind in ("Read", "Write")],
            "Sum",
            5,
        ),
        widget("Answered without the model", [[NAMESPACE, DEGRADED, "Stage", stage]], "Sum", 6),
        widget(
            "Firewall: refused",
            [
                [
                    "AWS/WAFV2",
                    "BlockedRequests",
                    "WebACL",
                    "Firewall",
                    "Region",
                    "${AWS::Region}",
                    "Rule",
                    rule,
                ]
                for rule in (
                    "PerViewerAddress",
                    "PerDirectAddress",
                    "PerToken",
                    "CommonFaults",
                    "KnownBadInputs",
                )
            ],
            "Sum",
            7,
        ),
    ]
    body = json.dumps({"widgets": widgets}, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardName": {"Ref": "AWS::StackName"}, "DashboardBody": {"Fn::Sub": body}},
    }


def fragment(stage: str) -> dict[str, Any]:
    """Alarms of every function, of queues, API, table and portfolio map; the dashboard."""
    resources: dict[str, Any] = {}
    for function in FUNCTIONS:
        resources |= _of_function(function, stage)
    return {"Resources": {**resources, **_of_the_rest(stage), "Dashboard": _dashboard(stage)}}
