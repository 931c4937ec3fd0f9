"""Cloud Tasks → one draft for one interaction, by a model or by templates; the source is said."""

from collections.abc import Callable
from functools import partial

import functions_framework

from shared.adapters.embeddings.late import late_judge
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.kept_cards import KeptCards
from shared.adapters.writers.opening import open_writers
from shared.domain.dataclass import dataclass
from shared.domain.drafts.spending import DraftCause
from shared.domain.ids import InteractionId, SellerId
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.draft import DraftSettings
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import store_address
from shared.usecases.automate_reply import AutoReport, automate_reply
from shared.usecases.draft_reply import DraftReport
from shared.usecases.draft_reply import draft_reply as run


class DraftTask(Payload):
    """Whose interaction, and which; and whether somebody asks."""

    seller: str
    interaction: str
    cause: DraftCause = DraftCause.ARRIVAL


@dataclass(frozen=True)
class Outside:
    """What this function does, connected."""

    draft: Callable[..., DraftReport]
    automate: Callable[[SellerId, InteractionId], AutoReport]


@connect_once
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = DraftSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    stores = start_beats("draft_reply", open_stores(**store_address(settings)), clock)
    cards = PublicCards(clock, settings.wb_cards_url, report=report_foreign_host)
    judge = late_judge()
    return Outside(
        draft=partial(
            run,
            stores=stores,
            writers=open_writers(settings.llm, settings.referee),
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
    report = outside().draft(seller, interaction, cause=body.cause)
    return {**report.facts(), "outcome": outside().automate(seller, interaction).outcome}
