"""Cloud Tasks → one draft for one interaction, by a model or by templates; the source is said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import functions_framework

from shared.adapters.embeddings.judging import open_judge
from shared.adapters.openai_writer import OpenAIWriter
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.adapters.template_writer import TemplateWriter
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.kept_cards import KeptCards
from shared.domain.drafts.spending import DraftCause
from shared.domain.ids import InteractionId, SellerId
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config import DraftSettings
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import store_address
from shared.ports import Writer
from shared.usecases.automate_reply import AutoReport, automate_reply
from shared.usecases.draft_reply import DraftReport
from shared.usecases.draft_reply import draft_reply as run


class DraftTask(Payload):
    """Whose interaction, and which; and whether somebody asks."""

    seller: str
    interaction: str
    cause: DraftCause = DraftCause.ARRIVAL


def writers(settings: DraftSettings) -> list[Writer]:
    """The model first where one is configured; templates always stand behind it."""
    url, key, model = settings.llm_base_url, settings.llm_api_key, settings.llm_model
    if url is None or key is None or model is None:
        return [TemplateWriter()]
    return [OpenAIWriter(url, key.get_secret_value(), model), TemplateWriter()]


@dataclass(frozen=True)
class Outside:
    """What this function does, connected."""

    draft: Callable[..., DraftReport]
    automate: Callable[[SellerId, InteractionId], AutoReport]


@cache
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = DraftSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    stores = start_beats("draft_reply", open_stores(**store_address(settings)), clock)
    cards = PublicCards(clock, settings.wb_cards_url, report=report_foreign_host)
    judge = open_judge()
    return Outside(
        draft=partial(
            run,
            stores=stores,
            writers=writers(settings),
            cards=KeptCards(cards, clock),
            clock=clock,
            judge=judge,
        ),
        automate=partial(automate_reply, stores=stores, clock=clock, judge=judge),
    )


@functions_framework.http
@task("draft_reply", DraftTask)
def draft_reply(body: DraftTask) -> Facts:
    """A draft for the same words is written once, and a review answered by itself once."""
    seller, interaction = SellerId(body.seller), InteractionId(body.interaction)
    facts = outside().draft(seller, interaction, cause=body.cause).facts()
    return {**facts, "outcome": outside().automate(seller, interaction).outcome}
