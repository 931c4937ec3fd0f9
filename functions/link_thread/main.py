"""Cloud Tasks → which other interactions belong to one."""

from collections.abc import Callable
from functools import cache, partial

import functions_framework

from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.domain.ids import InteractionId, SellerId
from shared.entrypoint.config import Settings
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import store_address
from shared.usecases.link_thread import link_thread as run


class LinkTask(Payload):
    """Whose interaction, and which."""

    seller: str
    interaction: str


@cache
def outside() -> Callable[[SellerId, InteractionId], int]:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    return partial(
        run,
        stores=open_stores(**store_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
    )


@functions_framework.http
@task("link_thread", LinkTask)
def link_thread(body: LinkTask) -> Facts:
    """A link that is known already is not written again."""
    return {"linked": outside()(SellerId(body.seller), InteractionId(body.interaction))}
