"""Alerts, saved queries, the certificate, the dashboard and the budget, declared."""

import json
from typing import Any

import pulumi
from pulumi_gcp import billing, logging, monitoring

from infra.cloud.plan import Plan
from infra.watch.alerts import ALERTS, RUNBOOK, Alert, Level, TooLargeShare
from infra.watch.expressions import (
    CHARTS,
    LATE_QUEUES,
    OUTSIDE,
    expression_of,
    metric_of,
    whole_of,
)
from infra.watch.promises import DAYS, PROMISES, Series, filters_of
from infra.watch.queries import QUERIES, SavedQuery

_SEVERITY = {Level.PAGE: "CRITICAL", Level.TICKET: "WARNING"}
_BUDGET_SHARES = (0.5, 0.9, 1.0)


def watch_over(plan: Plan) -> None:
    """Declare what wakes people, and what they open then."""
    channel = monitoring.NotificationChannel(
        "operators", type="email", labels={"email_address": plan.alert_email}
    )
    metrics: dict[str, logging.Metric] = {}
    for alert in ALERTS:
        _alert(alert, channel, metrics)
    for promise in PROMISES:
        _count(promise.bad, metrics)
        _count(promise.whole, metrics)
    _promise(metrics)
    for query in QUERIES:
        _query(query, plan)
    _watch_certificate(channel, plan)
    _watch_queues(channel)
    monitoring.Dashboard("inbox", dashboard_json=json.dumps(_dashboard()))
    _limit_spending(channel, plan)


def _alert(
    alert: Alert, channel: monitoring.NotificationChannel, metrics: dict[str, logging.Metric]
) -> None:
    counted = [Series(metric=metric_of(alert), lines=alert.lines)]
    if isinstance(alert, TooLargeShare):
        counted.append(Series(metric=whole_of(alert), lines=alert.of))
    needs: list[pulumi.Resource] = [_count(series, metrics) for series in counted]
    condition = _prometheus(alert.title, expression_of(alert))
    _policy(alert.name, alert.title, alert.level, condition, channel, needs=needs)


def _count(series: Series, metrics: dict[str, logging.Metric]) -> logging.Metric:
    """Declare a metric once, whoever counts by it."""
    if series.metric not in metrics:
        metrics[series.metric] = logging.Metric(
            series.metric,
            name=series.metric,
            filter=series.lines,
            metric_descriptor=logging.MetricMetricDescriptorArgs(
                metric_kind="DELTA", value_type="INT64"
            ),
        )
    return metrics[series.metric]


def _promise(metrics: dict[str, logging.Metric]) -> None:
    service = monitoring.CustomService("inbox", service_id="inbox", display_name="Unified Inbox")
    for promise in PROMISES:
        bad, whole = filters_of(promise)
        monitoring.Slo(
            promise.name,
            service=service.service_id,
            slo_id=promise.name,
            display_name=promise.title,
            goal=promise.goal,
            rolling_period_days=DAYS,
            request_based_sli=monitoring.SloRequestBasedSliArgs(
                good_total_ratio=monitoring.SloRequestBasedSliGoodTotalRatioArgs(
                    bad_service_filter=bad, total_service_filter=whole
                )
            ),
            opts=pulumi.ResourceOptions(
                depends_on=[metrics[promise.bad.metric], metrics[promise.whole.metric]]
            ),
        )


def _policy(
    name: str,
    title: str,
    level: Level,
    condition: monitoring.AlertPolicyConditionArgs,
    channel: monitoring.NotificationChannel,
    needs: list[pulumi.Resource],
) -> None:
    monitoring.AlertPolicy(
        name,
        display_name=title,
        severity=_SEVERITY[level],
        combiner="OR",
        conditions=[condition],
        notification_channels=[channel.id],
        documentation=monitoring.AlertPolicyDocumentationArgs(
            content=f"{title}. What to do: {RUNBOOK}#{name}", mime_type="text/markdown"
        ),
        opts=pulumi.ResourceOptions(depends_on=needs),
    )


def _prometheus(title: str, query: str) -> monitoring.AlertPolicyConditionArgs:
    return monitoring.AlertPolicyConditionArgs(
        display_name=title,
        condition_prometheus_query_language=(
            monitoring.AlertPolicyConditionConditionPrometheusQueryLanguageArgs(
                query=query, duration="0s", evaluation_interval="60s"
            )
        ),
    )


def _query(query: SavedQuery, plan: Plan) -> None:
    logging.SavedQuery(
        query.name,
        name=query.name,
        display_name=query.title,
        parent=f"projects/{plan.project}",
        location="global",
        visibility="SHARED",
        logging_query=logging.SavedQueryLoggingQueryArgs(filter=query.filter),
    )


def _watch_certificate(channel: monitoring.NotificationChannel, plan: Plan) -> None:
    check = monitoring.UptimeCheckConfig(
        "health",
        display_name="API and certificate",
        timeout="10s",
        period="300s",
        http_check=monitoring.UptimeCheckConfigHttpCheckArgs(
            path="/api/health", port=443, use_ssl=True, validate_ssl=True
        ),
        monitored_resource=monitoring.UptimeCheckConfigMonitoredResourceArgs(
            type="uptime_url", labels={"project_id": plan.project, "host": plan.domain}
        ),
    )
    for name, title, level, query in OUTSIDE:
        _policy(name, title, level, _prometheus(title, query), channel, needs=[check])


def _watch_queues(channel: monitoring.NotificationChannel) -> None:
    for name, title, level, query in LATE_QUEUES:
        _policy(name, title, level, _prometheus(title, query), channel, needs=[])


def _limit_spending(channel: monitoring.NotificationChannel, plan: Plan) -> None:
    billing.Budget(
        "month",
        display_name=f"{plan.project} a month",
        billing_account=plan.billing_account,
        budget_filter=billing.BudgetBudgetFilterArgs(projects=[f"projects/{plan.number}"]),
        amount=billing.BudgetAmountArgs(
            specified_amount=billing.BudgetAmountSpecifiedAmountArgs(
                currency_code="USD", units=str(plan.monthly_budget)
            )
        ),
        threshold_rules=[
            billing.BudgetThresholdRuleArgs(threshold_percent=share) for share in _BUDGET_SHARES
        ],
        all_updates_rule=billing.BudgetAllUpdatesRuleArgs(
            monitoring_notification_channels=[channel.id]
        ),
    )


def _dashboard() -> dict[str, Any]:
    charts = [_chart(title, query) for title, query in CHARTS]
    return {"displayName": "Unified Inbox", "gridLayout": {"columns": "2", "widgets": charts}}


def _chart(title: str, query: str) -> dict[str, Any]:
    source = {"prometheusQuery": query}
    return {
        "title": title,
        "xyChart": {"dataSets": [{"timeSeriesQuery": source, "plotType": "LINE"}]},
    }
