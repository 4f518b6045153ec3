"""The table as it is deployed: its posture read from the template, its shape made on a running DynamoDB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.provision import TEMPLATE, create_from_template, load_template, table_properties

from .support import TABLE, moto_client

TEMPLATE_TABLE = load_template()["Resources"]["Table"]
PROPERTIES = TEMPLATE_TABLE["Properties"]
KEY = load_template()["Resources"]["TableKey"]


def test_what_is_deployed_can_be_restored_and_is_not_deleted_by_mistake() -> None:
    assert PROPERTIES["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True,
        "RecoveryPeriodInDays": 35,
    }
    assert PROPERTIES["DeletionProtectionEnabled"] is True
    assert TEMPLATE_TABLE["DeletionPolicy"] == TEMPLATE_TABLE["UpdateReplacePolicy"] == "Retain"
    assert KEY["DeletionPolicy"] == KEY["UpdateReplacePolicy"] == "Retain"


def test_what_is_deployed_is_encrypted_with_a_key_of_the_operator_that_rotates() -> None:
    assert PROPERTIES["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": {"Fn::GetAtt": ["TableKey", "Arn"]},
    }
    assert KEY["Properties"]["EnableKeyRotation"] is True


def test_the_key_serves_this_account_only_and_data_through_dynamodb_only() -> None:
    root = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    for statement in KEY["Properties"]["KeyPolicy"]["Statement"]:
        assert statement["Principal"] == root
        assert "kms:*" not in statement["Action"]
        uses = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"} & set(
            statement["Action"]
        )
        if uses:
            assert "kms:ViaService" in statement["Condition"]["StringEquals"]


def test_expiry_pays_per_request_and_tags_are_set() -> None:
    assert PROPERTIES["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert PROPERTIES["BillingMode"] == "PAY_PER_REQUEST"
    assert {tag["Key"] for tag in PROPERTIES["Tags"]} >= {"project", "holds"}


def test_the_template_passes_cfn_lint() -> None:
    lint = Path(sys.executable).with_name("cfn-lint")
    checked = subprocess.run([lint, TEMPLATE], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_running_table_is_the_templates() -> None:
    with moto_client() as client:
        made = client.describe_table(TableName=TABLE)["Table"]
        assert made["KeySchema"] == PROPERTIES["KeySchema"]
        assert made["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert made["DeletionProtectionEnabled"] is True
        (index,) = made["GlobalSecondaryIndexes"]
        assert index["IndexName"] == "due" and index["Projection"] == {"ProjectionType": "ALL"}
        expiry = client.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
        assert expiry == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}
        backups = client.describe_continuous_backups(TableName=TABLE)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_making_the_table_again_changes_nothing_and_a_foreign_one_is_refused() -> None:
    with moto_client() as client:
        assert create_from_template(client, load_template(), TABLE) is False
        client.create_table(
            TableName="foreign",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
        with pytest.raises(ValueError, match="other keys"):
            create_from_template(client, load_template(), "foreign")


@pytest.mark.parametrize("tables", [0, 2])
def test_a_template_with_no_or_two_tables_is_refused(tables: int) -> None:
    template: Any = {"Resources": {f"T{number}": TEMPLATE_TABLE for number in range(tables)}}
    with pytest.raises(ValueError, match="one is expected"):
        table_properties(template)


def test_the_template_lies_beside_its_reader() -> None:
    assert Path("infra") / "table.json" == TEMPLATE.relative_to(Path(__file__).parents[2])
