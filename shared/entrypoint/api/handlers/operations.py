"""What is wrong now, whether to go, and how the pipeline does."""

from shared.domain.analytics.readiness import Thresholds
from shared.entrypoint.api.analytics_answers import readiness_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.operations import (
    AlertAnswer,
    AlertsAnswer,
    PipelineAnswer,
    ReadinessQuery,
)
from shared.usecases.read_alerts import check_readiness, read_alerts
from shared.usecases.read_pipeline import read_pipeline


def show_alerts(call: Call[Nothing, Nothing]) -> Result:
    """All that is wrong, the worst first."""
    found = read_alerts(call.seller, stores=call.outside.stores, clock=call.outside.clock)
    alerts = [AlertAnswer.model_validate(one) for one in found]
    return Result(answer=AlertsAnswer(generated_at=call.now, alerts=alerts))


def show_readiness(call: Call[Nothing, ReadinessQuery]) -> Result:
    """Eight checks and the verdict."""
    limits = Thresholds(**call.query.model_dump())
    outside = call.outside
    found = check_readiness(call.seller, limits, stores=outside.stores, clock=outside.clock)
    return Result(answer=readiness_answer(found, call.now))


def show_pipeline(call: Call[Nothing, Nothing]) -> Result:
    """Every part of the service; nothing of any seller."""
    found = read_pipeline(stores=call.outside.stores, clock=call.outside.clock)
    return Result(answer=PipelineAnswer.model_validate(found))
