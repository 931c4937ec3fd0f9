"""The routes of the seller's numbers and of what is wrong."""

from shared.entrypoint.api.handlers import analytics, operations, tables
from shared.entrypoint.api.routing import Kind, Route, route
from shared.entrypoint.api.shapes.analytics import (
    AnalyticsQuery,
    CompareQuery,
    ComplianceAnswer,
    CountedAnswer,
    CountedQuery,
    GoalsAnswer,
    PeriodQuery,
    QualityAnswer,
    QualityHistoryAnswer,
    RatingsAnswer,
    ResponseTimeAnswer,
    RevenueAnswer,
    RevenueQuery,
    TableQuery,
    TopicsAnswer,
    TopicsQuery,
)
from shared.entrypoint.api.shapes.operations import (
    AlertsAnswer,
    PipelineAnswer,
    ReadinessAnswer,
    ReadinessQuery,
)


def analytics_routes() -> tuple[Route, ...]:
    """All of them; each number says which list shows what it counts."""
    return (
        route(
            "GET",
            "/analytics/quality",
            analytics.show_quality,
            "How replies came about: drafts as they were, edited ones, own words, none.",
            query=CompareQuery,
            answer=QualityAnswer,
        ),
        route(
            "GET",
            "/analytics/history",
            analytics.show_history,
            "Replies and arrivals by Moscow days; by months where there are many days.",
            query=AnalyticsQuery,
            answer=QualityHistoryAnswer,
        ),
        route(
            "GET",
            "/analytics/response-time",
            analytics.show_response_time,
            "How long buyers waited for replies that were sent from here.",
            query=AnalyticsQuery,
            answer=ResponseTimeAnswer,
        ),
        route(
            "GET",
            "/analytics/deadlines",
            analytics.show_compliance,
            "How many answers came within their target and limit.",
            query=AnalyticsQuery,
            answer=ComplianceAnswer,
        ),
        route(
            "GET",
            "/analytics/ratings",
            analytics.show_ratings,
            "Stars by product, and what happened to ratings behind answers.",
            query=PeriodQuery,
            answer=RatingsAnswer,
        ),
        route(
            "GET",
            "/analytics/topics",
            analytics.show_topics,
            "What buyers praise and complain of.",
            query=TopicsQuery,
            answer=TopicsAnswer,
        ),
        route(
            "GET",
            "/analytics/revenue",
            analytics.show_revenue,
            "What bad reviews may cost and answers save: ranges by named assumptions.",
            query=RevenueQuery,
            answer=RevenueAnswer,
        ),
        route(
            "GET",
            "/analytics/goals",
            analytics.show_goals,
            "The six goals with their parts and verdicts.",
            query=PeriodQuery,
            answer=GoalsAnswer,
        ),
        route(
            "GET",
            "/analytics/items",
            analytics.list_behind,
            "What a number counts, by the `list` that it names.",
            query=CountedQuery,
            answer=CountedAnswer,
        ),
        route(
            "GET",
            "/analytics/export.csv",
            tables.export_counted,
            "What a number counts as a table: one line an item, for spreadsheets.",
            query=TableQuery,
            kind=Kind.FILE,
        ),
        route(
            "GET",
            "/analytics/alerts",
            operations.show_alerts,
            "What is wrong now, and what to do.",
            answer=AlertsAnswer,
        ),
        route(
            "GET",
            "/analytics/readiness",
            operations.show_readiness,
            "Eight checks before a shop works by the inbox alone.",
            query=ReadinessQuery,
            answer=ReadinessAnswer,
        ),
        route(
            "GET",
            "/pipeline",
            operations.show_pipeline,
            "How every function, queue and schedule does, from what they noted.",
            answer=PipelineAnswer,
        ),
    )
