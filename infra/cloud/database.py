"""Firestore: guarded against deletion, backed up, with the indexes that the queries need."""

import json
from typing import Any

import pulumi
from pulumi_gcp import firebaserules, firestore

from infra.cloud.plan import Plan
from infra.cloud.table import INFRA

_DAY_S = 86_400
DAILY_RETENTION = f"{7 * _DAY_S}s"
WEEKLY_RETENTION = f"{98 * _DAY_S}s"


def make_database(plan: Plan) -> firestore.Database:
    """One native database; an hour of it can be read back as it was at any minute for a week."""
    database = firestore.Database(
        "database",
        name="(default)",
        project=plan.project,
        location_id=plan.region,
        type="FIRESTORE_NATIVE",
        delete_protection_state="DELETE_PROTECTION_ENABLED",
        point_in_time_recovery_enablement="POINT_IN_TIME_RECOVERY_ENABLED",
        deletion_policy="ABANDON",
        opts=pulumi.ResourceOptions(protect=True),
    )
    _make_backups(database)
    declared = json.loads((INFRA / "firestore.indexes.json").read_text(encoding="utf-8"))
    for row in declared["indexes"]:
        _index(row, database)
    for row in declared["fieldOverrides"]:
        _field(row, database)
    _refuse_clients(database)
    return database


def _refuse_clients(database: firestore.Database) -> None:
    """The same rules that the emulator loads here: no browser reads or writes."""
    content = (INFRA / "firestore.rules").read_text(encoding="utf-8")
    rules = firebaserules.Ruleset(
        "clients",
        source=firebaserules.RulesetSourceArgs(
            files=[firebaserules.RulesetSourceFileArgs(name="firestore.rules", content=content)]
        ),
        opts=pulumi.ResourceOptions(depends_on=[database]),
    )
    firebaserules.Release("clients", name="cloud.firestore", ruleset_name=rules.name)


def _make_backups(database: firestore.Database) -> None:
    firestore.BackupSchedule(
        "daily-backup",
        database=database.name,
        retention=DAILY_RETENTION,
        daily_recurrence=firestore.BackupScheduleDailyRecurrenceArgs(),
    )
    firestore.BackupSchedule(
        "weekly-backup",
        database=database.name,
        retention=WEEKLY_RETENTION,
        weekly_recurrence=firestore.BackupScheduleWeeklyRecurrenceArgs(day="SUNDAY"),
    )


def index_name(row: dict[str, Any]) -> str:
    """A name that only an equal index has."""
    fields = [
        f"{field['fieldPath']}-{(field.get('order') or field['arrayConfig']).lower()}"
        for field in row["fields"]
    ]
    return "-".join([row["collectionGroup"], row["queryScope"].lower(), *fields])


def _index(row: dict[str, Any], database: firestore.Database) -> None:
    firestore.Index(
        index_name(row),
        database=database.name,
        collection=row["collectionGroup"],
        query_scope=row["queryScope"],
        fields=[
            firestore.IndexFieldArgs(
                field_path=field["fieldPath"],
                order=field.get("order"),
                array_config=field.get("arrayConfig"),
            )
            for field in row["fields"]
        ],
    )


def _field(row: dict[str, Any], database: firestore.Database) -> None:
    firestore.Field(
        f"{row['collectionGroup']}-{row['fieldPath']}",
        database=database.name,
        collection=row["collectionGroup"],
        field=row["fieldPath"],
        ttl_config=firestore.FieldTtlConfigArgs() if row.get("ttl") else None,
        index_config=firestore.FieldIndexConfigArgs(
            indexes=[
                firestore.FieldIndexConfigIndexArgs(
                    order=index.get("order"),
                    array_config=index.get("arrayConfig"),
                    query_scope=index["queryScope"],
                )
                for index in row["indexes"]
            ]
        ),
    )
