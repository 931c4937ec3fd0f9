"""One review that may be answered without a person: what is known of it, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.account import Seller
from shared.domain.automatic.claims import draft_holds
from shared.domain.automatic.eligibility import is_praise, may_automate
from shared.domain.automatic.journal import (
    KEEP_DAYS,
    AutoDay,
    AutoEntry,
    Noted,
    add_reply,
    day_name,
    day_of,
    entry_id,
    is_final,
    new_entry,
)
from shared.domain.automatic.judging import judge_item
from shared.domain.automatic.policy import policy_hash
from shared.domain.automatic.request import REQUEST, auto_reply_id
from shared.domain.automatic.ruling import Facts, Outcome, Ruling
from shared.domain.composing import ComposerWords
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.drafting import basis_of
from shared.domain.ids import InteractionId, SellerId, hash_text
from shared.domain.interaction import Interaction
from shared.domain.replies.approval import Approval, make_reply
from shared.domain.replies.dispatch import mark_of
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author
from shared.domain.settings import SellerSettings
from shared.ports import Create, Put, Store, Stored, Stores, Write
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_wall import read_wall

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

_DAY = timedelta(days=1)
_NOTED = {Outcome.HOLD: Noted.HELD, Outcome.BLOCK: Noted.BLOCKED}
NOTHING, KNOWN = "nothing", "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One review with everything that is known of it at one moment."""

    seller: SellerId
    item: Stored[Interaction]
    draft: Draft
    settings: SellerSettings
    entry: Stored[AutoEntry] | None
    days: Mapping[str, Stored[AutoDay]]
    now: datetime

    @property
    def today(self) -> str:
        return day_name(day_of(self.now))


def decide_case(
    seller: SellerId,
    interaction: InteractionId,
    settings: SellerSettings,
    *,
    stores: Stores,
    now: datetime,
    judge: Judge,
) -> tuple[str, list[Write]]:
    """What comes of the review, in a word, and what to write for it."""
    case = _open_case(seller, interaction, settings, stores.of_seller(seller), now)
    if isinstance(case, str):
        return case, []
    facts = _find_facts(case, stores)
    ruling = judge_item(case.item.value, case.draft.text, settings.auto, facts, judge)
    noted = Noted.SANDBOX if settings.auto.sandbox else Noted.APPROVED
    noted = _NOTED.get(ruling.outcome, noted)
    return noted.value, _writes(case, ruling, noted)


def _open_case(
    seller: SellerId,
    interaction: InteractionId,
    settings: SellerSettings,
    store: Store,
    now: datetime,
) -> _Case | str:
    """The case, unless there is nothing to decide, or it was decided for these words."""
    item = store.get(Interaction, interaction)
    if item is None or not is_praise(item.value) or not item.value.queue.needs_response:
        return NOTHING
    mark = item.value.ai.draft
    if mark is None or mark.basis != basis_of(item.value):
        return NOTHING
    draft = store.get(Draft, interaction, mark.id)
    entry = store.get(AutoEntry, entry_id(interaction))
    if draft is None or item.value.work.closed or item.value.work.reply is not None:
        return NOTHING
    policy = policy_hash(settings.auto)
    if entry is not None and is_final(entry.value, item.value, mark.basis, policy):
        return KNOWN
    if store.get(Reply, auto_reply_id(interaction)) is not None:
        return KNOWN
    names = [day_name(day_of(now)), day_name(day_of(now - _DAY))]
    return _Case(
        seller=seller,
        item=item,
        draft=draft.value,
        settings=settings,
        entry=entry,
        days=store.get_many(AutoDay, names),
        now=now,
    )


def _find_facts(case: _Case, stores: Stores) -> Facts:
    profile = stores.shared().get(Seller, case.seller)
    connection = profile.value.connection if profile else None
    item, since = case.item.value, case.now - _DAY
    today = case.days.get(case.today)
    said = {
        mark for day in case.days.values() for mark, at in day.value.said.items() if at >= since
    }
    store = stores.of_seller(case.seller)
    return Facts(
        due_at=case.now + case.settings.undo_of(Author.SYSTEM),
        connected_at=connection.connected_at if connection else None,
        sent_today=today.value.sent if today else 0,
        said=said,
        wall=read_wall(store, item.source.product.nm_id, item.id, case.now),
        checked=draft_holds(case.draft),
        codes=case.settings.promo_codes,
        begun=store.get(ComposerWords, item.id) is not None,
    )


def _writes(case: _Case, ruling: Ruling, noted: Noted) -> list[Write]:
    """The reply, its mark, the day's count and the entry in one commit, or the entry alone."""
    entry = _entry_of(case, ruling, noted)
    if noted is not Noted.APPROVED or not may_automate(case.item.value):
        return [_put(case.entry, entry)]
    item = case.item.value
    reply = make_reply(case.seller, item, _approval_of(case, ruling), case.settings, case.now)
    work = replace(item.work, reply=mark_of(reply))
    after = change_item(item, case.settings, case.now, work=work)
    today = case.days.get(case.today)
    fresh = AutoDay(id=case.today, expires_at=case.now + KEEP_DAYS)
    day = add_reply(today.value if today else fresh, case.draft.text, case.now)
    return [
        Create(reply),
        *move_item(case.item, after),
        _put(today, day),
        _put(case.entry, replace(entry, reply=reply.id, sends_at=reply.due_at)),
    ]


def _approval_of(case: _Case, ruling: Ruling) -> Approval:
    return Approval(
        interaction=case.item.value.id,
        text=ruling.text,
        text_hash=hash_text(ruling.text),
        revision=case.item.value.revision,
        client_request_id=REQUEST,
        draft_id=case.draft.id,
        send_at=ruling.sends_at,
        author=Author.SYSTEM,
    )


def _entry_of(case: _Case, ruling: Ruling, noted: Noted) -> AutoEntry:
    item, draft = case.item.value, case.draft
    policy = policy_hash(case.settings.auto)
    entry = new_entry(item, ruling, noted, policy, case.now)
    return replace(
        entry,
        basis=draft.basis,
        text_hash=hash_text(ruling.text),
        draft_id=draft.id,
        method=draft.method.value,
        prompt_version=draft.prompt_version,
    )


def _put(known: Stored[AutoEntry] | Stored[AutoDay] | None, value: AutoEntry | AutoDay) -> Write:
    return Create(value) if known is None else Put(value, version=known.version)
