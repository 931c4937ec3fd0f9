"""Who may call what, and with which rights."""

from typing import Any

from infra.cloud.plan import Plan
from infra.cloud.table import Table
from tests.cloud.recorder import Cloud

SERVICES = "cloudrunv2/service:Service"
INVOKERS = "cloudrunv2/serviceIamMember:ServiceIamMember"
TABLE = Table.load()


def test_every_function_of_the_table_is_a_service(cloud: Cloud) -> None:
    assert set(cloud.of(SERVICES)) == {row.service for row in TABLE.functions}


def test_only_the_api_can_be_called_by_anybody(cloud: Cloud) -> None:
    public = {row["name"] for row in cloud.of(INVOKERS).values() if "all" in row["member"]}

    assert public == {"inbox-api"}


def test_each_function_is_called_by_its_queue_or_clock_alone(cloud: Cloud, plan: Plan) -> None:
    invited = {(row["name"], row["member"]) for row in cloud.of(INVOKERS).values()}
    expected = {
        (row.service, f"serviceAccount:{plan.account(caller)}")
        for row in TABLE.functions
        for caller in TABLE.callers(row)
    }

    assert invited == expected | {("inbox-api", "allUsers")}


def test_nothing_but_the_balancer_reaches_the_api_and_nothing_outside_the_rest(
    cloud: Cloud,
) -> None:
    ingress = {name: row["ingress"] for name, row in cloud.of(SERVICES).items()}

    assert ingress.pop("inbox-api") == "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    assert set(ingress.values()) == {"INGRESS_TRAFFIC_INTERNAL_ONLY"}


def test_services_scale_to_nothing_and_cannot_be_deleted_in_production(cloud: Cloud) -> None:
    for row in cloud.of(SERVICES).values():
        assert row["template"]["scaling"]["minInstanceCount"] == 0
        assert row["deletionProtection"] is True


def test_limits_are_those_of_the_table(cloud: Cloud) -> None:
    services = cloud.of(SERVICES)
    for row in TABLE.functions:
        template = services[row.service]["template"]
        assert template["timeout"] == f"{row.timeout_s}s"
        assert template["maxInstanceRequestConcurrency"] == row.concurrency
        assert template["scaling"]["maxInstanceCount"] == row.max_instances
        assert template["containers"][0]["resources"]["limits"]["memory"] == row.memory


def test_each_service_has_an_account_of_its_own(cloud: Cloud) -> None:
    accounts = [row["template"]["serviceAccount"] for row in cloud.of(SERVICES).values()]

    assert len(set(accounts)) == len(accounts)


def test_secrets_are_read_by_those_that_the_table_names(cloud: Cloud, plan: Plan) -> None:
    readers = {
        (row["secretId"], row["member"])
        for row in cloud.of("secretmanager/secretIamMember:SecretIamMember").values()
    }
    expected = {
        (name, _member(row.service, plan)) for row in TABLE.functions for name in row.secrets
    }
    held = {("DISPATCH", _member(row.service, plan)) for row in TABLE.functions if row.switch}

    nightly = {("WB_CONTRACT_TOKEN", f"serviceAccount:{plan.account('wb-contract')}")}

    assert readers == expected | held | nightly


def test_no_secret_is_a_plain_variable(cloud: Cloud) -> None:
    names = {name for row in TABLE.functions for name in row.secrets}
    for row in cloud.of(SERVICES).values():
        plain = {env["name"] for env in _envs(row) if "value" in env}
        assert not plain & names


def test_queues_are_filled_by_those_that_the_table_names(cloud: Cloud, plan: Plan) -> None:
    fillers = {
        (row["name"], row["member"])
        for row in cloud.of("cloudtasks/queueIamMember:QueueIamMember").values()
        if row["role"] == "roles/cloudtasks.enqueuer"
    }

    assert fillers == {
        (queue, _member(row.service, plan)) for row in TABLE.functions for queue in row.enqueues
    }


def test_queues_are_read_by_those_that_tell_how_full_they_are(cloud: Cloud, plan: Plan) -> None:
    others = [
        (row["name"], row["member"], row["role"])
        for row in cloud.of("cloudtasks/queueIamMember:QueueIamMember").values()
        if row["role"] != "roles/cloudtasks.enqueuer"
    ]
    sweeper = _member("watch-deadlines", plan)

    assert [row.name for row in TABLE.functions if row.gauges] == ["watch_deadlines"]
    assert sorted(others) == sorted(
        (queue.name, sweeper, "roles/cloudtasks.viewer") for queue in TABLE.queues
    )


def test_who_stores_tokens_cannot_open_them(cloud: Cloud, plan: Plan) -> None:
    roles = {
        row["member"]: row["role"]
        for row in cloud.of("kms/cryptoKeyIAMMember:CryptoKeyIAMMember").values()
    }

    assert roles[_member("inbox-api", plan)] == "roles/cloudkms.cryptoKeyEncrypter"
    assert set(roles.values()) <= {
        "roles/cloudkms.cryptoKeyEncrypter",
        "roles/cloudkms.cryptoKeyDecrypter",
    }


def test_functions_have_no_role_over_the_whole_project_but_the_database(cloud: Cloud) -> None:
    roles = {
        row["role"]
        for row in cloud.of("projects/iAMMember:IAMMember").values()
        if not any(name in row["member"] for name in ("deployer", "wb-contract"))
    }

    assert roles == {"roles/datastore.user"}


def test_a_release_to_production_waits_for_somebody_to_agree(cloud: Cloud) -> None:
    trigger = cloud.of("cloudbuild/trigger:Trigger")["release"]

    assert trigger["approvalConfig"]["approvalRequired"] is True
    assert "deployer" in trigger["serviceAccount"]


def test_the_deployer_cannot_give_rights(cloud: Cloud) -> None:
    roles = {row["role"] for row in cloud.of("projects/iAMMember:IAMMember").values()}

    assert not {role for role in roles if "admin" in role.lower()} - {
        "roles/datastore.importExportAdmin"
    }


def _member(service: str, plan: Plan) -> str:
    return f"serviceAccount:{plan.account(service)}"


def _envs(service: dict[str, Any]) -> list[dict[str, Any]]:
    envs: list[dict[str, Any]] = service["template"]["containers"][0]["envs"]
    return envs
