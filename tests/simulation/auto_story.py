"""One schedule of automatic answers: tasks repeated, people in between, the switch, an alarm."""

import random
from dataclasses import replace
from datetime import timedelta

from shared.domain.accounts.account import Seller
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.drafts.draft import Draft, Method
from shared.domain.drafts.drafting import basis_of
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import FINAL, Author, ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Alarm, DraftMark, Escalation, Intent, IntentLabel
from shared.ports import Create, Put
from shared.usecases.automate_reply import automate_reply
from shared.usecases.stop_answers import stop_answers
from tests.builders import NOON, SELLER
from tests.judges import sure_judge
from tests.simulation.engine import Engine, is_retried
from tests.simulation.faults import Odds
from tests.simulation.story import FAULTS_UNTIL, PATIENCE
from tests.simulation.world import Wish, World

SAYS = "Здравствуйте! Спасибо за тёплые слова, носите с удовольствием!"
# A switch that is turned holds for whoever begins to send so much later.
EFFECTIVE_WITHIN = 60.0
MOST_TRIES = 8


class AutoWorld(World):
    """A seller whose policy is live, and one good review with a draft."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, Channel.REVIEW)
        self.judge = sure_judge()
        self.stopped_at: float | None = None
        self.alarmed_at: float | None = None
        self._prepare()

    def _prepare(self) -> None:
        """The cabinet was connected long before the review was written."""
        shared, store = self.plain.shared(), self.plain.of_seller(SELLER)
        seller, item = shared.get(Seller, SELLER), store.get(Interaction, self.item.id)
        assert seller is not None
        assert item is not None
        assert seller.value.connection is not None
        earlier = replace(
            seller.value.connection, connected_at=item.value.source.created_at - timedelta(days=1)
        )
        known = replace(seller.value, connection=earlier)
        shared.commit([Put(known, version=seller.version)])
        basis = basis_of(item.value)
        mark = DraftMark(id="1", basis=basis, method="template", made_at=NOON)
        sure = IntentLabel(label=Intent.THANKS, confidence=0.95)
        read = replace(item.value, ai=replace(item.value.ai, intent=sure, draft=mark))
        draft = Draft(
            id="1",
            interaction=read.id,
            text=SAYS,
            method=Method.TEMPLATE,
            model="",
            prompt_version="t",
            checked=True,
            basis=basis,
            made_at=NOON,
        )
        settings = SellerSettings(auto=AutoPolicy(enabled=True, sample=0))
        store.commit([Put(read, version=item.version), Create(draft), Create(settings)])

    def automate(self, tries: int = 0) -> None:
        """A queue delivers the task again until it hears that it is done."""

        def end(error: BaseException | None) -> None:
            if is_retried(error) and tries < MOST_TRIES:
                self.engine.at(7.0, lambda: self.automate(tries + 1))

        self.engine.start(self.automate_now, end, name="draft")

    def automate_now(self) -> None:
        automate_reply(SELLER, self.item.id, stores=self.stores, clock=self.clock, judge=self.judge)

    def stop(self) -> None:
        """A seller clicks until the switch is off; only then is it off."""

        def end(error: BaseException | None) -> None:
            if error is None:
                self.stopped_at = self.stopped_at or self.engine.now
            else:
                self.engine.at(2.0, self.stop)

        self.engine.start(self._stop_now, end, name="stop")

    def _stop_now(self) -> None:
        stop_answers(SELLER, stores=self.stores, clock=self.clock, ids=self.ids)

    def alarm(self) -> None:
        """Others complain of the same product: the review is marked."""
        store = self.plain.of_seller(SELLER)
        item = store.get(Interaction, self.item.id)
        assert item is not None
        marks = (Escalation(alarm=Alarm.MASS_DEFECT),)
        after = replace(item.value, ai=replace(item.value.ai, escalations=marks))
        store.commit([Put(after, version=item.version)])
        self.alarmed_at = self.engine.now


def play_auto(seed: int) -> AutoWorld:
    """The whole schedule of a seed."""
    engine = Engine(seed, Odds(), FAULTS_UNTIL)
    world, dice = AutoWorld(engine), engine.dice
    _plan(world, dice)
    engine.every(60.0, world.sweep_when_due, first=60.0)
    engine.every(120.0, world.sync, first=67.0)
    engine.run_for(PATIENCE, lambda: all(_has_ended(one) for one in world.witness.replies.values()))
    return world


def _plan(world: AutoWorld, dice: random.Random) -> None:
    engine = world.engine
    engine.at(0.0, world.automate)
    for _ in range(dice.randrange(4)):
        engine.at(dice.uniform(0, 1500), world.automate)
    if dice.random() < 0.4:
        engine.at(dice.uniform(0, 500), world.stop)
    if dice.random() < 0.3:
        engine.at(dice.uniform(0, 500), world.alarm)
    if dice.random() < 0.25:
        engine.at(dice.uniform(0, 600), lambda: world.approve(Wish("person")))
    if dice.random() < 0.2:
        engine.at(dice.uniform(0, 400), lambda: _cancel_own(world))
    if dice.random() < 0.15:
        engine.at(dice.uniform(0, 400), world.answer_in_portal)


def _cancel_own(world: AutoWorld) -> None:
    for reply in [*world.witness.replies.values()]:
        if reply.author is Author.SYSTEM:
            world.cancel(reply.id)


def _has_ended(reply: Reply) -> bool:
    watched = reply.state in (ReplyState.CONFIRMED, ReplyState.ATTENTION)
    return watched or (reply.due_at is None and reply.state in FINAL)


def find_auto_wrongs(world: AutoWorld) -> list[str]:
    """Everything that must not be true at the end."""
    wrongs = [*world.witness.wrongs]
    own = {one.id: one for one in world.witness.replies.values() if one.author is Author.SYSTEM}
    if len(own) > 1:
        wrongs.append("answered by itself twice")
    for name, moment in (("off", world.stopped_at), ("alarmed", world.alarmed_at)):
        late = [
            one
            for one in world.witness.arrivals
            if one.reply in own and moment is not None and one.began > moment + EFFECTIVE_WITHIN
        ]
        if late:
            wrongs.append(f"sent though {name}")
    alarmed = world.alarmed_at
    for reply in own.values():
        approved = (reply.approved_at - NOON).total_seconds()
        # An approval names the moment of a clock that may be fast.
        skew = world.engine.odds.most_skew
        if alarmed is not None and approved > alarmed + EFFECTIVE_WITHIN + skew:
            wrongs.append("approved though alarmed")
    stored = world.stored_replies()
    wrongs += [f"stuck: {one.state}" for one in stored if not _is_over(one)]
    return wrongs


def _is_over(reply: Reply) -> bool:
    return reply.state in FINAL or (reply.state is ReplyState.SENT and reply.due_at is not None)
