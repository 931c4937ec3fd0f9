"""Cloud Tasks → one draft for one interaction, by a model or by templates; the source is said."""

from collections.abc import Callable
from functools import cache, partial

import functions_framework

from shared.adapters.openai_writer import OpenAIWriter
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.adapters.template_writer import TemplateWriter
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.kept_cards import KeptCards
from shared.domain.ids import InteractionId, SellerId
from shared.entrypoint.config import DraftSettings
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import store_address
from shared.ports import Writer
from shared.usecases.draft_reply import DraftReport
from shared.usecases.draft_reply import draft_reply as run


class DraftTask(Payload):
    """Whose interaction, and which."""

    seller: str
    interaction: str


def writers(settings: DraftSettings) -> list[Writer]:
    """The model first where one is configured; templates always stand behind it."""
    url, key, model = settings.llm_base_url, settings.llm_api_key, settings.llm_model
    if url is None or key is None or model is None:
        return [TemplateWriter()]
    return [OpenAIWriter(url, key.get_secret_value(), model), TemplateWriter()]


@cache
def outside() -> Callable[[SellerId, InteractionId], DraftReport]:
    """Connect once per instance, on first use."""
    settings = DraftSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    return partial(
        run,
        stores=open_stores(**store_address(settings)),
        writers=writers(settings),
        cards=KeptCards(
            PublicCards(clock, settings.wb_cards_url, report=report_foreign_host), clock
        ),
        clock=clock,
    )


@functions_framework.http
@task("draft_reply", DraftTask)
def draft_reply(body: DraftTask) -> Facts:
    """A draft for the same words is written once."""
    return outside()(SellerId(body.seller), InteractionId(body.interaction)).facts()
