"""One schedule for each rule that keeps replies safe: without the rule, the schedule goes wrong."""

import json
from datetime import timedelta

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.interaction import Channel
from shared.domain.replies.sending import Outgoing, Verdict
from shared.domain.replies.states import ReplyState
from shared.domain.sync.state import Walk
from shared.domain.sync.walks import advance_walk
from tests.builders import NOON
from tests.simulation.cases import single_faults as case_faults
from tests.simulation.cases import try_case
from tests.simulation.exhaustive import begin_script, play_script
from tests.simulation.faults import Fault, Place
from tests.simulation.story import find_wrongs, run_world
from tests.simulation.world import World

# The side effects of an undisturbed reply: approve, queue, reserve, look, claim, send.
CLAIM, SEND, AFTER_SENDING = 4, 5, 6
TOKEN = MemoryMarketplaces(FixedClock(NOON)).issue_token()
CHAT_AND_REVIEW = ("chat", "review")


def ends(world: World) -> list[ReplyState]:
    return [reply.state for reply in world.stored_replies()]


def heed(error: BaseException | None) -> None:
    assert error is None


def arrived(world: World) -> int:
    assert find_wrongs(world) == []
    return len(world.witness.arrivals)


def test_a_reply_whose_task_is_lost_is_found_by_the_sweep() -> None:
    world = begin_script("review", {1: Fault.REFUSED})
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


@pytest.mark.parametrize("way", CHAT_AND_REVIEW)
def test_an_answer_that_was_lost_is_looked_for_and_not_sent_again(way: str) -> None:
    world = begin_script(way, {SEND: Fault.BROKEN_DONE})
    world.cabinet.visible_after = timedelta(seconds=50)
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


@pytest.mark.parametrize("way", CHAT_AND_REVIEW)
@pytest.mark.parametrize("fault", [Fault.ACK_LOST, Fault.REFUSED])
def test_a_claim_that_may_have_failed_is_read_back(way: str, fault: Fault) -> None:
    world = play_script(way, {CLAIM: fault})

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


def test_words_that_are_late_and_shown_late_are_waited_for() -> None:
    world = begin_script("review", {SEND: Fault.PROCESSED_LATE})
    world.cabinet.visible_after = timedelta(seconds=60)
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


def test_who_slept_on_a_claim_does_not_send() -> None:
    world = begin_script("chat", {CLAIM: Fault.PAUSED_AFTER})
    world.engine.scripted_pause = 3000.0
    run_world(world)

    assert ends(world) == [ReplyState.ATTENTION]
    assert arrived(world) == 0


def test_the_late_outcome_of_an_attempt_that_was_replaced_is_ignored() -> None:
    """A hears 429 and freezes; B claims, and WB takes its words; then A wakes and would retry."""
    hits = {SEND: Fault.LIMITED, AFTER_SENDING: Fault.PAUSED}
    first = begin_script("review", hits)
    first.engine.scripted_pause = 3000.0
    run_world(first)
    sends = [n for n, place in enumerate(first.engine.effects) if place is Place.SEND]
    again = first.witness.arrivals[0].began
    hits[sends[1]] = Fault.PROCESSED

    world = begin_script("review", hits)
    world.engine.scripted_pause = again - first.witness.first_sending + 5.0
    world.cabinet.visible_after = timedelta(seconds=60)
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


def test_a_refused_repetition_does_not_prove_that_the_first_sending_failed() -> None:
    """A freezes on its way to WB for longer than the quiet period; B's words are refused."""
    first = begin_script("review", {SEND: Fault.PAUSED})
    first.engine.scripted_pause = 3000.0
    run_world(first)
    sends = [n for n, place in enumerate(first.engine.effects) if place is Place.SEND]

    world = begin_script("review", {SEND: Fault.PAUSED, sends[1]: Fault.REJECTED})
    world.engine.scripted_pause = 3000.0
    run_world(world)

    assert arrived(world) == 1
    assert ends(world)[0] in (ReplyState.ATTENTION, ReplyState.CONFIRMED)


@pytest.mark.parametrize("way", ["review", "question"])
def test_a_long_text_arrives_whole(way: str) -> None:
    text = "Спасибо за подробный отзыв, мы всё прочитали. " * 40

    world = play_script(way, {}, text=text)

    assert [one.text for one in world.witness.arrivals] == [text]
    assert ends(world) == [ReplyState.CONFIRMED]


@pytest.mark.parametrize("way", ["question", "review"])
def test_that_wb_has_the_item_proves_no_answer(way: str) -> None:
    world = play_script(way, {SEND: Fault.NOT_PROCESSED})

    expected = ReplyState.ATTENTION if way == "question" else ReplyState.CONFIRMED
    assert ends(world) == [expected]
    assert arrived(world) == (0 if way == "question" else 1)


def test_two_workers_with_one_task_send_once() -> None:
    """B does the whole step while A, who has looked, is about to claim."""
    world = begin_script("chat", {CLAIM: Fault.PAUSED})
    world.engine.scripted_pause = 15.0

    def deliver_again() -> None:
        (name,) = world.witness.replies
        task = {"reply": name}
        world.engine.start(lambda: world.handle("dispatch", task), heed, f"dispatch {name}")

    world.engine.at(12.0, deliver_again)
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1


def test_a_write_is_one_request_whatever_becomes_of_it() -> None:
    requests = []

    def lose(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise httpx.ReadTimeout("no answer")

    cabinet = WildberriesMarketplaces(transports=lambda: httpx.MockTransport(lose)).open(TOKEN)
    outcome = cabinet.send_reply(Outgoing(channel=Channel.REVIEW, target="R1", text="Спасибо"))

    assert outcome.verdict is Verdict.UNKNOWN
    assert len(requests) == 1


def test_an_answer_never_hides_its_question() -> None:
    bodies = []

    def accept(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json={"data": None, "error": False, "errorText": ""})

    cabinet = WildberriesMarketplaces(transports=lambda: httpx.MockTransport(accept)).open(TOKEN)
    cabinet.send_reply(Outgoing(channel=Channel.QUESTION, target="Q1", text="Хлопок"))

    assert [body["state"] for body in bodies] == ["wbRu"]


def test_what_leaves_a_list_while_it_is_read_hides_nothing_behind_it() -> None:
    walk: Walk | None = Walk()
    waiting, seen = list(range(60, 0, -1)), set[int]()

    while walk is not None:
        shown = [second for second in waiting if walk.stop is None or second <= walk.stop]
        page = shown[walk.skip : walk.skip + 10]
        seen.update(page)
        waiting = [second for second in waiting if second not in page[:5]]
        walk = advance_walk(walk, page, 10, len(page))

    assert set(waiting) <= seen


def test_what_a_run_had_read_is_stored_before_its_place_in_the_list() -> None:
    wrongs = [
        wrong
        for scripted in case_faults()
        if scripted[0] == "chats"
        for wrong in try_case(scripted).wrongs
    ]

    assert wrongs == []


def test_what_an_old_key_blocks_after_a_new_one_came_goes_out() -> None:
    """A worker sleeps on its refusal until the seller has connected anew, and dies behind it."""
    world = begin_script("review", {4: Fault.PAUSED, 5: Fault.CRASH_BEFORE})
    world.engine.scripted_pause = 40.0
    world.engine.at(1.0, world.lose_token)
    world.engine.at(30.0, world.replace_token)
    run_world(world)

    assert ends(world) == [ReplyState.CONFIRMED]
    assert arrived(world) == 1
