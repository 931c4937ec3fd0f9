"""What a seller chooses about drafts is seen in the next draft."""

from collections.abc import Callable
from dataclasses import replace

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Draft, Method
from shared.domain.drafts.spending import DraftCause
from shared.domain.interaction import Answer, Interaction
from shared.ports import Writer
from shared.usecases.draft_reply import DraftState, draft_reply
from tests.builders import make_item
from tests.functions.api import Browser, World, make_world
from tests.functions.test_inbox_api_settings import save
from tests.writers import SteadyWriter

AI = {
    "suggestions": True,
    "use_model": True,
    "tone": "friendly",
    "daily_limit": 200,
    "learns": True,
}


def shop(**chosen: object) -> tuple[World, Browser, Interaction, SteadyWriter]:
    world = make_world()
    browser = world.seller()
    item = make_item(text="Отличный плед, очень тёплый")
    answered = make_item(
        external_id="R2", text="Отличный плед, очень тёплый", answer=Answer(text="Носите тепло!")
    )
    world.put(browser.seller, item, answered)
    save(browser, "ai", {**AI, **chosen})
    return world, browser, item, SteadyWriter()


def write(
    world: World,
    browser: Browser,
    item: Interaction,
    writer: Writer,
    cause: DraftCause = DraftCause.ARRIVAL,
) -> Draft | None:
    report = draft_reply(
        browser.seller,
        item.id,
        stores=world.counting,
        writers=[writer, TemplateWriter()],
        cards=MemoryCards(),
        clock=world.clock,
        cause=cause,
    )
    if report.state is DraftState.UNNEEDED:
        return None
    stored = world.counting.of_seller(browser.seller).get(Draft, item.id, report.draft_id)
    return stored.value if stored else None


def drafts_ahead() -> None:
    world, browser, item, writer = shop(suggestions=False)

    assert write(world, browser, item, writer) is None
    assert write(world, browser, item, writer, DraftCause.REQUEST) is not None


def drafts_by_a_model() -> None:
    world, browser, item, writer = shop(use_model=False)

    draft = write(world, browser, item, writer)

    assert draft is not None
    assert (draft.method, draft.reasons) == (Method.TEMPLATE, ("off",))
    assert not writer.briefs


def tone_of_drafts() -> None:
    world, browser, item, writer = shop(tone="formal", use_model=False)

    draft = write(world, browser, item, writer)

    assert draft is not None
    assert "!" not in draft.text


def limit_of_a_day() -> None:
    world, browser, item, writer = shop(daily_limit=1)
    other = make_item(external_id="R3", text="Мягкий")
    world.put(browser.seller, other)

    first = write(world, browser, item, writer, DraftCause.REQUEST)
    second = write(world, browser, other, writer, DraftCause.REQUEST)
    world.pass_time(hours=24)
    third = replace(other, id=make_item(external_id="R4").id)
    world.put(browser.seller, third)
    next_day = write(world, browser, third, writer, DraftCause.REQUEST)

    assert [one.method for one in (first, second, next_day) if one] == ["llm", "template", "llm"]
    assert second is not None
    assert second.reasons == ("limit",)


def lessons_from_answers() -> None:
    told = []
    for learns in (True, False):
        world, browser, item, writer = shop(learns=learns)
        write(world, browser, item, writer, DraftCause.REQUEST)
        told.append([one.answer for one in writer.briefs[0].earlier])

    assert told == [["Носите тепло!"], []]


DRAFT_EFFECTS: dict[tuple[str, str], Callable[[], None]] = {
    ("ai", "suggestions"): drafts_ahead,
    ("ai", "use_model"): drafts_by_a_model,
    ("ai", "tone"): tone_of_drafts,
    ("ai", "daily_limit"): limit_of_a_day,
    ("ai", "learns"): lessons_from_answers,
}
