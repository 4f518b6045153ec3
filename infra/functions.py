"""The deployed functions: the one list from which environment, log groups, alarms and the dashboard follow.

Memory, timeout, concurrency and policy stand in .chalice/config.json, where Chalice reads them. What must not enter:
what a function does. A test compares this list with the handlers that app.py registers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

ROOT: Final = Path(__file__).resolve().parent.parent
RUNTIME: Final = "python3.13"
"""The Lambda runtime; `python -m infra.build` fetches wheels for it whatever Python runs the build."""

Trigger = Literal["api", "schedule", "queue", "direct", "states"]


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `name` is Chalice's, `logical` the template's; `late_at` is the share of the timeout that alarms.

    `every`: seconds within which a scheduled function must have run (else an alarm), None for the others.
    """

    name: str
    logical: str
    handler: str
    trigger: Trigger
    table: bool
    every: int | None = None

    @property
    def role(self) -> str:
        return ("ApiHandler" if self.name == "api_handler" else self.logical) + "Role"

    @property
    def log_group(self) -> str:
        return self.role.removesuffix("Role") + "LogGroup"


FUNCTIONS: Final = (
    Function("api_handler", "APIHandler", "app.app", "api", table=True),
    Function("sweep", "Sweep", "app.sweep", "schedule", table=True, every=900),
    Function("send", "Send", "app.send", "queue", table=True),
    Function("rerun", "Rerun", "app.rerun", "schedule", table=True, every=86400),
    Function("retain", "Retain", "app.retain", "schedule", table=True, every=86400),
    Function("score", "Score", "app.score", "direct", table=False),
    Function("score_part", "ScorePart", "app.score_part", "states", table=False),
    Function("score_add_up", "ScoreAddUp", "app.score_add_up", "states", table=False),
)

_MODEL: Final = {
    "OPENAI_API_KEY_REF": {"Fn::If": ["UsesModel", {"Ref": "ModelSecret"}, ""]},
    "OPENAI_BASE_URL": {"Fn::If": ["UsesModel", {"Ref": "ModelBaseUrl"}, ""]},
    "CONSULT_MODEL": {"Ref": "ModelName"},
    "MODEL_TRANSFER": {"Ref": "ModelTransfer"},
}
_WEB: Final = {
    "CORS_ORIGINS": {"Ref": "CorsOrigins"},
    "SESSION_DAYS": {"Ref": "SessionDays"},
    "BOOTH_HOURS": {"Ref": "BoothHours"},
    "RATE_LIMITS": {"Ref": "RateLimits"},
    "OPERATOR_NAME": {"Ref": "OperatorName"},
    "OPERATOR_CONTACT": {"Ref": "OperatorContact"},
    "AI_SUPERVISOR": {"Ref": "AiSupervisor"},
    "OIDC_ISSUER": {"Ref": "OidcIssuer"},
    "OIDC_AUDIENCE": {"Ref": "OidcAudience"},
    "OIDC_ROLES_CLAIM": {"Ref": "OidcRolesClaim"},
    "OIDC_JWKS_URL": {"Ref": "OidcJwksUrl"},
}
_VENDOR: Final = {"MESSAGES_SECRET_REF": {"Fn::If": ["UsesVendor", {"Ref": "VendorSecret"}, ""]}}
"""Signs what we send and checks what people send back."""
_MESSAGES: Final = {
    "MESSAGES_SMS": {"Ref": "MessagesSms"},
    "MESSAGES_EMAIL": {"Ref": "MessagesEmail"},
    "MESSAGES_SENDER": {"Ref": "MessagesSender"},
    "MESSAGES_FROM": {"Ref": "MessagesFrom"},
    "MESSAGES_VENDOR": {"Ref": "MessagesVendor"},
    **_VENDOR,
}
_OWN: Final[dict[str, dict[str, Any]]] = {
    "api_handler": {**_WEB, **_MODEL, **_VENDOR},
    "sweep": {"SEND_QUEUE_URL": {"Ref": "SendQueue"}},
    "send": _MESSAGES,
    "retain": {"CASE_DAYS": {"Ref": "CaseDays"}},
}


def environment(function: Function, stage: str) -> dict[str, Any]:
    """Variables of one function: what it reads and no more. Secrets stand here as names, never as values."""
    found: dict[str, Any] = {"STAGE": stage, **_OWN.get(function.name, {})}
    if function.table:
        found |= {"STORE": "dynamodb", "TABLE_NAME": {"Ref": "Table"}}
    return dict(sorted(found.items()))


def config() -> dict[str, Any]:
    """.chalice/config.json."""
    read: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text("utf-8"))
    return read


def settings(function: Function, stage: str) -> dict[str, Any]:
    """What .chalice/config.json says of one function in a stage. Raises KeyError for a stage that is not there."""
    found: dict[str, Any] = config()["stages"][stage]["lambda_functions"][function.name]
    return found


def policy(function: Function, stage: str) -> dict[str, Any]:
    """The hand-written policy of one function."""
    path = ROOT / ".chalice" / settings(function, stage)["iam_policy_file"]
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def fragment(stage: str) -> dict[str, Any]:
    """Runtime, environment and log group of every function, merged over what Chalice writes."""
    resources: dict[str, Any] = {}
    for function in FUNCTIONS:
        resources[function.logical] = {
            "Properties": {
                # Named, because the program's metrics take the function's name from the end of Lambda's.
                "FunctionName": {"Fn::Sub": f"${{AWS::StackName}}-{function.name}"},
                "Runtime": RUNTIME,
                "Environment": {"Variables": environment(function, stage)},
                "LoggingConfig": {"LogGroup": {"Ref": function.log_group}},
            }
        }
        resources[function.log_group] = {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{function.name}"},
                "RetentionInDays": {"Ref": "LogRetentionDays"},
                "KmsKeyId": {"Fn::GetAtt": ["OperationsKey", "Arn"]},
            },
        }
    return {"Resources": resources}
