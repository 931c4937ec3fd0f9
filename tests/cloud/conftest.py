"""The whole cloud of one environment, declared once."""

import asyncio

import pulumi
import pytest

from infra.cloud.plan import Plan
from infra.cloud.program import build_cloud
from tests.cloud.recorder import Cloud

PLAN = Plan(
    env="prod",
    project="project",
    number="42",
    region="europe-west1",
    domain="inbox.example",
    repository="inbox",
    source="owner/unified-inbox",
    release="abc1234",
    mail_from="inbox@inbox.example",
    leads_to="owner@inbox.example",
    alert_email="ops@inbox.example",
    billing_account="000000-000000-000000",
    monthly_budget=1000,
)


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Production."""
    return PLAN


@pytest.fixture(scope="session")
def cloud(plan: Plan) -> Cloud:
    """What the program declares; nothing outside this process is reached."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    recorder = Cloud()
    pulumi.runtime.set_mocks(recorder, project="unified-inbox", stack="production")

    @pulumi.runtime.test
    def declare() -> None:
        build_cloud(plan)

    declare()
    return recorder
