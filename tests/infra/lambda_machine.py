"""A stand-in for Lambda: the packaged zip unpacked, a clean interpreter for each function, moto's server as AWS."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.functions import FUNCTIONS, Function
from infra.sdk import machine_python

from .support import REGION, Stack

DRIVER = Path(__file__).with_name("driver.py")

# IAM's names where they are not the operation's; a transaction is allowed by its parts.
ACTIONS = {("sqs", "SendMessageBatch"): "sqs:SendMessage", ("sesv2", "SendEmail"): "ses:SendEmail"}
PARTS = {
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
}
S3 = {"ListObjectsV2": "s3:ListBucket"}


def unpacked(package: Path, target: Path) -> Path:
    with zipfile.ZipFile(package) as made:
        made.extractall(target)
    for path in [target, *target.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)  # /var/task cannot be written
    return target


class Machine:
    """One function running. `calls` gathers every call to AWS as (action, resource)."""

    def __init__(self, process: subprocess.Popen[str], function: Function) -> None:
        self._process, self.function = process, function
        self.hello = self._read()
        self.calls: set[tuple[str, str]] = set()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            assert self._process.stderr is not None
            raise AssertionError(f"{self.function.name} ended: {self._process.stderr.read()[-1500:]}")
        return json.loads(line)

    def invoke(self, event: Any, now: str | None = None, **more: int) -> Any:
        """The function's answer; asks=n: its time is up at the n-th look. Raises AssertionError where it raised."""
        return self._ask({"event": event, **more} | ({"now": now} if now else {}))

    def admit(self, key: str) -> None:
        """Let a member of staff in by this key from now on."""
        self._ask({"staff_key": key, "call": "builtins:len", "with": [""]})

    def call(self, place: str, *arguments: Any) -> str:
        """What a function of the package answers, as text."""
        return str(self._ask({"call": place, "with": arguments}))

    def _ask(self, line: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        told = self._read()
        for service, operation, parameters in told["calls"]:
            self.calls |= set(needed(service, operation, parameters))
        assert "error" not in told, told["error"]
        return told["answer"]

    def http(
        self, method: str, route: str, path: str | None = None, **more: Any
    ) -> tuple[int, dict[str, str], Any]:
        """A request as API Gateway hands it over; answers (status, headers, JSON body or text)."""
        answer = self.invoke(gateway_event(method, route, path or route, **more))
        headers = {k: v for k, v in answer["headers"].items() if isinstance(v, str)}
        body = answer["body"]
        return (
            answer["statusCode"],
            headers,
            json.loads(body) if body and "json" in headers["Content-Type"] else body,
        )


def gateway_event(
    method: str,
    route: str,
    path: str,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    **params: str,
) -> dict[str, Any]:
    """API Gateway's proxy event."""
    sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    return {
        "resource": route,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": params or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": route,
            "httpMethod": method,
            "path": path,
            "stage": "prod",
            "requestId": "r-1",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": None if body is None else json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
    }


def needed(service: str, operation: str, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(action, resource) pairs that IAM is asked about for one call."""

    def table(name: str) -> str:
        return Stack.arn("AWS::DynamoDB::Table", name)

    if service == "dynamodb":
        if operation == "TransactWriteItems":
            for action in parameters["TransactItems"]:
                ((kind, request),) = action.items()
                yield f"dynamodb:{PARTS[kind]}", table(request["TableName"])
        elif "RequestItems" in parameters:
            for name in parameters["RequestItems"]:
                yield f"dynamodb:{operation}", table(name)
        else:
            index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
            yield f"dynamodb:{operation}", table(parameters["TableName"]) + index
    elif service == "sqs":
        name = parameters["QueueUrl"].rsplit("/", 1)[-1]
        yield ACTIONS[service, operation], Stack.arn("AWS::SQS::Queue", name)
    elif service == "sns":
        yield f"sns:{operation}", parameters.get("TopicArn") or "*"
    elif service == "sesv2":
        sender = parameters["FromEmailAddress"]
        yield (
            ACTIONS[service, operation],
            f"arn:aws:ses:{REGION}:123456789012:identity/{sender.rpartition('@')[2]}",
        )
    elif service == "secretsmanager":
        yield f"secretsmanager:{operation}", parameters["SecretId"]
    elif service == "s3":
        bucket = Stack.arn("AWS::S3::Bucket", parameters["Bucket"])
        yield (
            S3.get(operation, f"s3:{operation}"),
            bucket + (f"/{parameters['Key']}" if "Key" in parameters else ""),
        )
    else:
        raise AssertionError(f"no rule says what IAM asks about {service}:{operation}")


@contextmanager
def running(name: str, task: Path, sdk: Path, stack: Stack, endpoint: str, **more: str) -> Iterator[Machine]:
    """A function in a clean environment: its own variables of the template, the SDK, the unpacked zip."""
    (function,) = [one for one in FUNCTIONS if one.name == name]
    properties = stack.template["Resources"][function.logical]["Properties"]
    variables = {k: str(v) for k, v in stack.value(properties["Environment"]["Variables"]).items()}
    env = {
        **variables,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "_HANDLER": properties["Handler"],
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        **more,
    }
    python, _ = machine_python()
    command = [python, "-I", "-S", DRIVER, task, sdk, properties["Handler"]]
    process = subprocess.Popen(
        command,
        env=env,
        cwd=task,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Machine(process, function)
    finally:
        process.kill()
        process.communicate()
