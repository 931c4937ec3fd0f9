"""Automatic answers through the API: rules, trials on the past, the switch, the journal, codes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.analytics.making import make_reply_rows
from shared.domain.analytics.rows import Harm
from shared.domain.automatic.journal import AutoEntry, Noted, entry_id, new_entry
from shared.domain.automatic.ruling import Outcome, Ruling
from shared.domain.events import Event, EventKind
from shared.domain.ids import ReplyId
from shared.domain.interaction import Answer, Interaction
from shared.domain.jobs import JobKind
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Intent, IntentLabel
from shared.ports import Create, Query
from shared.usecases.read_settings import read_settings
from shared.usecases.replay_past import backtest_worker
from shared.usecases.run_job import run_job
from tests.automatic import RULES, RULES_ALONE
from tests.builders import NOON, make_item
from tests.functions.api import Browser, World, make_world, problem
from tests.functions.test_inbox_api_settings import save
from tests.judges import sure_judge

CODE: dict[str, Any] = {
    "code": "ЛЕТО10",
    "percent": 10,
    "starts_on": "2026-11-20",
    "ends_on": "2026-12-01",
    "channels": ["review"],
    "articles": [],
    "active": True,
}


def praise(number: int, answer: str = "", **facts: Any) -> Interaction:
    item = make_item(
        external_id=f"R{number}",
        text=facts.pop("text", "Очень понравилось, спасибо!"),
        answer=Answer(text=answer) if answer else None,
        created_at=NOON - timedelta(hours=number),
        **facts,
    )
    sure = IntentLabel(label=Intent.THANKS, confidence=0.95)
    return replace(item, ai=replace(item.ai, intent=sure))


def run_backtests(world: World, browser: Browser) -> None:
    outside = world.outside
    worker = backtest_worker(stores=outside.stores, clock=outside.clock, judge=sure_judge())
    for task in [one for one in world.queue.waiting if one.queue == "jobs"]:
        run_job(
            browser.seller,
            task.payload["job"],
            workers={JobKind.BACKTEST: worker},
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
        )


def try_rules(world: World, browser: Browser, **rules: Any) -> dict[str, Any]:
    asked = browser.post("/auto-response/backtest", {"policy": RULES_ALONE | rules})
    assert asked.status_code == 202, asked.text
    run_backtests(world, browser)
    report: dict[str, Any] = browser.get(
        f"/auto-response/backtest/{asked.get_json()['id']}"
    ).get_json()
    return report


def put(browser: Browser, section: str, body: dict[str, Any]) -> Any:
    tag = browser.get(f"/settings/{section}").headers["ETag"]
    return browser.ask("PUT", f"/settings/{section}", body=body, headers={"If-Match": tag})


def chosen(world: World, browser: Browser) -> SellerSettings:
    return read_settings(world.counting.of_seller(browser.seller))


def test_a_new_account_answers_nothing_by_itself() -> None:
    browser = make_world().seller()

    section = browser.get("/settings/auto_response").get_json()

    assert (section["enabled"], section["sandbox"], section["may_go_live"]) == (False, False, False)
    assert section["scenarios"]["review.thanks"] == "auto"
    others = {name: how for name, how in section["scenarios"].items() if name != "review.thanks"}
    assert set(others.values()) == {"draft"}
    thanks = next(one for one in section["classes"] if one["intent"] == "thanks")
    assert thanks["may_answer"] == ["review"]


@pytest.mark.parametrize("name", ["question.thanks", "chat.thanks", "review.defect_not_working"])
def test_what_only_people_answer_is_refused_at_its_field(name: str) -> None:
    browser = make_world().seller()

    answer = put(browser, "auto_response", RULES | {"scenarios": {name: "auto"}})

    assert problem(answer) == (422, "invalid")
    assert [one["field"] for one in answer.get_json()["errors"]] == [f"scenarios.{name}"]


def test_rules_go_live_only_after_their_very_report_was_seen() -> None:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, praise(1, "Спасибо вам!"), praise(2))

    unseen = put(browser, "auto_response", RULES | {"enabled": True})
    report = try_rules(world, browser)
    finished = put(browser, "auto_response", RULES | {"enabled": True})
    browser.post(f"/auto-response/backtest/{report['id']}/seen", None)
    other = put(browser, "auto_response", RULES | {"enabled": True, "confidence": 70})
    live = put(browser, "auto_response", RULES | {"enabled": True})
    changed = put(browser, "auto_response", RULES | {"enabled": True, "sample": 50})

    statuses = [one.status_code for one in (unseen, finished, other, live, changed)]
    assert statuses == [422, 422, 422, 200, 422]
    assert "отчёт" in unseen.get_json()["errors"][0]["message"]
    assert chosen(world, browser).auto.is_live


def test_the_sandbox_needs_no_report() -> None:
    world = make_world()
    browser = world.seller()

    assert put(browser, "auto_response", RULES | {"enabled": True, "sandbox": True}).get_json()[
        "sandbox"
    ]


def test_a_report_that_is_not_finished_counts_for_nothing() -> None:
    browser = make_world().seller()
    report = browser.post("/auto-response/backtest", {"policy": RULES_ALONE}).get_json()

    browser.post(f"/auto-response/backtest/{report['id']}/seen", None)

    assert put(browser, "auto_response", RULES | {"enabled": True}).status_code == 422


def test_a_report_tells_what_would_have_happened() -> None:
    world = make_world()
    browser = world.seller()
    sad = praise(5, "Очень жаль, что так вышло, извините!", text="Мягкая, тёплая, спасибо")
    world.put(
        browser.seller,
        praise(1, "Спасибо вам!", text="Всё понравилось, спасибо большое"),
        sad,
        praise(2, text="Супер, но молния сломалась"),
        praise(3, rating=2),
        praise(4, rating=4, text="Хорошая вещь, благодарю"),
    )

    report = try_rules(world, browser, rating_from=5)

    assert report["finished_at"]
    assert (report["reviews"], report["block"]) == (5, 2)
    assert report["send"] + report["hold"] == 3
    reasons = {one["code"]: one["count"] for one in report["reasons"]}
    assert reasons["fewer_stars"] >= 1
    assert {"mixed", "stars"} <= reasons.keys()
    assert all(one["title"] for one in report["reasons"])
    assert report["worst"][0]["regrets"]
    assert report["worst"][0]["review"] == "Мягкая, тёплая, спасибо"
    assert report["regretted"] == 1


def test_the_same_question_has_the_same_report() -> None:
    reports = []
    for _ in range(2):
        world = make_world()
        browser = world.seller()
        world.put(browser.seller, *(praise(number, "Спасибо!") for number in range(1, 70)))
        reports.append(try_rules(world, browser, sample=20))

    assert reports[0] == reports[1]
    assert reports[0]["reviews"] == 69


def test_the_switch_stops_at_once_whoever_saves_meanwhile() -> None:
    world = make_world()
    browser = world.seller()
    save(browser, "auto_response", RULES | {"enabled": True, "sandbox": True})

    answers = [browser.post("/auto-response/stop", None).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert not chosen(world, browser).auto.enabled
    history = browser.get("/settings/auto_response/history").get_json()["items"]
    assert history[0]["fields"][0]["before"] == "true"


def test_presets_turn_nothing_on_and_pass_the_rules() -> None:
    browser = make_world().seller()

    presets = browser.get("/auto-response/presets").get_json()["items"]

    assert [one["name"] for one in presets] == ["safe", "balanced", "max"]
    for one in presets:
        rules = {name: one[name] for name in RULES_ALONE}
        body = rules | {"enabled": False, "sandbox": False}
        assert put(browser, "auto_response", body).status_code == 200
        autos = {name for name, how in rules["scenarios"].items() if how == "auto"}
        assert all(name.startswith("review.") for name in autos)


def test_a_preview_says_what_would_happen_and_leaves_nothing() -> None:
    world = make_world(judge=sure_judge())
    browser = world.seller()
    world.bill().clear()

    good = browser.post(
        "/auto-response/preview",
        {"text": "Спасибо, всё отлично!", "rating": 5, "policy": RULES_ALONE},
    ).get_json()
    bad = browser.post(
        "/auto-response/preview",
        {"text": "Супер, но молния сломалась в первый день", "rating": 5},
    ).get_json()

    assert (good["outcome"], good["would_send"]) == ("send", False)
    assert good["draft"]
    assert bad["outcome"] == "block"
    assert bad["reasons"][0]["title"]
    assert world.bill().writes.total() == 0


def test_a_preview_is_as_sure_as_what_arrives_would_be() -> None:
    rules_alone, arriving = make_world(), make_world(embedder=BundledEmbedder())
    body = {"text": "Отличная вещь, очень довольна!", "rating": 5}

    told = [
        world.seller().post("/auto-response/preview", body).get_json()
        for world in (rules_alone, arriving)
    ]

    assert [one["outcome"] for one in told] == ["hold", "send"]
    assert [one["code"] for one in told[0]["reasons"]] == ["unsure"]


def test_the_journal_is_read_by_pages_and_marked() -> None:
    world = make_world()
    browser = world.seller()
    entries = [note(number) for number in range(3)]
    world.counting.of_seller(browser.seller).commit([Create(one) for one in entries])

    first = browser.get("/auto-response/journal", limit=2).get_json()
    rest = browser.get("/auto-response/journal", limit=2, cursor=first["next_cursor"]).get_json()
    path = f"/auto-response/journal/{entries[0].id}/feedback"
    marked = browser.ask("PUT", path, body={"feedback": "down"})
    blocked = browser.get("/auto-response/journal", outcome="blocked").get_json()

    shown = [one["id"] for one in (*first["items"], *rest["items"])]
    assert shown == [one.id for one in reversed(entries)]
    assert first["items"][0]["reasons"] == [
        {"code": "sample", "title": "Выбран для проверки человеком"}
    ]
    assert marked.get_json()["feedback"] == "down"
    assert blocked["items"] == []


def note(number: int) -> AutoEntry:
    item = praise(number)
    ruling = Ruling(
        outcome=Outcome.HOLD, rule="review.thanks", text="Спасибо!", reasons=("sample",)
    )
    entry = new_entry(item, ruling, Noted.HELD, "policy", NOON + timedelta(minutes=number))
    assert entry.id == entry_id(item.id)
    return entry


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "до"}, "codes.0.code"),
        ({"code": "89161234567"}, "codes.0.code"),
        ({"percent": 60}, "codes.0.percent"),
        ({"ends_on": "2026-11-01"}, "codes.0.ends_on"),
        ({"ends_on": "2027-11-01"}, "codes.0.ends_on"),
        ({"channels": []}, "codes.0.channels"),
        ({"channels": ["question"]}, "codes.0.channels"),
    ],
)
def test_a_wrong_code_is_refused_at_its_field(change: dict[str, Any], field: str) -> None:
    browser = make_world().seller()

    answer = put(browser, "promo", {"codes": [CODE | change]})

    assert problem(answer) == (422, "invalid")
    assert field in [one["field"] for one in answer.get_json()["errors"]]


def test_ten_codes_are_the_most_and_none_comes_twice() -> None:
    browser = make_world().seller()
    codes = [CODE | {"code": f"ЛЕТО{number:02}"} for number in range(11)]

    many = put(browser, "promo", {"codes": codes})
    twice = put(browser, "promo", {"codes": [CODE, CODE]})
    ten = put(browser, "promo", {"codes": codes[:10]})

    assert [one["field"] for one in many.get_json()["errors"]] == ["codes"]
    assert [one["field"] for one in twice.get_json()["errors"]] == ["codes.1.code"]
    assert ten.status_code == 200
    assert "ЛЕТО00" in ten.get_json()["offers"][0]


def test_a_thumb_down_is_an_event_that_figures_of_harm_are_made_from() -> None:
    world = make_world()
    browser = world.seller()
    store = world.counting.of_seller(browser.seller)
    entry = replace(note(1), reply=ReplyId("answered"))
    store.commit([Create(entry)])
    path = f"/auto-response/journal/{entry.id}/feedback"

    browser.ask("PUT", path, body={"feedback": "down"})
    browser.ask("PUT", path, body={"feedback": "down"})
    world.pass_time(minutes=1)
    browser.ask("PUT", path, body={"feedback": "up"})

    events = sorted((one.value for one in store.find(Query(kind=Event))), key=lambda one: one.at)
    assert [one.facts for one in events] == [
        {"reply": "answered", "mark": "down"},
        {"reply": "answered", "mark": "up"},
    ]
    assert harms_of(events[:1]) == (Harm.SELLER,)
    assert harms_of(events) == ()


def harms_of(marks: list[Event]) -> tuple[Harm, ...]:
    """Of a reply that was sent and then judged so."""
    sent = replace(
        marks[0],
        kind=EventKind.REPLY_SETTLED,
        facts={"reply": "answered", "state": "confirmed", "approved_at": NOON.isoformat()},
    )
    (row,) = make_reply_rows(praise(1), [sent, *marks], lambda _: False)
    return row.harms
