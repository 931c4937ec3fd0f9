"""A seller's days in random order: whatever people do and WB loses, replies stay true.

The model is a dictionary of what was approved beside WB's own list of what has taken effect.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.events import Event
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.refusals import ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import FINAL, Author, ReplyKind, ReplyState
from shared.domain.replies.switch import Switch
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Create, Delete, Put, Query, Store, Stores, Write
from shared.usecases.resume_replies import resume_replies
from tests.builders import SELLER
from tests.counts import count_items
from tests.reply_bench import SID, Bench

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ENDS_WITHIN = timedelta(minutes=50)
NEVER_SENT = (ReplyState.CANCELLED, ReplyState.FAILED)
KEPT = (Reply, Interaction, InboxSummary, Event)
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
REFUSED = Outcome(verdict=Verdict.REFUSED, reason="WB не принял текст")
LIMITED = Outcome(verdict=Verdict.RATE_LIMITED, retry_after=3.0)
TROUBLES = [
    (NO_ANSWER, Effect.NONE),
    (NO_ANSWER, Effect.AT_ONCE),
    (NO_ANSWER, Effect.LATER),
    (REFUSED, Effect.NONE),
    (LIMITED, Effect.NONE),
]
ITEMS = st.integers(0, 3)


class SellerMachine(RuleBasedStateMachine):
    """Approve, cancel, sync, answer in the cabinet, rotate the token, restore a backup."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench(self.open_stores())
        self.items: list[InteractionId] = []
        self.texts: dict[str, str] = {}
        self.backup: dict[type, dict[str, Any]] = {}
        self.rotations = 0

    def open_stores(self) -> Stores | None:
        """Which store it is; None is the one in memory."""
        return None

    @property
    def store(self) -> Store:
        return self.bench.plain.of_seller(SELLER)

    def replies(self) -> dict[str, Reply]:
        found = self.store.find(Query(kind=Reply))
        return {stored.value.id: stored.value for stored in found}

    @initialize()
    def begin(self) -> None:
        channels = (Channel.REVIEW, Channel.QUESTION, Channel.CHAT, Channel.REVIEW)
        self.items = [self.bench.add_item(channel) for channel in channels]

    # --- people

    @rule(item=ITEMS, author=st.sampled_from(Author), twice=st.booleans())
    def approve(self, item: int, author: Author, twice: bool) -> None:
        number = len(self.texts)
        text = f"Спасибо за ваши слова, ответ номер {number}!"
        facts = {"client_request_id": f"request-{number}", "author": author}
        self.texts[text] = "answer"
        try:
            replies = [
                self.bench.approve(self.items[item], text, **facts) for _ in range(1 + twice)
            ]
        except ReplyRefused:
            return
        assert len({reply.id for reply in replies}) == 1

    @rule(item=ITEMS)
    def edit(self, item: int) -> None:
        number = len(self.texts)
        text = f"Спасибо за ваши слова, правка номер {number}!"
        self.texts[text] = "edit"
        try:
            self.bench.edit(self.items[item], text, client_request_id=f"request-{number}")
        except ReplyRefused:
            return

    @rule(which=st.integers(0, 50))
    def cancel(self, which: int) -> None:
        replies = sorted(self.replies().values(), key=lambda one: (one.approved_at, one.id))
        if not replies:
            return
        reply = replies[which % len(replies)]
        try:
            self.bench.cancel(reply)
        except ReplyRefused:
            return
        assert self.replies()[reply.id].state is ReplyState.CANCELLED

    @rule(item=st.sampled_from([0, 1, 3]))
    def answer_in_cabinet(self, item: int) -> None:
        source = self.bench.item(self.items[item]).source
        channel = self.bench.item(self.items[item]).channel
        shelved = self.bench.cabinet.look_at(channel, source.external_id)
        assert shelved is not None
        if shelved.answered_at is None:
            self.bench.cabinet.answer_in_portal(channel, source.external_id, "Ответ сотрудника")

    @rule()
    def sync(self) -> None:
        for name in self.items:
            item = self.bench.item(name)
            self.bench.ingest(item.channel, item.source.external_id)
        self.bench.sync_chats()

    # --- WB and time

    @rule(trouble=st.sampled_from(TROUBLES))
    def trouble_at_wb(self, trouble: tuple[Outcome, Effect]) -> None:
        self.bench.cabinet.fail_write(*trouble)

    @rule(seconds=st.sampled_from([2, 11, 45, 130, 600, 1200]))
    def wait(self, seconds: int) -> None:
        self.bench.run_for(seconds * SECOND)
        self.bench.cabinet.land_late_writes()

    @rule()
    def revoke_token(self) -> None:
        self.bench.wb.revoke(self.bench.token)

    @rule()
    def rotate_token(self) -> None:
        bench = self.bench
        bench.wb.revoke(bench.token)
        self.rotations += 1
        lifetime = timedelta(days=100, seconds=self.rotations)
        bench.token = bench.wb.issue_token(SID, lifetime=lifetime)
        bench.vault.seal(SELLER, bench.token)
        resume_replies(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)

    # --- operators

    @rule(paused=st.booleans())
    def turn_switch(self, paused: bool) -> None:
        self.bench.switch = Switch(paused=paused, restored_at=self.bench.switch.restored_at)

    @rule()
    def back_up(self) -> None:
        self.backup = {kind: self._documents(kind) for kind in KEPT}

    @precondition(lambda self: self.backup)
    @rule()
    def restore(self) -> None:
        """What was approved since is lost with the newer copy; nobody must send it again."""
        writes: list[Write] = []
        for kind, kept in self.backup.items():
            now = self._documents(kind)
            writes += [Delete(kind, (name,)) for name in now.keys() - kept.keys()]
            for name, value in kept.items():
                writes.append(Put(value) if name in now else Create(value))
        self.store.commit(writes)
        self.bench.switch = Switch(paused=True, restored_at=self.bench.clock.now())

    def _documents(self, kind: type[Any]) -> dict[str, Any]:
        query: Query[Any] = Query(kind=kind)
        return {one.key[-1]: one.value for one in self.store.find(query)}

    # --- what must hold

    @invariant()
    def nothing_is_twice_and_nothing_is_a_lie(self) -> None:
        landed = Counter(one.text for one in self.bench.cabinet.landings)
        assert all(number == 1 for number in landed.values()), landed
        assert landed.keys() <= self.texts.keys()
        for reply in self.replies().values():
            if reply.state in NEVER_SENT:
                assert reply.text not in landed, reply
            if reply.state is ReplyState.SENT:
                assert reply.text in landed, reply
            if reply.state is ReplyState.CONFIRMED:
                assert reply.text in landed, reply

    @invariant()
    def an_answer_is_edited_once(self) -> None:
        edits = Counter(
            reply.interaction
            for reply in self.replies().values()
            if reply.kind is ReplyKind.EDIT and reply.state not in NEVER_SENT
        )
        assert all(number == 1 for number in edits.values()), edits

    @invariant()
    def the_counts_are_those_of_the_lists(self) -> None:
        if not self.items:
            return
        stored = self.store.get(InboxSummary, SUMMARY_KEY)
        views = stored.value.views if stored else {}
        kept = {view: {name: n for name, n in row.items() if n} for view, row in views.items()}
        items = [self.bench.item(name) for name in self.items]
        assert {view: row for view, row in kept.items() if row} == count_items(items).views

    def teardown(self) -> None:
        """When nothing goes wrong any more, every reply comes to its end."""
        if not self.items:
            return
        self.bench.cabinet.write_failures.clear()
        self.bench.switch = Switch(restored_at=self.bench.switch.restored_at)
        self.rotate_token()
        self.bench.run_for(ENDS_WITHIN)
        self.nothing_is_twice_and_nothing_is_a_lie()
        for reply in self.replies().values():
            waits = reply.state is ReplyState.SENT and reply.due_at is not None
            assert reply.state in FINAL or waits, reply


def careful(examples: int, steps: int) -> settings:
    """The same stories at every run; a failing one is made short and printed."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
