"""Nine Cloud Run services; only the inbox API can be reached from outside, through the balancer."""

import pulumi
from pulumi_gcp import cloudrunv2, secretmanager

from infra.cloud.accounts import Accounts
from infra.cloud.environment import SWITCH_FILE, SWITCH_FOLDER, SWITCH_SECRET, environment_of
from infra.cloud.plan import Plan
from infra.cloud.table import Function, Table

# Images and traffic belong to releases, which are made and taken back by another command.
_OF_RELEASES = ["template.containers[0].image", "template.revision", "traffics", "client"]


def make_services(
    table: Table,
    accounts: Accounts,
    secrets: dict[str, secretmanager.Secret],
    plan: Plan,
) -> dict[str, cloudrunv2.Service]:
    """Every service scales to nothing."""
    services = {row.name: _service(row, accounts, secrets, plan) for row in table.functions}
    for row in table.functions:
        _invite_callers(row, services[row.name], table, accounts, plan)
    return services


def _service(
    function: Function,
    accounts: Accounts,
    secrets: dict[str, secretmanager.Secret],
    plan: Plan,
) -> cloudrunv2.Service:
    outside = "LOAD_BALANCER" if function.trigger == "http" else "ONLY"
    prefix = "INGRESS_TRAFFIC_INTERNAL_"
    return cloudrunv2.Service(
        function.service,
        name=function.service,
        location=plan.region,
        ingress=f"{prefix}{outside}",
        deletion_protection=plan.env == "prod",
        template=cloudrunv2.ServiceTemplateArgs(
            service_account=accounts.functions[function.name].email,
            timeout=f"{function.timeout_s}s",
            max_instance_request_concurrency=function.concurrency,
            scaling=cloudrunv2.ServiceTemplateScalingArgs(
                min_instance_count=0, max_instance_count=function.max_instances
            ),
            volumes=[_switch_volume(secrets)] if function.switch else None,
            containers=[_container(function, secrets, plan)],
        ),
        opts=pulumi.ResourceOptions(ignore_changes=_OF_RELEASES),
    )


def _container(
    function: Function, secrets: dict[str, secretmanager.Secret], plan: Plan
) -> cloudrunv2.ServiceTemplateContainerArgs:
    plain = [
        cloudrunv2.ServiceTemplateContainerEnvArgs(name=name, value=value)
        for name, value in environment_of(function, plan).items()
    ]
    sealed = [_secret_env(name, secrets) for name in function.secrets]
    mount = cloudrunv2.ServiceTemplateContainerVolumeMountArgs(
        name="switch", mount_path=SWITCH_FOLDER
    )
    return cloudrunv2.ServiceTemplateContainerArgs(
        image=plan.image(function.service),
        envs=[*plain, *sealed],
        volume_mounts=[mount] if function.switch else None,
        resources=cloudrunv2.ServiceTemplateContainerResourcesArgs(
            limits={"cpu": "1", "memory": function.memory},
            cpu_idle=True,
            startup_cpu_boost=True,
        ),
    )


def _secret_env(
    name: str, secrets: dict[str, secretmanager.Secret]
) -> cloudrunv2.ServiceTemplateContainerEnvArgs:
    return cloudrunv2.ServiceTemplateContainerEnvArgs(
        name=name,
        value_source=cloudrunv2.ServiceTemplateContainerEnvValueSourceArgs(
            secret_key_ref=cloudrunv2.ServiceTemplateContainerEnvValueSourceSecretKeyRefArgs(
                secret=secrets[name].secret_id, version="latest"
            )
        ),
    )


def _switch_volume(
    secrets: dict[str, secretmanager.Secret],
) -> cloudrunv2.ServiceTemplateVolumeArgs:
    # A mounted secret is read anew at each look, so sending is put on hold without a release.
    return cloudrunv2.ServiceTemplateVolumeArgs(
        name="switch",
        secret=cloudrunv2.ServiceTemplateVolumeSecretArgs(
            secret=secrets[SWITCH_SECRET].secret_id,
            items=[
                cloudrunv2.ServiceTemplateVolumeSecretItemArgs(path=SWITCH_FILE, version="latest")
            ],
        ),
    )


def _invite_callers(
    function: Function,
    service: cloudrunv2.Service,
    table: Table,
    accounts: Accounts,
    plan: Plan,
) -> None:
    members = {caller: accounts.callers[caller].member for caller in table.callers(function)}
    if function.trigger == "http":
        members = {"browsers": pulumi.Output.from_input("allUsers")}
    for caller, member in members.items():
        cloudrunv2.ServiceIamMember(
            f"{caller}-call-{function.service}",
            project=plan.project,
            location=plan.region,
            name=service.name,
            role="roles/run.invoker",
            member=member,
        )
