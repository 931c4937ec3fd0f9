"""Replace a section of a seller's settings: whoever has not seen the newest is told so."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts.account import Seller
from shared.domain.accounts.audit import Deed
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.ids import SellerId
from shared.domain.jobs import Job
from shared.domain.settings import DEFAULT_SETTINGS, SETTINGS_KEY, SellerSettings
from shared.domain.settings_change import KEEP_CHANGES, Section, SettingsChange
from shared.ports import (
    Clock,
    Create,
    Ids,
    Order,
    Put,
    Query,
    Stored,
    Stores,
    TaskQueue,
    Where,
    Write,
)
from shared.usecases.note_deed import new_deed
from shared.usecases.rebuild_search import new_rebuild
from shared.usecases.recompute_deadlines import new_recompute
from shared.usecases.run_job import queue_job

_TRIES = 3

Shown = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a section is made of: the seller's choices, and the shop's name."""

    settings: SellerSettings
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A wish to change: `show` says a section field by field, `is_known` whether it was seen."""

    section: Section
    change: Callable[[Chosen], Chosen]
    show: Callable[[Chosen], Shown]
    is_known: Callable[[Chosen], bool]
    device: str = ""


def read_chosen(seller: SellerId, *, stores: Stores) -> Chosen:
    """Read everything that sections show."""
    return _read(seller, stores)[0]


def change_section(
    seller: SellerId,
    wish: SectionChange,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    ids: Ids,
) -> Chosen:
    """Save a section and what has changed in it; Stale when the newest was not the known one.

    Whoever saved another section in between is no reason to refuse: then it is tried again.
    """
    for _ in range(_TRIES):
        before, settings = _read(seller, stores)
        if not wish.is_known(before):
            raise Stale("the section has changed since it was read")
        after = wish.change(before)
        change = _note(wish, before, after, ids.new(), clock.now())
        if not change.before and not change.after:
            return after
        with suppress(AlreadyExists, Stale):
            job = _follow_up(wish.section, before, after, clock, ids)
            more = [Create(job)] if job else []
            deed = _deed_of(wish, clock, ids)
            stores.of_seller(seller).commit([_write(settings, after), Create(change), deed, *more])
            if job:
                queue_job(seller, job, queue)
            return after
    raise Stale("the settings are saved elsewhere all the time")


def default_chosen(current: Chosen) -> Chosen:
    """A new account's choices; a shop keeps its name."""
    known = current.settings
    plain = replace(
        DEFAULT_SETTINGS,
        order_labels=known.order_labels,
        forgotten_before=known.forgotten_before,
    )
    return replace(current, settings=plain)


def read_changes_of(
    seller: SellerId,
    section: Section,
    *,
    limit: int,
    after: tuple[datetime, str] | None,
    stores: Stores,
) -> list[Stored[SettingsChange]]:
    """The newest changes of a section first; one more than `limit` tells that there are more."""
    query = Query(
        kind=SettingsChange,
        where=(Where("section", "==", section.value),),
        order=(Order("at", descending=True),),
        limit=limit + 1,
        after=after or (),
    )
    return stores.of_seller(seller).find(query)


def _read(seller: SellerId, stores: Stores) -> tuple[Chosen, Stored[SellerSettings] | None]:
    profile = stores.shared().get(Seller, seller)
    if profile is None:
        raise NotFound("the account is gone")
    stored = stores.of_seller(seller).get(SellerSettings, SETTINGS_KEY)
    settings = stored.value if stored else DEFAULT_SETTINGS
    return Chosen(settings=settings, name=settings.shop_name or profile.value.name), stored


def _follow_up(
    section: Section, before: Chosen, after: Chosen, clock: Clock, ids: Ids
) -> Job | None:
    """Open items follow their deadlines, and names go that may be kept no more.

    That is so even where whoever saved it gets no further.
    """
    if section is Section.DEADLINES:
        return new_recompute(clock, ids)
    forgets = before.settings.store_buyer_names and not after.settings.store_buyer_names
    return new_rebuild(clock, ids) if forgets else None


def _deed_of(wish: SectionChange, clock: Clock, ids: Ids) -> Write:
    facts = {"section": wish.section.value}
    return new_deed(Deed.SETTINGS_CHANGED, clock=clock, ids=ids, device=wish.device, facts=facts)


def _write(settings: Stored[SellerSettings] | None, after: Chosen) -> Write:
    chosen = replace(after.settings, shop_name=after.name)
    return Create(chosen) if settings is None else Put(chosen, version=settings.version)


def _note(
    wish: SectionChange, before: Chosen, after: Chosen, name: str, now: datetime
) -> SettingsChange:
    old, new = wish.show(before), wish.show(after)
    differing = [one for one in {**old, **new} if old.get(one) != new.get(one)]
    return SettingsChange(
        id=name,
        section=wish.section,
        at=now,
        expires_at=now + KEEP_CHANGES,
        device=wish.device,
        before={one: old[one] for one in differing if one in old},
        after={one: new[one] for one in differing if one in new},
    )
