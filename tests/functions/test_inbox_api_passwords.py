"""Changing and forgetting a password, and the browsers that are signed in."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from shared.adapters.memory.mail import MemoryMailer
from shared.adapters.memory.passwords import QuickHasher
from shared.domain.accounts.audit import AuditEntry, Deed
from shared.domain.accounts.mail import LetterKind
from shared.domain.accounts.sign_in import ResetToken, Session, User
from shared.domain.errors import Unavailable
from shared.domain.ids import hash_text
from shared.ports import Create, Query
from shared.usecases.keep_session import MOST_SESSIONS, new_session
from shared.usecases.send_letter import LetterDesk
from tests.functions.api import PASSWORD, Browser, DownQueue, World, make_world, problem

EMAIL = "seller@example.com"
NEW = "samovar-tula-41"
LOGIN = {"email": EMAIL, "password": PASSWORD}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def desk_of(world: World) -> tuple[LetterDesk, MemoryMailer]:
    mailer = MemoryMailer()
    desk = LetterDesk(
        stores=world.outside.stores,
        mailer=mailer,
        secrets=world.outside.secrets,
        clock=world.clock,
        app_url="https://inbox.example",
    )
    return desk, mailer


def send_all(world: World, desk: LetterDesk) -> None:
    def send(work: Mapping[str, str]) -> None:
        desk.send(LetterKind(work["letter"]), work["user"])

    world.queue.run_due({"jobs": send})


def ask_for_link(world: World, email: str = EMAIL) -> str:
    """Forget the password and read the letter: the token in its link."""
    desk, mailer = desk_of(world)
    assert world.visitor().post("/auth/reset", {"email": email}).status_code == 202
    send_all(world, desk)
    (link,) = [line for line in mailer.sent[-1].text.splitlines() if line.startswith("https://")]
    return link.partition("#")[2]


def confirm(world: World, token: str, password: str = NEW) -> tuple[int, str]:
    answer = world.visitor().post("/auth/reset/confirm", {"token": token, "new": password})
    return (204, "") if answer.status_code == 204 else problem(answer)


def deeds(world: World, seller: Browser) -> list[Deed]:
    found = world.counting.of_seller(seller.seller).find(Query(kind=AuditEntry))
    return [entry.value.deed for entry in found]


def test_a_changed_password_signs_every_other_browser_out_at_once() -> None:
    world = make_world()
    seller, other = world.seller(), world.visitor("203.0.113.9")
    other.post("/auth/login", LOGIN)
    old = seller.token

    changed = seller.post("/auth/password", {"current": PASSWORD, "new": NEW})

    assert changed.status_code == 204
    assert seller.token != old
    assert seller.get("/auth/me").status_code == 200
    assert problem(other.get("/auth/me")) == (401, "unauthenticated")
    assert problem(world.visitor().post("/auth/login", LOGIN)) == (401, "unauthenticated")
    assert world.visitor().post("/auth/login", LOGIN | {"password": NEW}).status_code == 200
    assert Deed.PASSWORD_CHANGED in deeds(world, seller)


def test_a_session_ended_in_one_process_is_dead_in_another() -> None:
    world = make_world()
    seller = world.seller()
    here = seller.token
    there = world.visitor("203.0.113.9")
    there.post("/auth/login", LOGIN)
    listed = there.get("/auth/sessions").get_json()["items"]
    (first,) = [one for one in listed if not one["current"]]

    ended = there.ask("DELETE", f"/auth/sessions/{first['id']}")

    assert ended.status_code == 204
    assert here not in str(listed)
    assert problem(seller.get("/auth/me")) == (401, "unauthenticated")
    assert there.get("/auth/me").status_code == 200
    assert Deed.SESSION_ENDED in deeds(world, seller)


def test_the_own_session_can_be_ended_too() -> None:
    world = make_world()
    seller = world.seller()
    (own,) = seller.get("/auth/sessions").get_json()["items"]

    assert seller.ask("DELETE", f"/auth/sessions/{own['id']}").status_code == 204
    assert problem(seller.get("/auth/me")) == (401, "unauthenticated")


def test_a_browser_is_named_by_what_a_seller_recognises() -> None:
    world = make_world()
    world.seller()
    world.pass_time(minutes=1)
    other = world.visitor("203.0.113.9")
    other.ask("POST", "/auth/login", body=LOGIN, headers={"User-Agent": FIREFOX})

    devices = [one["device"] for one in other.get("/auth/sessions").get_json()["items"]]

    assert devices == ["Firefox, Windows", "Неизвестное устройство"]


def test_nobody_ends_a_stranger_s_session() -> None:
    world = make_world()
    seller, stranger = world.seller(), world.seller("b@example.com")
    (own,) = seller.get("/auth/sessions").get_json()["items"]

    refused = stranger.ask("DELETE", f"/auth/sessions/{own['id']}")

    assert problem(refused) == (404, "not_found")
    assert seller.get("/auth/me").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current": "wrong-words", "new": NEW}, "current"),
        ({"current": PASSWORD, "new": "password1234"}, "new"),
        ({"current": PASSWORD, "new": "short"}, "new"),
    ],
)
def test_a_refused_change_says_at_which_field(body: dict[str, str], field: str) -> None:
    world = make_world()
    seller = world.seller()

    refused = seller.post("/auth/password", body)

    assert problem(refused) == (422, "invalid")
    assert refused.get_json()["errors"][0]["field"] == field
    assert world.visitor().post("/auth/login", LOGIN).status_code == 200


def test_guesses_at_the_current_password_are_slowed_like_sign_ins() -> None:
    world = make_world()
    seller = world.seller()
    for _ in range(5):
        seller.post("/auth/password", {"current": "wrong-words", "new": NEW})

    assert problem(seller.post("/auth/password", {"current": PASSWORD, "new": NEW})) == (
        429,
        "rate_limited",
    )


def test_a_forgotten_password_is_replaced_by_a_letter_s_link_once() -> None:
    world = make_world()
    seller = world.seller()
    token = ask_for_link(world)

    assert confirm(world, token) == (204, "")

    assert problem(seller.get("/auth/me")) == (401, "unauthenticated")
    assert world.visitor().post("/auth/login", LOGIN | {"password": NEW}).status_code == 200
    assert confirm(world, token, "another-samovar-7") == (422, "invalid")
    assert Deed.PASSWORD_RESET in deeds(world, seller)


def test_the_mailbox_hears_of_every_change() -> None:
    world = make_world()
    world.seller()
    confirm(world, ask_for_link(world))
    desk, mailer = desk_of(world)

    send_all(world, desk)

    assert [letter.subject for letter in mailer.sent] == ["Пароль изменён"]
    assert mailer.sent[0].to == EMAIL


def test_a_link_dies_with_time_and_with_another_change() -> None:
    world = make_world()
    seller = world.seller()
    late = ask_for_link(world)
    world.pass_time(hours=1)
    assert confirm(world, late) == (422, "invalid")

    token = ask_for_link(world)
    seller.post("/auth/password", {"current": PASSWORD, "new": NEW})
    assert confirm(world, token, "another-samovar-7") == (422, "invalid")
    assert confirm(world, "A" * 43) == (422, "invalid")


def test_a_weak_new_password_leaves_the_link_alive() -> None:
    world = make_world()
    world.seller()
    token = ask_for_link(world)

    assert confirm(world, token, "password1234") == (422, "invalid")
    assert confirm(world, token) == (204, "")


def test_asking_for_a_letter_costs_the_same_for_a_stranger() -> None:
    world = make_world()
    world.seller()
    answers, bills = [], []

    for email in (EMAIL, "nobody@example.com"):
        world.bill().clear()
        answer = world.visitor().post("/auth/reset", {"email": email})
        answers.append((answer.status_code, answer.data))
        bill = world.bill()
        bills.append((bill.reads.total(), bill.writes.total()))
    desk, mailer = desk_of(world)
    send_all(world, desk)

    assert answers[0] == answers[1]
    assert bills[0] == bills[1]
    assert [letter.to for letter in mailer.sent] == [EMAIL]


def test_letters_are_asked_for_a_few_times_only() -> None:
    world = make_world()
    world.seller()
    for _ in range(3):
        world.visitor().post("/auth/reset", {"email": EMAIL})

    assert problem(world.visitor().post("/auth/reset", {"email": EMAIL})) == (429, "rate_limited")


def test_no_task_and_no_document_holds_a_link() -> None:
    world = make_world()
    world.seller()
    world.visitor().post("/auth/reset", {"email": EMAIL})
    waiting = str(world.queue.waiting)
    desk, mailer = desk_of(world)
    send_all(world, desk)
    token = mailer.sent[0].text.partition("#")[2].split()[0]

    shared = world.counting.shared()
    stored = str([shared.find(Query(kind=kind)) for kind in (ResetToken, User, Session)])

    assert EMAIL not in waiting
    assert token not in waiting + stored


def test_a_letter_that_no_server_takes_is_tried_again() -> None:
    world = make_world()
    world.seller()
    world.visitor().post("/auth/reset", {"email": EMAIL})
    desk, mailer = desk_of(world)
    mailer.is_down = True

    (task,) = world.queue.waiting
    with pytest.raises(Unavailable):
        desk.send(LetterKind(task.payload["letter"]), task.payload["user"])


def test_failed_guesses_are_told_by_the_sign_in_that_follows() -> None:
    world = make_world()
    seller = world.seller()
    for _ in range(3):
        world.visitor().post("/auth/login", LOGIN | {"password": "wrong-words"})
    world.visitor().post("/auth/login", LOGIN)

    entries = world.counting.of_seller(seller.seller).find(Query(kind=AuditEntry))
    (entry,) = [one.value for one in entries if one.value.deed is Deed.SIGNED_IN]

    assert entry.facts == {"failed_before": "3"}


def test_a_changed_password_ends_more_sessions_than_one_commit_holds() -> None:
    world = make_world()
    seller = world.seller()
    shared = world.counting.shared()
    (user,) = shared.find(Query(kind=User))
    devices = [
        new_session(user.value, f"device-{number}", world.clock)
        for number in range(2 * MOST_SESSIONS + 1)
    ]
    for start in range(0, len(devices), MOST_SESSIONS):
        shared.commit([Create(one) for one in devices[start : start + MOST_SESSIONS]])

    assert seller.post("/auth/password", {"current": PASSWORD, "new": NEW}).status_code == 204

    (left,) = shared.find(Query(kind=Session))
    assert left.value.id == hash_text(seller.token)


class Slow(QuickHasher):
    """Lets something happen while a password is checked."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(wait_s=0)
        self._meanwhile = meanwhile

    def verify(self, password_hash: str | None, password: str) -> bool:
        right = super().verify(password_hash, password)
        meanwhile, self._meanwhile = self._meanwhile, lambda: None
        meanwhile()
        return right


def test_who_signs_in_with_a_password_that_is_just_replaced_stays_out() -> None:
    world = make_world()
    seller = world.seller()

    def replace_it() -> None:
        assert seller.post("/auth/password", {"current": PASSWORD, "new": NEW}).status_code == 204

    outside = replace(world.outside, hasher=Slow(replace_it))
    late = world.visitor("203.0.113.9", outside).post("/auth/login", LOGIN)

    assert problem(late) == (401, "unauthenticated")
    assert len(seller.get("/auth/sessions").get_json()["items"]) == 1


def test_a_changed_password_counts_though_no_letter_can_be_queued() -> None:
    world = make_world()
    seller = world.seller()
    token = ask_for_link(world)
    down = replace(world.outside, queue=DownQueue(world.clock))
    visitor = world.visitor(outside=down)

    reset = visitor.post("/auth/reset/confirm", {"token": token, "new": NEW})
    visitor.post("/auth/login", LOGIN | {"password": NEW})
    changed = visitor.post("/auth/password", {"current": NEW, "new": PASSWORD})

    assert (reset.status_code, changed.status_code) == (204, 204)
    assert visitor.get("/auth/me").status_code == 200
    assert problem(seller.get("/auth/me")) == (401, "unauthenticated")
