"""What each field of the automatic answers and of promo codes changes in the running pipeline."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.automatic.journal import AutoEntry, entry_id
from shared.domain.drafts.drafting import basis_of
from shared.domain.replies.reply import Reply
from shared.domain.understanding import DraftMark
from shared.ports import Create, Query
from shared.usecases.automate_reply import automate_reply
from tests.automatic import RULES
from tests.builders import NOON
from tests.functions.api import Browser, World, make_world
from tests.functions.test_inbox_api_automatic import CODE, praise, put, try_rules
from tests.judges import sure_judge
from tests.praise_bench import draft_of

SAYS = "Здравствуйте! Спасибо за тёплые слова, носите с удовольствием!"
OTHER = "Добрый день! Рады, что вещь пришлась по душе и подошла вам."


def open_shop() -> tuple[World, Browser]:
    """A seller whose cabinet was connected before anybody wrote."""
    world = make_world()
    browser = world.seller()
    token = world.marketplaces.issue_token("sid-1")
    assert browser.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200
    return world, browser


def automate(
    world: World, browser: Browser, number: int = 1, says: str = SAYS, **facts: Any
) -> AutoEntry | None:
    """A good review comes after the connection, gets a draft, and is judged."""
    made = praise(number, **facts)
    item = replace(made, source=replace(made.source, created_at=NOON + timedelta(minutes=1)))
    mark = DraftMark(id="1", basis=basis_of(item), method="template", made_at=NOON)
    item = replace(item, ai=replace(item.ai, draft=mark))
    world.put(browser.seller, item)
    store = world.counting.of_seller(browser.seller)
    store.commit([Create(draft_of(item, says))])
    automate_reply(
        browser.seller, item.id, stores=world.counting, clock=world.clock, judge=sure_judge()
    )
    stored = store.get(AutoEntry, entry_id(item.id))
    return stored.value if stored else None


def judged(facts: dict[str, Any] | None = None, **rules: Any) -> tuple[str, tuple[str, ...]]:
    """What becomes of one review under these rules, in the sandbox."""
    world, browser = open_shop()
    body = RULES | {"enabled": True, "sandbox": True} | rules
    assert put(browser, "auto_response", body).status_code == 200
    entry = automate(world, browser, **facts or {})
    assert entry is not None
    return entry.outcome.value, entry.reasons


def the_switch() -> None:
    world, browser = open_shop()

    assert automate(world, browser) is None
    assert put(browser, "auto_response", RULES | {"enabled": True, "sandbox": True}).get_json()
    assert automate(world, browser, 2) is not None


def the_sandbox() -> None:
    world, browser = open_shop()
    report = try_rules(world, browser)
    browser.post(f"/auto-response/backtest/{report['id']}/seen", None)
    outcomes = []
    for number, sandbox in enumerate((True, False), start=1):
        saved = put(browser, "auto_response", RULES | {"enabled": True, "sandbox": sandbox})
        assert saved.status_code == 200, saved.text
        entry = automate(world, browser, number, says=(SAYS, OTHER)[sandbox])
        outcomes.append(entry.outcome.value if entry else "")

    assert outcomes == ["sandbox", "approved"]
    assert len(world.counting.of_seller(browser.seller).find(Query(kind=Reply))) == 1


def the_least_stars() -> None:
    assert judged({"rating": 4}, rating_from=4) == ("sandbox", ())
    assert judged({"rating": 4}, rating_from=5) == ("held", ("fewer_stars",))


def the_threshold() -> None:
    assert judged(confidence=95) == ("sandbox", ())
    assert judged(confidence=96) == ("held", ("unsure",))


def the_scenarios() -> None:
    assert judged(scenarios={"review.thanks": "draft"}) == ("held", ("scenario",))
    assert judged(scenarios={"review.thanks": "block"})[0] == "blocked"


def the_articles() -> None:
    assert judged(only=[70_000_001]) == ("sandbox", ())
    assert judged(only=[222]) == ("held", ("article",))


def the_articles_left_out() -> None:
    assert judged(never=[222]) == ("sandbox", ())
    assert judged(never=[70_000_001]) == ("held", ("article",))


def the_hours() -> None:
    world, browser = open_shop()
    hours = {"opens": "09:00", "closes": "10:00", "weekdays": [0]}
    put(browser, "auto_response", RULES | {"enabled": True, "sandbox": True, "hours": hours})

    entry = automate(world, browser)

    # Noon of the tests is a Sunday; Monday opens at nine in Moscow.
    assert entry is not None
    assert entry.sends_at == (NOON + timedelta(days=1)).replace(hour=6)


def the_days_limit() -> None:
    world, browser = open_shop()
    report = try_rules(world, browser, per_day=1)
    browser.post(f"/auto-response/backtest/{report['id']}/seen", None)
    assert put(browser, "auto_response", RULES | {"enabled": True, "per_day": 1}).get_json()[
        "enabled"
    ]

    entries = [
        automate(world, browser, number, says) for number, says in enumerate((SAYS, OTHER), start=1)
    ]

    assert [one.outcome.value for one in entries if one] == ["approved", "held"]
    assert entries[1]
    assert entries[1].reasons == ("limit",)


def the_sample() -> None:
    assert judged(sample=0) == ("sandbox", ())
    assert judged(sample=100) == ("held", ("sample",))


def the_offer() -> None:
    assert _offered(promo=False) == ""
    assert _offered(promo=True) == "ЛЕТО10"


def the_codes() -> None:
    assert _offered(promo=True) == "ЛЕТО10"
    assert _offered({"ends_on": "2026-11-21"}, promo=True) == ""
    assert _offered({"articles": [222]}, promo=True) == ""
    assert _offered({"channels": ["chat"]}, promo=True) == ""
    assert _offered({"active": False}, promo=True) == ""


def _offered(code: dict[str, Any] | None = None, *, promo: bool) -> str:
    world, browser = open_shop()
    assert put(browser, "promo", {"codes": [CODE | (code or {})]}).status_code == 200
    rules = RULES | {"enabled": True, "sandbox": True, "promo": promo}
    assert put(browser, "auto_response", rules).status_code == 200
    entry = automate(world, browser)
    assert entry is not None
    assert (entry.code in entry.text) is bool(entry.code) or not entry.code
    return entry.code


AUTOMATIC_EFFECTS: dict[tuple[str, str], Callable[[], None]] = {
    ("auto_response", "enabled"): the_switch,
    ("auto_response", "sandbox"): the_sandbox,
    ("auto_response", "rating_from"): the_least_stars,
    ("auto_response", "confidence"): the_threshold,
    ("auto_response", "scenarios"): the_scenarios,
    ("auto_response", "only"): the_articles,
    ("auto_response", "never"): the_articles_left_out,
    ("auto_response", "hours"): the_hours,
    ("auto_response", "per_day"): the_days_limit,
    ("auto_response", "sample"): the_sample,
    ("auto_response", "promo"): the_offer,
    ("promo", "codes"): the_codes,
}
