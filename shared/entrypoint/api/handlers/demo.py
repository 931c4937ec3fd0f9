"""Examples to try the product with before a cabinet is connected."""

from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.accounts import DemoAnswer
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.words import NO_EXAMPLES
from shared.usecases.demo_items import CabinetKnown, clear_demo, seed_demo


def seed(call: Call[Nothing, Nothing]) -> Result:
    """Store the examples; again, and nothing is added."""
    outside = call.outside
    try:
        created = seed_demo(
            call.seller, stores=outside.stores, queue=outside.queue, clock=outside.clock
        )
    except CabinetKnown as known:
        raise Refusal(code="conflict", title=NO_EXAMPLES) from known
    return Result(answer=DemoAnswer(created=created))


def clear(call: Call[Nothing, Nothing]) -> Result:
    """Take the examples away with everything that was done to them."""
    clear_demo(call.seller, stores=call.outside.stores, clock=call.outside.clock)
    return Result()
