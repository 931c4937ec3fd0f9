"""What lies around one interaction: its timeline, its product, and links taken away by hand."""

from datetime import timedelta

from shared.domain.ids import InteractionId
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.context_answers import context_answer, timeline_answer
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.context import TimelineQuery
from shared.usecases.read_context import read_context
from shared.usecases.read_timeline import read_timeline
from shared.usecases.unlink import relink, unlink


def show_timeline(call: Call[Nothing, TimelineQuery]) -> Result:
    """Read the steps around an interaction."""
    days = call.query.window_days
    timeline = read_timeline(
        call.seller,
        InteractionId(call.path["id"]),
        window=timedelta(days=days),
        stores=call.outside.stores,
    )
    return Result(answer=timeline_answer(timeline, days))


def show_context(call: Call[Nothing, Nothing]) -> Result:
    """Read the product's figures and earlier answers."""
    outside = call.outside
    name = InteractionId(call.path["id"])
    context = read_context(call.seller, name, stores=outside.stores, clock=outside.clock)
    return Result(answer=context_answer(context))


def take_link_away(call: Call[Nothing, Nothing]) -> Result:
    """Unlink two interactions for good."""
    unlink(call.seller, *_ends(call), stores=call.outside.stores, clock=call.outside.clock)
    return Result()


def put_link_back(call: Call[Nothing, Nothing]) -> Result:
    """Take an unlinking back."""
    relink(call.seller, *_ends(call), stores=call.outside.stores, clock=call.outside.clock)
    return Result()


def _ends(call: Call[Nothing, Nothing]) -> tuple[InteractionId, InteractionId]:
    return InteractionId(call.path["id"]), InteractionId(call.path["other"])
