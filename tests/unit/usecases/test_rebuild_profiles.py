"""A rebuild leaves exactly the profiles that follow from the interactions."""

from dataclasses import replace

from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import JobKind, job_id
from shared.domain.linking.customers import CustomerProfile
from shared.ports import Create, Delete, Patch, Query
from shared.usecases.link_thread import link_thread
from shared.usecases.rebuild_profiles import (
    PAGE,
    Rebuild,
    profile_worker,
    rebuild_profiles,
)
from shared.usecases.run_job import read_job, run_job, start_job
from tests.builders import SELLER
from tests.reply_bench import Bench


def profiles(bench: Bench) -> dict[str, CustomerProfile]:
    found = bench.plain.of_seller(SELLER).find(Query(kind=CustomerProfile))
    return {stored.value.id: stored.value for stored in found}


def fill(bench: Bench, count: int = 6) -> dict[str, CustomerProfile]:
    items = [bench.add_item(Channel.CHAT, rid=f"order-{n // 2}") for n in range(count)]
    items.append(bench.add_item(Channel.REVIEW, external_id="R1", rating=1))
    items.append(bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1"))
    bench.add_item(Channel.QUESTION)
    for item in items:
        link_thread(SELLER, item, stores=bench.plain, clock=bench.clock)
    return profiles(bench)


def rebuild(bench: Bench) -> Rebuild:
    return rebuild_profiles(SELLER, stores=bench.stores, clock=bench.clock)


def test_a_rebuild_of_what_is_right_writes_nothing() -> None:
    bench = Bench()
    before = fill(bench)
    bench.counting.bill.clear()

    done = rebuild(bench)

    assert (done.changed, done.profiles, done.seen) == (0, len(before), 9)
    assert bench.counting.bill.writes.total() == 0
    assert profiles(bench) == before


def test_lost_broken_and_orphaned_profiles_become_what_they_were() -> None:
    bench = Bench()
    before = fill(bench)
    lost, broken, sample = sorted(before.values(), key=lambda one: one.id)[:3]
    orphan = replace(sample, id="orphan")
    nobody = replace(sample, id="nobody", covers=(InteractionId("gone"),))
    store = bench.plain.of_seller(SELLER)
    store.commit(
        [
            Delete(CustomerProfile, (lost.id,)),
            Patch(CustomerProfile, (broken.id,), {"orders": 99}),
            Create(orphan),
            Create(nobody),
        ]
    )

    assert rebuild(bench).changed == 4
    assert profiles(bench) == before
    assert rebuild(bench).changed == 0


def test_links_that_were_lost_come_back() -> None:
    bench = Bench()
    fill(bench)
    store = bench.plain.of_seller(SELLER)
    items = [stored.value for stored in store.find(Query(kind=Interaction))]
    before = {item.id: (item.links, item.buyer) for item in items}
    store.commit([Patch(Interaction, (item.id,), {"links": (), "buyer": ""}) for item in items])

    rebuild(bench)

    after = [stored.value for stored in store.find(Query(kind=Interaction))]
    assert {item.id: (item.links, item.buyer) for item in after} == before


def test_a_job_rebuilds_slice_by_slice() -> None:
    bench = Bench()
    before = fill(bench, PAGE + 20)
    store = bench.plain.of_seller(SELLER)
    store.commit([Delete(CustomerProfile, (name,)) for name in before])
    name = job_id(JobKind.REBUILD_PROFILES, "now")
    start_job(
        SELLER,
        JobKind.REBUILD_PROFILES,
        name,
        stores=bench.plain,
        queue=bench.queue,
        clock=bench.clock,
    )
    worker = profile_worker(stores=bench.plain, clock=bench.clock)

    slices = 0
    while read_job(SELLER, name, stores=bench.plain).due_at is not None:
        run_job(
            SELLER,
            name,
            workers={JobKind.REBUILD_PROFILES: lambda seller, job, _: worker(seller, job, late)},
            stores=bench.plain,
            queue=bench.queue,
            clock=bench.clock,
        )
        slices += 1

    job = read_job(SELLER, name, stores=bench.plain)
    assert profiles(bench) == before
    assert (slices, job.done) == (3, PAGE + 23)
    assert job.result == {"changed": len(before), "profiles": len(before)}


def late() -> bool:
    """A slice that has time for one page alone."""
    return False
