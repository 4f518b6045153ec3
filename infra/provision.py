"""Makes the table of a CloudFormation template on any DynamoDB endpoint, so that what runs locally is what is deployed.

For development and tests; on AWS the template itself is deployed. The customer-managed key is a resource of the
template and has no counterpart on a local endpoint, so encryption is the one property that is left out here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("table.json")

_TAKEN_OVER = (
    "BillingMode",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "DeletionProtectionEnabled",
    "Tags",
)


def load_template(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template as a dict."""
    template: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return template


def table_properties(template: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the template's only table. Raises ValueError when there is none or more than one."""
    found = [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::DynamoDB::Table"
    ]
    if len(found) != 1:
        raise ValueError(f"the template has {len(found)} tables, one is expected")
    properties: dict[str, Any] = found[0]
    return properties


def create_from_template(client: Any, template: Mapping[str, Any], table_name: str) -> bool:
    """Make the table, its index, expiry and backups; True when it was made, False when it was there already.

    client: boto3's DynamoDB client. Raises its errors, ValueError when a table of the name has other keys.
    """
    properties = table_properties(template)
    wanted = {name: properties[name] for name in _TAKEN_OVER if name in properties}
    try:
        client.create_table(TableName=table_name, **wanted)
    except client.exceptions.ResourceInUseException:
        standing = client.describe_table(TableName=table_name)["Table"]
        if standing["KeySchema"] != wanted["KeySchema"]:
            raise ValueError(f"a table {table_name} with other keys is there already") from None
        return False
    client.get_waiter("table_exists").wait(TableName=table_name)
    client.update_time_to_live(
        TableName=table_name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )
    client.update_continuous_backups(
        TableName=table_name,
        PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"],
    )
    return True
