"""Who may do what: an account per function, and nothing given to all of them at once."""

from dataclasses import dataclass

from pulumi_gcp import cloudtasks, projects, serviceaccount

from infra.cloud.plan import Plan
from infra.cloud.table import Function, Table

CALLERS = ("tasks", "scheduler")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The service accounts by function, and those that call them."""

    functions: dict[str, serviceaccount.Account]
    callers: dict[str, serviceaccount.Account]


def make_accounts(table: Table, plan: Plan) -> Accounts:
    """One account per function may use the database; two more only call functions."""
    functions = {row.name: _account(row.service, row.name) for row in table.functions}
    callers = {name: _account(name, name) for name in CALLERS}
    for row in table.functions:
        projects.IAMMember(
            f"{row.service}-database",
            project=plan.project,
            role="roles/datastore.user",
            member=functions[row.name].member,
        )
    return Accounts(functions=functions, callers=callers)


def allow_enqueueing(
    function: Function, accounts: Accounts, queues: dict[str, cloudtasks.Queue], plan: Plan
) -> None:
    """A function may fill its own queues and have their tasks signed, and nothing else."""
    account = accounts.functions[function.name]
    for name in function.enqueues:
        cloudtasks.QueueIamMember(
            f"{function.service}-fills-{name}",
            project=plan.project,
            location=plan.region,
            name=queues[name].name,
            role="roles/cloudtasks.enqueuer",
            member=account.member,
        )
    if function.enqueues:
        serviceaccount.IAMMember(
            f"{function.service}-signs-tasks",
            service_account_id=accounts.callers["tasks"].name,
            role="roles/iam.serviceAccountUser",
            member=account.member,
        )


def allow_gauging(
    function: Function, accounts: Accounts, queues: dict[str, cloudtasks.Queue], plan: Plan
) -> None:
    """Whoever tells how full queues are reads every one of them, and fills none by that."""
    if not function.gauges:
        return
    for name, queue in queues.items():
        cloudtasks.QueueIamMember(
            f"{function.service}-gauges-{name}",
            project=plan.project,
            location=plan.region,
            name=queue.name,
            role="roles/cloudtasks.viewer",
            member=accounts.functions[function.name].member,
        )


def _account(account_id: str, display_name: str) -> serviceaccount.Account:
    return serviceaccount.Account(account_id, account_id=account_id, display_name=display_name)
