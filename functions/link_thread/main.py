"""Cloud Tasks → which other interactions belong to one, and its product's card."""

import functions_framework

from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.kept_cards import KeptCards
from shared.domain.ids import InteractionId, SellerId
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.wildberries import WBSettings
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import store_address
from shared.ports import Cards, Clock, Stores
from shared.usecases.find_card import refresh_card
from shared.usecases.link_thread import link_thread as link


class LinkTask(Payload):
    """Whose interaction, and which."""

    seller: str
    interaction: str


@connect_once
def outside() -> tuple[Stores, Cards, Clock]:
    """Connect once per instance, on first use."""
    settings = WBSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    cards = PublicCards(clock, settings.wb_cards_url, report=report_foreign_host)
    return (
        start_beats("link_thread", open_stores(**store_address(settings)), clock),
        KeptCards(cards, clock),
        clock,
    )


@functions_framework.http
@task("link_thread", LinkTask)
def link_thread(body: LinkTask) -> Facts:
    """A link that is known already is not written again, and a fresh card not fetched."""
    stores, cards, clock = outside()
    seller, interaction = SellerId(body.seller), InteractionId(body.interaction)
    linked = link(seller, interaction, stores=stores, clock=clock)
    has_card = refresh_card(seller, interaction, stores=stores, cards=cards, clock=clock)
    return {"linked": linked, "card": has_card}
