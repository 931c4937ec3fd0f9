"""A changed table of deadlines reaches every open item, a slice at a time."""

from dataclasses import replace
from datetime import timedelta

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.deadlines.table import Within
from shared.domain.interaction import Answer, Channel, Interaction
from shared.domain.jobs import Job, JobKind, JobState
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Intent
from shared.ports import Create, Put, Store
from shared.usecases.recompute_deadlines import (
    LOOK_AGAIN_AFTER,
    PAGE,
    deadline_worker,
    new_recompute,
)
from shared.usecases.run_job import read_job, run_job
from tests.builders import NOON, SELLER, make_chat, make_item

MINUTE = timedelta(minutes=1)
OWN = SellerSettings(deadlines={"sizing_fit_question": Within(15 * MINUTE, 60 * MINUTE)})


def read(store: Store, item: Interaction) -> Interaction:
    stored = store.get(Interaction, item.id)
    assert stored is not None
    return stored.value


def start(store: Store, clock: FixedClock) -> Job:
    job = new_recompute(clock, CountingIds())
    store.commit([Create(job)])
    return job


def test_open_items_follow_the_new_table_and_others_cost_nothing() -> None:
    stores = EmbeddedStores()
    store, clock = stores.of_seller(SELLER), FixedClock(NOON + 10 * MINUTE)
    asked = make_item(Channel.QUESTION, text="Какой размер брать на рост 170?")
    answered = make_item(Channel.QUESTION, "R2", answer=Answer(text="Да"))
    chat = make_chat()
    assert asked.ai.intent.label is Intent.SIZING_FIT
    store.commit([Create(asked), Create(answered), Create(chat), Put(OWN)])
    queue = MemoryTaskQueue(clock)

    job = start(store, clock)
    workers = {JobKind.DEADLINES: deadline_worker(stores=stores, clock=clock)}
    run_job(SELLER, job.id, workers=workers, stores=stores, queue=queue, clock=clock)
    unknowing = make_item(Channel.QUESTION, "R3", text="Какой размер?")
    store.commit([Create(unknowing)])
    run_job(SELLER, job.id, workers=workers, stores=stores, queue=queue, clock=clock)

    deadline = read(store, asked).queue.deadline
    assert deadline is not None
    assert deadline.target_at == NOON + 15 * MINUTE
    assert deadline.limit_at == NOON + 60 * MINUTE
    done = read_job(SELLER, job.id, stores=stores)
    assert (done.state, done.done) == (JobState.DONE, 2)
    assert read(store, answered) == answered
    late = read(store, unknowing).queue.deadline
    assert late is not None
    assert late.target_at == NOON + 15 * MINUTE


def test_what_one_slice_cannot_move_the_next_one_does() -> None:
    stores = EmbeddedStores()
    store, clock = stores.of_seller(SELLER), FixedClock(NOON)
    items = [
        make_item(Channel.QUESTION, f"Q{number}", text="Какой размер?")
        for number in range(PAGE + 20)
    ]
    store.commit([Create(item) for item in items])
    late = Within(600 * MINUTE, 700 * MINUTE)
    store.commit([Put(SellerSettings(deadlines={"sizing_fit_question": late}))])
    work = deadline_worker(stores=stores, clock=clock)
    job = start(store, clock)
    parts = [work(SELLER, job, lambda: False)]
    while not parts[-1].is_over:
        parts.append(work(SELLER, replace(job, checkpoint=parts[-1].checkpoint), lambda: False))

    assert not parts[0].is_over
    assert [part.wait for part in parts if part.wait] == [LOOK_AGAIN_AFTER]
    targets = {read(store, item).queue.sort_at for item in items}
    assert targets == {NOON + 600 * MINUTE}
