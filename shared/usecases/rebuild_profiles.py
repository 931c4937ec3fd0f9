"""Make every link and buyer's profile anew from the interactions, a slice at a time."""

from dataclasses import replace
from functools import partial
from typing import TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime, Job, Slice, Worker
from shared.domain.linking.basis import link_basis
from shared.domain.linking.customers import CustomerProfile
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Delete, Query, Store, Stored, Stores
from shared.usecases.link_thread import settle_circle, settle_with_leavers
from shared.usecases.read_settings import read_settings

T = TypeVar("T", Interaction, CustomerProfile)

PAGE = 100
_ITEMS, _PROFILES = "items", "profiles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """How far a rebuild has come: `after` is the last document seen of what `phase` reads.

    `changed` counts circles that were not as they should be; a second rebuild finds none.
    """

    phase: str = _ITEMS
    after: str = ""
    seen: int = 0
    changed: int = 0
    profiles: int = 0
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    store: Store
    clock: Clock
    settings: SellerSettings


def rebuild_profiles(seller: SellerId, *, stores: Stores, clock: Clock) -> Rebuild:
    """Rebuild all of one seller's profiles at once."""
    rebuild = Rebuild()
    while not rebuild.is_over:
        rebuild = rebuild_some(seller, rebuild, lambda: True, stores=stores, clock=clock)
    return rebuild


def rebuild_some(
    seller: SellerId, rebuild: Rebuild, has_time: HasTime, *, stores: Stores, clock: Clock
) -> Rebuild:
    """Go on with a rebuild while there is time, a page at least."""
    store = stores.of_seller(seller)
    run = _Run(store, clock, read_settings(store))
    while not rebuild.is_over:
        do_page = _settle_page if rebuild.phase == _ITEMS else _sweep_page
        rebuild = do_page(run, rebuild)
        if not has_time():
            break
    return rebuild


def profile_worker(*, stores: Stores, clock: Clock) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, clock=clock)


def _work(seller: SellerId, job: Job, has_time: HasTime, *, stores: Stores, clock: Clock) -> Slice:
    known = job.checkpoint
    before = Rebuild(
        phase=known.get("phase", _ITEMS),
        after=known.get("after", ""),
        seen=job.done,
        changed=job.result.get("changed", 0),
        profiles=job.result.get("profiles", 0),
    )
    after = rebuild_some(seller, before, has_time, stores=stores, clock=clock)
    return Slice(
        checkpoint={"phase": after.phase, "after": after.after},
        done=after.seen,
        result={"changed": after.changed, "profiles": after.profiles},
        is_over=after.is_over,
    )


def _settle_page(run: _Run, rebuild: Rebuild) -> Rebuild:
    """Every item with a proof of whose it is settles its circle."""
    found = _read_page(run.store, Interaction, rebuild.after)
    changed = sum(_settle(run, stored.value) for stored in found)
    rebuild = replace(rebuild, seen=rebuild.seen + len(found), changed=rebuild.changed + changed)
    if len(found) < PAGE:
        return replace(rebuild, phase=_PROFILES, after="")
    return replace(rebuild, after=found[-1].value.id)


def _settle(run: _Run, item: Interaction) -> int:
    if not link_basis(item, has_labels=run.settings.order_labels):
        return 0
    done = settle_with_leavers(run.store, item.id, settings=run.settings, clock=run.clock)
    return sum(settled.commits > 0 for settled in done)


def _sweep_page(run: _Run, rebuild: Rebuild) -> Rebuild:
    """A profile goes whose name no circle has any more."""
    found = _read_page(run.store, CustomerProfile, rebuild.after)
    orphans = [stored.value.id for stored in found if _is_orphan(run, stored.value)]
    if orphans:
        run.store.commit([Delete(CustomerProfile, (name,)) for name in orphans])
    rebuild = replace(
        rebuild,
        changed=rebuild.changed + len(orphans),
        profiles=rebuild.profiles + len(found) - len(orphans),
    )
    if len(found) < PAGE:
        return replace(rebuild, is_over=True)
    return replace(rebuild, after=found[-1].value.id)


def _is_orphan(run: _Run, profile: CustomerProfile) -> bool:
    names = (
        settle_circle(run.store, name, settings=run.settings, clock=run.clock).buyer
        for name in profile.covers
    )
    return profile.id not in names


def _read_page(store: Store, kind: type[T], after: str) -> list[Stored[T]]:
    return store.find(Query(kind=kind, limit=PAGE, after=(after,) if after else ()))
