"""All parts of one environment, in the order in which they need each other."""

import pulumi

from infra.cloud.accounts import allow_enqueueing, allow_gauging, make_accounts
from infra.cloud.database import make_database
from infra.cloud.nightly import check_contract
from infra.cloud.plan import Plan
from infra.cloud.queues import make_queues, make_schedules
from infra.cloud.releases import make_releases
from infra.cloud.secrets import make_keys, make_secrets
from infra.cloud.services import make_services
from infra.cloud.site import make_files, make_site, make_site_bucket
from infra.cloud.table import Table
from infra.cloud.watch import watch_over


def build_cloud(plan: Plan) -> None:
    """Declare everything; the address that the domain has to point at is the stack's output."""
    table = Table.load()
    accounts = make_accounts(table, plan)
    make_database(plan)
    queues = make_queues(table, plan)
    for function in table.functions:
        allow_enqueueing(function, accounts, queues, plan)
        allow_gauging(function, accounts, queues, plan)
    secrets = make_secrets(table, accounts, plan)
    make_keys(table, accounts, plan)
    services = make_services(table, accounts, secrets, plan)
    make_schedules(table, accounts, plan)
    make_files(table, accounts, plan)
    site = make_site_bucket(plan)
    rule = make_site(services["inbox_api"], site, plan)
    make_releases(accounts, site, plan)
    check_contract(plan)
    watch_over(plan)
    pulumi.export("address", rule.ip_address)
