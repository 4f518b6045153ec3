"""A template's values as CloudFormation would fill them in, and IAM's answer to one call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

REGION = "ap-northeast-2"
ACCOUNT = "123456789012"
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "dasibom-test",
    "AWS::URLSuffix": "amazonaws.com",
}
_ARN = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{r}:{a}:table/{n}",
    "AWS::SQS::Queue": "arn:aws:sqs:{r}:{a}:{n}",
    "AWS::S3::Bucket": "arn:aws:s3:::{n}",
    "AWS::KMS::Key": "arn:aws:kms:{r}:{a}:key/{n}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{r}:{a}:log-group:{n}:*",
    "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:{r}:{a}:secret:{n}",
}


class Stack:
    """A template with parameters and the physical names of its resources (by default the logical ones, lowered)."""

    def __init__(
        self, template: Mapping[str, Any], names: Mapping[str, str] | None = None, **parameters: Any
    ) -> None:
        self.template, self.names = template, dict(names or {})
        declared = template["Parameters"]
        unknown = parameters.keys() - declared.keys()
        assert not unknown, f"no such parameters: {unknown}"
        self.parameters = {name: parameters.get(name, one["Default"]) for name, one in declared.items()}

    def value(self, node: Any) -> Any:
        """The node with its intrinsic functions answered; None stands for AWS::NoValue."""
        if isinstance(node, list):
            return [found for found in map(self.value, node) if found is not None]
        if not isinstance(node, Mapping):
            return node
        if len(node) == 1:
            ((name, inner),) = node.items()
            if name == "Ref":
                return self._ref(inner)
            if name == "Fn::GetAtt":
                return self._attribute(*inner)
            if name == "Fn::Sub":
                text, own = (inner, {}) if isinstance(inner, str) else inner
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._named(found[1], own), text)
            if name == "Fn::If":
                return self.value(inner[1] if self.condition(inner[0]) else inner[2])
            if name == "Fn::Equals":
                return self.value(inner[0]) == self.value(inner[1])
            if name == "Fn::Not":
                return not self.value(inner[0])
        return {key: value for key, raw in node.items() if (value := self.value(raw)) is not None}

    def condition(self, name: str) -> bool:
        return bool(self.value(self.template["Conditions"][name]))

    def _named(self, whole: str, own: Mapping[str, Any]) -> str:
        if whole in own:
            return str(self.value(own[whole]))
        name, _, attribute = whole.partition(".")
        return str(self._attribute(name, attribute) if attribute else self._ref(name))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return None
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.parameters:
            return self.parameters[name]
        if name == "RestAPI.Stage":  # SAM's name for the stage that it makes
            return "stage"
        assert name in self.template["Resources"], f"Ref to nothing: {name}"
        if self.template["Resources"][name]["Type"] == "AWS::SecretsManager::Secret":
            return self._attribute(name, "Arn")
        return self.names.get(name, name.lower())

    def _attribute(self, name: str, attribute: str) -> str:
        kind = self.template["Resources"][name]["Type"]
        named = self.names.get(name, name.lower())
        if attribute == "Arn" and kind in _ARN:
            return named if named.startswith("arn:") else self.arn(kind, named)
        return f"{named}.{attribute}"

    @staticmethod
    def arn(kind: str, name: str) -> str:
        """The ARN of a thing of that kind in the test's account; an SQS queue may be given by its URL."""
        return _ARN[kind].format(r=REGION, a=ACCOUNT, n=name.rsplit("/", 1)[-1] if "SQS" in kind else name)

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: one for name, one in self.template["Resources"].items() if one["Type"] == kind}

    def statements(self, role: str) -> list[dict[str, Any]]:
        """The statements of a role's own policies, filled in."""
        found = []
        for policy in self.template["Resources"][role]["Properties"]["Policies"]:
            found += self.value(policy["PolicyDocument"]["Statement"])
        return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def grants(statement: Mapping[str, Any], action: str, resource: str) -> bool:
    """Whether a statement speaks of this action on this resource."""
    return any(fnmatchcase(action, one) for one in listed(statement["Action"])) and any(
        fnmatchcase(resource, one) for one in listed(statement["Resource"])
    )


def allowed(statements: Iterable[Mapping[str, Any]], action: str, resource: str) -> bool:
    """IAM's answer: some statement allows it and none denies it."""
    speaking = [one for one in statements if grants(one, action, resource)]
    return bool(speaking) and all(one["Effect"] == "Allow" for one in speaking)
