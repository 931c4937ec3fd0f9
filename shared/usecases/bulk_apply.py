"""Do one deed to many items: a job of small steps, each of which may be repeated."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from shared.domain.bulk import (
    BULK,
    Bulk,
    BulkAction,
    BulkLine,
    BulkWish,
    LeftOut,
    Outcome,
    bulk_job,
    count_outcomes,
    give_up,
    is_done,
    left_by,
    left_by_findings,
    new_bulk,
    reply_of,
    settle_lines,
    why_left,
)
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Draft
from shared.domain.errors import AlreadyExists, Conflict, NotFound, Rejected, Stale
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId, hash_text
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime, Job, Slice, Worker
from shared.domain.replies.approval import Approval
from shared.domain.replies.refusals import OwnWordsBegun, ReplyRefused, TextRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author
from shared.domain.tagging import TagsFull
from shared.ports import Clock, Create, Put, Store, Stored, Stores, TaskQueue
from shared.usecases.approve_reply import approve_reply
from shared.usecases.bulk_preview import find_items, find_own_words
from shared.usecases.bulk_undo import undo_lines
from shared.usecases.crash_points import Reach, pass_on
from shared.usecases.edit_interaction import Edit, check_snooze, edit_interaction
from shared.usecases.note_draft import note_shown
from shared.usecases.read_settings import read_settings
from shared.usecases.run_job import queue_job

# So many items are done between two notes of how far the work is.
STEP = 10


class BulkReused(Conflict):
    """Another deed was asked for under the same request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a deed acts through."""

    stores: Stores
    queue: TaskQueue
    clock: Clock
    judge: Judge
    reach: Reach = pass_on


def start_bulk(
    seller: SellerId, wish: BulkWish, *, stores: Stores, queue: TaskQueue, clock: Clock
) -> Bulk:
    """Store the deed and queue its first step; the same request again finds the same deed.

    Raises BadSnooze or BulkReused.
    """
    store, now = stores.of_seller(seller), clock.now()
    check_snooze(wish.until, now)
    undo = read_settings(store).undo_of(Author.SELLER)
    names = [line.interaction for line in wish.lines]
    is_relative = wish.action in (BulkAction.SNOOZE, BulkAction.TAG)
    items = find_items(store, names) if is_relative else {}
    bulk = new_bulk(wish, items, undo, now)
    job = bulk_job(bulk.id, now)
    try:
        store.commit([Create(bulk), Create(job)])
    except AlreadyExists:
        bulk = read_bulk(seller, bulk.id, stores=stores)
    if bulk.asked != wish.asked:
        raise BulkReused("this request has asked for something else")
    if bulk.finished_at is None:
        queue_job(seller, job, queue)
    return bulk


def read_bulk(seller: SellerId, name: str, *, stores: Stores) -> Bulk:
    """Read one deed of this seller; NotFound without it."""
    stored = stores.of_seller(seller).get(Bulk, name)
    if stored is None:
        raise NotFound("no such deed")
    return stored.value


def bulk_worker(
    *, stores: Stores, queue: TaskQueue, clock: Clock, judge: Judge, reach: Reach = pass_on
) -> Worker:
    """Make what works off jobs of this kind."""
    desk = Desk(stores=stores, queue=queue, clock=clock, judge=judge, reach=reach)

    def work(seller: SellerId, job: Job, has_time: HasTime) -> Slice:
        try:
            return _work(seller, job, has_time, desk)
        except Rejected:
            _give_up(stores.of_seller(seller), job.wish.get(BULK, ""), clock)
            raise

    return work


def _work(seller: SellerId, job: Job, has_time: HasTime, desk: Desk) -> Slice:
    """A step at a time; whoever is slower with a step changes nothing."""
    store, name = desk.stores.of_seller(seller), job.wish.get(BULK, "")
    while True:
        stored = store.get(Bulk, name)
        if stored is None:
            return Slice(done=job.done, is_over=True)
        if stored.value.undone_at is not None:
            # A step that was cut off may have done what nobody has noted: all are looked at.
            is_over = undo_lines(seller, name, has_time, stores=desk.stores, clock=desk.clock)
            return _tell(store, name, is_over=is_over)
        if stored.value.finished_at is not None:
            return _tell(store, name, is_over=True)
        _take_step(seller, store, stored, desk)
        if not has_time():
            return _tell(store, name, is_over=False)


def _take_step(seller: SellerId, store: Store, stored: Stored[Bulk], desk: Desk) -> None:
    bulk = stored.value
    waiting = [one for one in bulk.lines if one.outcome is Outcome.WAITING][:STEP]
    settled = _do_lines(seller, store, bulk, waiting, desk)
    after = settle_lines(bulk, settled, desk.clock.now())
    # Another worker's step, or the seller's undoing, came first: what is stored decides.
    with suppress(Stale):
        store.commit([Put(after, version=stored.version)])


def _do_lines(
    seller: SellerId, store: Store, bulk: Bulk, lines: Sequence[BulkLine], desk: Desk
) -> list[BulkLine]:
    names = [line.interaction for line in lines]
    items, begun = find_items(store, names), find_own_words(store, bulk.action, names)
    sent = store.get_many(Reply, [reply_of(bulk, line) for line in lines])
    settled = []
    for line in lines:
        left = LeftOut.OWN_WORDS if line.interaction in begun else None
        if reply_of(bulk, line) in sent:
            left = None
        elif left is None:
            left = _do_line(seller, store, bulk, line, items.get(line.interaction), desk)
        outcome = Outcome.LEFT_OUT if left else Outcome.DONE
        settled.append(replace(line, outcome=outcome, why=left.value if left else ""))
    return settled


def _do_line(
    seller: SellerId,
    store: Store,
    bulk: Bulk,
    line: BulkLine,
    item: Interaction | None,
    desk: Desk,
) -> LeftOut | None:
    """One item's refusal is its own and stops no other."""
    if is_done(bulk, item):
        return None
    left = why_left(bulk.action, item, line.revision, bulk.tags)
    if left is not None:
        return left
    try:
        if bulk.action is BulkAction.SEND:
            return _send_line(seller, store, bulk, line, desk)
        edit_interaction(
            seller, line.interaction, _edit_of(bulk), stores=desk.stores, clock=desk.clock
        )
    except NotFound:
        return LeftOut.GONE
    except TextRefused as refused:
        return left_by_findings(refused.findings) or LeftOut.REFUSED
    except ReplyRefused as refused:
        return left_by(refused.code)
    except OwnWordsBegun:
        return LeftOut.OWN_WORDS
    except TagsFull:
        return LeftOut.TAGS_FULL
    except Rejected:
        return LeftOut.REFUSED
    return None


