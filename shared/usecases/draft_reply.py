"""Suggest an answer once for the words that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.account import Seller
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import KEEP_DRAFTS, Draft, Method
from shared.domain.drafts.drafting import MOST_MESSAGES, basis_of
from shared.domain.drafts.spending import DraftCause, Withheld
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.queue import is_closed, is_in_flight, waiting_since
from shared.domain.understanding import DraftMark
from shared.ports import (
    Cards,
    Clock,
    Create,
    Order,
    Query,
    Store,
    Stored,
    Stores,
    Writer,
)
from shared.usecases.find_card import find_card
from shared.usecases.gather_brief import gather_brief
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.write_draft import Desk, Suggestion, write_draft

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

_TRIES = 5
WROTE = "wrote"


class DraftState(StrEnum):
    """What a draft task found to do."""

    MADE = "made"
    KEPT = "kept"
    UNNEEDED = "unneeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """The draft that is there now, and how it came about.

    `model` is how a model fared with a new draft: wrote it, or why it did not. It is empty where
    there is no model.
    """

    interaction: InteractionId
    state: DraftState
    draft_id: str = ""
    method: str = ""
    model: str = ""

    def facts(self) -> dict[str, str]:
        """What is worth a log line."""
        told = {"model": self.model} if self.model else {}
        return {"interaction": self.interaction, "state": self.state, "method": self.method, **told}


def draft_reply(
    seller: SellerId,
    interaction: InteractionId,
    *,
    stores: Stores,
    writers: Sequence[Writer],
    cards: Cards,
    clock: Clock,
    cause: DraftCause = DraftCause.ARRIVAL,
    judge: Judge | None = None,
) -> DraftReport:
    """Write a draft by the first writer that can; one for the same words is kept.

    Nobody is waited for where suggestions are off, unless somebody asks.
    """
    store = stores.of_seller(seller)
    stored = store.get(Interaction, interaction)
    if stored is None:
        return DraftReport(interaction=interaction, state=DraftState.UNNEEDED)
    done = _nothing_to_do(stored.value)
    if done is not None:
        return done
    settings = read_settings(store)
    if cause is DraftCause.ARRIVAL and not settings.ai.suggestions:
        return DraftReport(interaction=interaction, state=DraftState.UNNEEDED)
    item = stored.value
    messages = _messages_of(store, item)
    said = " ".join(one.text for one in messages)
    desk = Desk(
        store=store,
        item=item,
        messages=messages,
        card=find_card(store, item.source.product.nm_id, cards=cards, now=clock.now()),
        signature=settings.signature or _trade_mark(stores, seller),
        settings=settings,
        brief=gather_brief(store, item, settings, clock.now(), said),
        cause=cause,
        clock=clock,
        judge=judge,
    )
    return _keep(store, stored, write_draft(desk, writers), clock=clock)


def _nothing_to_do(item: Interaction) -> DraftReport | None:
    """Answered, closed, being answered, or suggested already."""
    since = waiting_since(item.channel, item.source)
    if since is None or is_closed(item.source, item.work) or is_in_flight(item.work):
        return DraftReport(interaction=item.id, state=DraftState.UNNEEDED)
    mark = item.ai.draft
    if mark is None or mark.basis != basis_of(item):
        return None
    return _report(item.id, mark, DraftState.KEPT)


def _keep(
    store: Store,
    stored: Stored[Interaction],
    suggestion: Suggestion,
    *,
    clock: Clock,
) -> DraftReport:
    """Store the words unless somebody did, or the conversation has moved on meanwhile."""
    lost: Exception | None = None
    for _ in range(_TRIES):
        item = stored.value
        done = _nothing_to_do(item)
        if done is not None:
            return done
        if basis_of(item) != suggestion.basis:
            raise Stale("the buyer wrote again meanwhile")
        draft = _number(item, suggestion, clock.now())
        mark = DraftMark(
            id=draft.id, basis=draft.basis, method=draft.method.value, made_at=draft.made_at
        )
        after = change_item(
            item, read_settings(store), draft.made_at, ai=replace(item.ai, draft=mark)
        )
        try:
            store.commit([Create(draft), *move_item(stored, after)])
        except (AlreadyExists, Stale, Unavailable) as error:
            lost = error
        else:
            return replace(_report(item.id, mark, DraftState.MADE), model=_fared(suggestion))
        stored = store.get(Interaction, item.id) or stored
    raise lost or Stale("the item keeps changing")


def _number(item: Interaction, suggestion: Suggestion, now: datetime) -> Draft:
    """Drafts of an item are numbered, so that two writers of the same draft meet."""
    last = item.ai.draft.id if item.ai.draft else "0"
    written = suggestion.written
    return Draft(
        id=str(int(last) + 1 if last.isdecimal() else 1),
        interaction=item.id,
        text=written.text,
        method=written.method,
        model=written.model,
        prompt_version=written.prompt_version,
        basis=suggestion.basis,
        made_at=now,
        findings=suggestion.findings,
        claims=suggestion.claims,
        asks=suggestion.asks,
        reasons=suggestion.reasons,
        checked=True,
        expires_at=now + KEEP_DRAFTS,
    )


def _report(interaction: InteractionId, mark: DraftMark, state: DraftState) -> DraftReport:
    return DraftReport(interaction=interaction, state=state, draft_id=mark.id, method=mark.method)


def _fared(suggestion: Suggestion) -> str:
    """Reasons tell of more than models, so that only what withholds one is looked for."""
    if suggestion.written.method is Method.LLM:
        return WROTE
    return next((one for one in suggestion.reasons if one in set(Withheld)), "")


def _messages_of(store: Store, item: Interaction) -> list[Message]:
    if item.channel is not Channel.CHAT:
        return []
    query = Query(
        kind=Message,
        within=(item.id,),
        order=(Order("sent_at", descending=True),),
        limit=MOST_MESSAGES,
    )
    return [stored.value for stored in store.find(query)][::-1]


def _trade_mark(stores: Stores, seller: SellerId) -> str:
    profile = stores.shared().get(Seller, seller)
    connection = profile.value.connection if profile else None
    return connection.trade_mark if connection else ""
