"""The trail of an account: whole, in order, its owner's alone, and nobody's to change."""

from shared.domain.accounts.audit import Deed
from shared.domain.accounts.retention import TERMS
from shared.domain.accounts.sign_in import User
from shared.entrypoint.api.handlers.audit import TITLES
from shared.entrypoint.api.routes import ROUTES
from shared.ports import Query
from tests.automatic import RULES
from tests.functions.api import PASSWORD, make_world, problem
from tests.functions.test_inbox_api_settings import GENERAL, save

LOGIN = {"email": "seller@example.com", "password": PASSWORD}


def test_the_newest_deed_comes_first_with_its_browser() -> None:
    world = make_world()
    world.seller()
    world.pass_time(minutes=5)
    browser = world.visitor()
    browser.post("/auth/login", LOGIN | {"password": "wrong-words"})
    browser.post("/auth/login", LOGIN)

    items = browser.get("/audit").get_json()["items"]

    assert [one["title"] for one in items] == ["Вход в аккаунт", "Аккаунт создан"]
    assert items[0]["detail"] == "Неверных паролей перед этим: 1"
    assert items[0]["at"] > items[1]["at"]


def test_pages_neither_repeat_nor_skip() -> None:
    world = make_world()
    world.seller()
    for _ in range(4):
        world.pass_time(minutes=1)
        world.visitor().post("/auth/login", LOGIN)
    browser = world.visitor()
    browser.post("/auth/login", LOGIN)

    seen, cursor = [], None
    while True:
        wanted = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = browser.ask("GET", "/audit", query=wanted).get_json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 6


def test_nobody_reads_a_stranger_s_trail() -> None:
    world = make_world()
    seller, stranger = world.seller(), world.seller("b@example.com")
    world.visitor().post("/auth/login", LOGIN)
    cursor = seller.get("/audit", limit=1).get_json()["next_cursor"]

    assert len(stranger.get("/audit").get_json()["items"]) == 1
    assert problem(stranger.get("/audit", limit=1, cursor=cursor)) == (422, "invalid")


def test_the_trail_can_only_be_read() -> None:
    assert [row.method for row in ROUTES if row.path.startswith("/audit")] == ["GET"]


def test_every_deed_has_words() -> None:
    assert set(TITLES) == set(Deed)


def test_settings_exports_and_the_switch_are_told_of() -> None:
    world = make_world()
    browser = world.seller()
    save(browser, "general", GENERAL | {"undo_seconds": 45})
    save(browser, "auto_response", RULES | {"enabled": True, "sandbox": True})
    world.pass_time(minutes=1)
    browser.post("/auto-response/stop")
    world.pass_time(minutes=1)
    for _ in range(2):
        browser.post("/export")

    told = [(one["title"], one["detail"]) for one in browser.get("/audit").get_json()["items"]]

    assert told[:2] == [("Запрошена выгрузка всех данных", ""), ("Автоответы остановлены", "")]
    assert set(told[2:4]) == {
        ("Настройки изменены", "Раздел «Автоответы»"),
        ("Настройки изменены", "Раздел «Отправка и данные»"),
    }


def test_the_terms_that_were_accepted_are_kept() -> None:
    world = make_world()
    world.seller()

    (user,) = world.counting.shared().find(Query(kind=User))

    assert user.value.terms == TERMS
