"""What must not be lost, and what must not stay."""

import json

from infra.cloud.database import index_name
from infra.cloud.table import INFRA
from tests.cloud.recorder import Cloud

DECLARED = json.loads((INFRA / "firestore.indexes.json").read_text(encoding="utf-8"))


def test_the_database_cannot_be_deleted_and_can_be_read_back(cloud: Cloud) -> None:
    (database,) = cloud.of("firestore/database:Database").values()

    assert database["deleteProtectionState"] == "DELETE_PROTECTION_ENABLED"
    assert database["pointInTimeRecoveryEnablement"] == "POINT_IN_TIME_RECOVERY_ENABLED"


def test_backups_are_made_daily_and_kept_for_a_quarter_weekly(cloud: Cloud) -> None:
    backups = cloud.of("firestore/backupSchedule:BackupSchedule")

    assert backups["daily-backup"]["retention"] == "604800s"
    assert backups["weekly-backup"]["retention"] == "8467200s"


def test_the_rules_that_refuse_browsers_are_in_force(cloud: Cloud) -> None:
    (rules,) = cloud.of("firebaserules/ruleset:Ruleset").values()
    (release,) = cloud.of("firebaserules/release:Release").values()

    (file,) = rules["source"]["files"]
    assert file["content"] == (INFRA / "firestore.rules").read_text(encoding="utf-8")
    assert release["name"] == "cloud.firestore"


def test_every_index_that_a_query_needs_is_declared(cloud: Cloud) -> None:
    names = {index_name(row) for row in DECLARED["indexes"]}

    assert set(cloud.of("firestore/index:Index")) == names
    assert len(names) == len(DECLARED["indexes"])


def test_every_kind_that_ends_has_its_term(cloud: Cloud) -> None:
    ending = {
        (row["collection"], row["field"])
        for row in cloud.of("firestore/field:Field").values()
        if "ttlConfig" in row
    }

    assert ending == {
        (row["collectionGroup"], row["fieldPath"])
        for row in DECLARED["fieldOverrides"]
        if row.get("ttl")
    }
    assert ending


def test_fields_without_queries_have_no_index(cloud: Cloud) -> None:
    fields = cloud.of("firestore/field:Field")
    assert fields["interactions-source"]["indexConfig"].get("indexes", []) == []
    assert len(fields) == len(DECLARED["fieldOverrides"])


def test_files_are_private_and_gone_after_a_month(cloud: Cloud) -> None:
    files = cloud.of("storage/bucket:Bucket")["files"]
    rule = json.loads((INFRA / "files-lifecycle.json").read_text(encoding="utf-8"))["rule"][0]

    assert files["publicAccessPrevention"] == "enforced"
    assert files["softDeletePolicy"]["retentionDurationSeconds"] == 0
    assert files["lifecycleRules"][0]["condition"]["age"] == rule["condition"]["age"]


def test_the_key_of_tokens_is_turned(cloud: Cloud) -> None:
    (key,) = cloud.of("kms/cryptoKey:CryptoKey").values()

    assert key["rotationPeriod"] == "7776000s"
