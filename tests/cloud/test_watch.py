"""What is declared in Cloud Monitoring is what the tests of alerts judged."""

import json
import re

from infra.cloud.table import INFRA
from infra.watch.alerts import ALERTS, RUNBOOK, TooLargeShare
from infra.watch.expressions import (
    LATE_QUEUES,
    OUTSIDE,
    expression_of,
    metric_of,
    whole_of,
)
from infra.watch.promises import DAYS, PROMISES
from infra.watch.queries import QUERIES
from tests.cloud.recorder import Cloud

POLICIES = "monitoring/alertPolicy:AlertPolicy"


def test_every_alert_is_declared_with_its_own_filter(cloud: Cloud) -> None:
    policies, metrics = cloud.of(POLICIES), cloud.of("logging/metric:Metric")

    for alert in ALERTS:
        (condition,) = policies[alert.name]["conditions"]
        assert condition["conditionPrometheusQueryLanguage"]["query"] == expression_of(alert)
        assert metrics[metric_of(alert)]["filter"] == alert.lines
        if isinstance(alert, TooLargeShare):
            assert metrics[whole_of(alert)]["filter"] == alert.of


def test_promises_are_counted_by_metrics_that_are_there(cloud: Cloud) -> None:
    slos, metrics = cloud.of("monitoring/slo:Slo"), cloud.of("logging/metric:Metric")

    assert set(slos) == {promise.name for promise in PROMISES}
    for promise in PROMISES:
        for series in (promise.bad, promise.whole):
            assert metrics[series.metric]["filter"] == series.lines
        ratio = slos[promise.name]["requestBasedSli"]["goodTotalRatio"]
        named = [ratio["badServiceFilter"], ratio["totalServiceFilter"]]
        assert all(any(f'user/{name}"' in one for name in metrics) for one in named)
        assert slos[promise.name]["rollingPeriodDays"] == DAYS


def test_every_alert_reaches_somebody_and_says_what_to_do(cloud: Cloud) -> None:
    for name, policy in cloud.of(POLICIES).items():
        assert policy["notificationChannels"]
        assert f"{RUNBOOK}#{name}" in policy["documentation"]["content"]


def test_every_policy_has_its_section_in_the_runbook(cloud: Cloud) -> None:
    headings = set(re.findall(r"^## (\S+)$", (INFRA.parent / RUNBOOK).read_text(), re.MULTILINE))

    assert set(cloud.of(POLICIES)) <= headings


def test_what_google_tells_is_judged_by_the_expressions_that_were_tested(cloud: Cloud) -> None:
    for name, _, level, expression in (*LATE_QUEUES, *OUTSIDE):
        policy = cloud.of(POLICIES)[name]
        (condition,) = policy["conditions"]
        assert condition["conditionPrometheusQueryLanguage"]["query"] == expression
        assert policy["severity"] == {"page": "CRITICAL", "ticket": "WARNING"}[level]


def test_nothing_is_declared_that_no_test_has_judged(cloud: Cloud) -> None:
    judged = {one.name for one in ALERTS} | {row[0] for row in (*LATE_QUEUES, *OUTSIDE)}

    assert set(cloud.of(POLICIES)) == judged


def test_the_certificate_is_watched_from_outside(cloud: Cloud) -> None:
    (check,) = cloud.of("monitoring/uptimeCheckConfig:UptimeCheckConfig").values()

    assert check["httpCheck"]["validateSsl"] is True
    assert {"certificate-expires", "site-unreachable"} <= set(cloud.of(POLICIES))


def test_saved_queries_are_declared(cloud: Cloud) -> None:
    saved = cloud.of("logging/savedQuery:SavedQuery")

    assert {name: row["loggingQuery"]["filter"] for name, row in saved.items()} == {
        query.name: query.filter for query in QUERIES
    }


def test_the_dashboard_is_a_document(cloud: Cloud) -> None:
    (dashboard,) = cloud.of("monitoring/dashboard:Dashboard").values()

    assert json.loads(dashboard["dashboardJson"])["gridLayout"]["widgets"]


def test_spending_is_told_before_it_is_too_late(cloud: Cloud) -> None:
    (budget,) = cloud.of("billing/budget:Budget").values()
    shares = [rule["thresholdPercent"] for rule in budget["thresholdRules"]]

    assert shares == [0.5, 0.9, 1.0]
    assert budget["amount"]["specifiedAmount"]["units"] == "1000"
