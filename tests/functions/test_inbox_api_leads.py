"""Requests from the front page: kept, told of by letter, and never more than asked for."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.mail import MemoryMailer
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.accounts.mail import Letter, LetterKind
from shared.domain.accounts.throttle import LEADS_PER_DAY
from shared.domain.leads import KEEP_LEADS, LEADS_A_DAY, Lead
from shared.ports import Query
from shared.usecases.send_letter import LetterDesk
from shared.usecases.take_lead import sweep_leads
from shared.usecases.throttle_attempts import take_attempts, throttle_key
from tests.builders import NOON
from tests.functions.api import DownQueue, World, fields, make_world, problem

OWNER = "owner@example.com"
CONTACT = "Ирина, +7 999 123-45-67"


def ask(world: World, number: int = 1, address: str = "203.0.113.7", **changes: Any) -> Any:
    body = {
        "nm": 70_000_001,
        "contact": CONTACT,
        "company": "Лавка",
        "link": "https://www.wildberries.ru/seller/1",
        "consent": True,
        "client_request_id": str(uuid.UUID(int=number)),
    }
    return world.visitor(address).post("/leads", body | changes)


def kept(world: World) -> list[Lead]:
    return [one.value for one in world.counting.shared().find(Query(kind=Lead))]


def letters(world: World, to: str = OWNER) -> list[Letter]:
    mailer = MemoryMailer()
    desk = LetterDesk(
        stores=world.outside.stores,
        mailer=mailer,
        secrets=world.outside.secrets,
        clock=world.clock,
        app_url="https://inbox.example",
        leads_to=to,
    )

    def send(work: Mapping[str, str]) -> None:
        desk.send(LetterKind(work["letter"]), work["user"])

    world.queue.run_due({"jobs": send})
    return mailer.sent


def test_a_request_is_kept_for_its_time_and_nothing_is_said_back() -> None:
    world = make_world()

    answer = ask(world)

    assert (answer.status_code, answer.data) == (201, b"")
    [lead] = kept(world)
    assert (lead.nm_id, lead.contact, lead.company) == (70_000_001, CONTACT, "Лавка")
    assert lead.expires_at - lead.created_at == KEEP_LEADS
    assert "203.0.113.7" not in str(lead)


def test_the_owner_reads_it_in_one_letter_and_the_task_holds_no_words() -> None:
    world = make_world()
    ask(world)
    ask(world)
    waiting = str(world.queue.waiting)

    [letter] = letters(world)

    assert letter.to == OWNER
    assert all(word in letter.text for word in ("70000001", CONTACT, "Лавка"))
    assert "999" not in waiting
    assert len(kept(world)) == 1


def test_without_a_reader_it_is_only_stored() -> None:
    world = make_world()
    ask(world)

    assert letters(world, to="") == []
    assert len(kept(world)) == 1


def test_it_stands_where_no_queue_takes_the_news() -> None:
    world = make_world(queue=DownQueue(FixedClock(NOON)))

    assert ask(world).status_code == 201
    assert len(kept(world)) == 1


def sweep(world: World) -> int:
    return sweep_leads(stores=world.outside.stores, queue=world.queue, clock=world.clock)


def test_news_that_no_queue_took_is_told_later_and_once() -> None:
    world = make_world(queue=DownQueue(FixedClock(NOON)))
    ask(world)
    world = replace(world, queue=MemoryTaskQueue(world.clock))

    assert [sweep(world), sweep(world)] == [1, 0]
    assert len(letters(world)) == 1


def test_what_was_told_is_not_swept() -> None:
    world = make_world()
    ask(world)

    assert sweep(world) == 0


def test_all_addresses_together_have_a_day_s_limit() -> None:
    world = make_world()
    day = throttle_key("leads", world.clock.now().date().isoformat())
    for _ in range(LEADS_A_DAY):
        take_attempts({day: LEADS_PER_DAY}, stores=world.outside.stores, clock=world.clock)

    refused = ask(world)
    world.pass_time(hours=24)

    assert problem(refused) == (429, "rate_limited")
    assert ask(world).status_code == 201


def test_nothing_is_kept_without_consent() -> None:
    world = make_world()

    answer = ask(world, consent=False)

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == ["consent"]
    assert kept(world) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nm": 0}, "nm"),
        ({"nm": "70000001"}, "nm"),
        ({"contact": "Ирина"}, "contact"),
        ({"contact": "я" * 101}, "contact"),
        ({"company": "я" * 201}, "company"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "http://example.com"}, "link"),
        ({"client_request_id": "1"}, "client_request_id"),
        ({"seller_id": "s"}, "seller_id"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, Any], field: str) -> None:
    world = make_world()

    answer = ask(world, **changes)

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == [field]
    assert kept(world) == []


@pytest.mark.parametrize(
    "contact", ["a@example.com", "@irina_shop", "t.me/irina", "8 (999) 123 45 67"]
)
def test_any_way_to_reach_somebody_will_do(contact: str) -> None:
    assert ask(make_world(), contact=contact).status_code == 201


def test_one_address_waits_longer_and_longer_and_others_do_not() -> None:
    world = make_world()
    for number in range(1, 4):
        assert ask(world, number).status_code == 201

    refused = ask(world, 4)
    first = int(refused.headers["Retry-After"])
    world.pass_time(seconds=first)
    passed = ask(world, 4).status_code
    second = int(ask(world, 5).headers["Retry-After"])

    assert problem(refused) == (429, "rate_limited")
    assert passed == 201
    assert second == 2 * first
    assert ask(world, 6, address="203.0.113.8").status_code == 201


def test_no_word_of_it_reaches_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()

    ask(world)
    ask(world, 2, contact="Ирина")

    said = capsys.readouterr().out
    lines = [json.loads(line) for line in said.splitlines()]
    assert [one["route"] for one in lines] == ["POST /leads"] * 2
    assert not [word for word in ("Ирина", "999", "Лавка", "70000001", "203.0") if word in said]