def _edit_of(bulk: Bulk) -> Edit:
    """The moment of the asking tells this closing from one by hand, whatever cuts a step off."""
    if bulk.action is BulkAction.TAG:
        return Edit(tagged=bulk.tags)
    if bulk.until is None:
        return Edit(closed=True, decided_at=bulk.created_at)
    return Edit(snoozed_until=bulk.until)


def _send_line(
    seller: SellerId, store: Store, bulk: Bulk, line: BulkLine, desk: Desk
) -> LeftOut | None:
    """Approve the very words that the seller has seen, as one reply among others."""
    stored = store.get(Draft, line.interaction, line.shown) if line.shown else None
    if stored is None:
        return LeftOut.NO_DRAFT
    stores, clock, text = desk.stores, desk.clock, line.text or stored.value.text
    note_shown(seller, line.interaction, line.shown, stores=stores, clock=clock)
    # A step that comes late waits for nobody: its undo window begins with it.
    waits = bulk.send_at is not None and clock.now() < bulk.send_at
    approval = Approval(
        interaction=line.interaction,
        text=text,
        text_hash=hash_text(text),
        revision=line.revision,
        client_request_id=bulk.id,
        draft_id=line.shown,
        send_at=bulk.send_at if waits else None,
        trace=bulk.trace,
        spares=True,
    )
    approve_reply(
        seller,
        approval,
        stores=stores,
        queue=desk.queue,
        clock=clock,
        judge=desk.judge,
        reach=desk.reach,
    )
    return None


def _give_up(store: Store, name: str, clock: Clock) -> None:
    """The job ends with a refusal, and so does what the seller watches."""
    stored = store.get(Bulk, name)
    if stored is None or stored.value.finished_at is not None:
        return
    with suppress(Stale):
        store.commit([Put(give_up(stored.value, clock.now()), version=stored.version)])


def _tell(store: Store, name: str, *, is_over: bool) -> Slice:
    stored = store.get(Bulk, name)
    if stored is None:
        return Slice(is_over=True)
    result = count_outcomes(stored.value)
    total = len(stored.value.lines)
    return Slice(done=total - result[Outcome.WAITING], total=total, result=result, is_over=is_over)
