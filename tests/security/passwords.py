"""What guessers of passwords try, and thieves of their hashes."""

import statistics
import time
from collections.abc import Callable, Mapping

from shared.adapters.passwords import ArgonHasher, SystemSecrets
from shared.domain.accounts.sign_in import Session, User
from shared.ports import Query
from tests.functions.api import PASSWORD, make_world, problem
from tests.security.attack import Attack, single, spread
from tests.security.ground import OWNER

# Medians of interleaved samples, the greater over the smaller.
MOST_RATIO = 1.25
SAMPLES = 200
_ATTEMPTS = 3

WEAK: Mapping[str, str] = {
    "short": "a7#kQ",
    "nine signs": "a7#kQ-z2!",
    "a run": "1234567890",
    "a keyboard row": "qwertyuiop",
    "one sign": "aaaaaaaaaaaa",
    "a frequent one": "password1234",
    "the market's name": "wildberries2026",
    "one's own address": "kanarejka7@example.com",
    "one's own mailbox": "kanarejka7-1",
    "a Cyrillic row": "йцукенгшщз",
    "wide letters": "ｐａｓｓｗｏｒｄ１２３４",
    "upper case": "PASSWORD1234",
    "a leaked word": "strawberry",
    "a leaked run of digits": "4815162342",
    "a leaked phrase": "leavemealone",
    "a leaked Russian word": "ghjcnjgfhjkm",
}


def _weak_password(password: str) -> None:
    body = {"email": OWNER, "password": password, "name": "Лавка"}
    answer = make_world().visitor().post("/auth/register", body)
    assert problem(answer) == (422, "invalid")


def _whole_password(pair: tuple[str, str]) -> None:
    """Passwords that differ in one byte only, however late, are different."""
    right, wrong = pair
    hasher = ArgonHasher(memory_kib=64)
    made = hasher.hash(right)
    assert hasher.verify(made, right)
    assert not hasher.verify(made, wrong)


LONG: Mapping[str, tuple[str, str]] = {
    "the 73rd byte": ("k" * 72 + "a", "k" * 72 + "b"),
    "the 200th sign": ("k" * 199 + "a", "k" * 199 + "b"),
    "case": ("Vitrina-2026", "vitrina-2026"),
    "a blank at the end": ("vitrina-2026 ", "vitrina-2026"),
    "an emoji": ("🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦", "🐦🐦🐦🐦🐦🐦🐦🐦🐦"),
    "a NUL": ("vitrina\x002026", "vitrina"),
    "composition": ("кафе\u0301-2026-й", "кафé-2026-й"),
}


def _hash_cost() -> None:
    """OWASP's least parameters of Argon2id, and a salt of its own for each hash."""
    hasher = ArgonHasher()
    one, two = hasher.hash(PASSWORD), hasher.hash(PASSWORD)
    assert one != two
    _, kind, _, costs, *_ = one.split("$")
    known = dict(part.split("=") for part in costs.split(","))
    assert kind == "argon2id"
    assert int(known["m"]) >= 19_456
    assert int(known["t"]) >= 2


def _time_of(ask: Callable[[int], object]) -> Callable[[int], float]:
    def measure(number: int) -> float:
        started = time.perf_counter()
        ask(number)
        return time.perf_counter() - started

    return measure


def timing_ratio(one: Callable[[int], object], other: Callable[[int], object]) -> float:
    """The ratio of medians of interleaved samples; who asks measures again on a busy machine."""
    time_one, time_other = _time_of(one), _time_of(other)
    ones, others = [], []
    for number in range(SAMPLES):
        ones.append(time_one(number))
        others.append(time_other(number))
    medians = sorted((statistics.median(ones), statistics.median(others)))
    return medians[1] / medians[0]


def measure_timing(name: str) -> float:
    """How much longer one answer takes than its twin, with hashes of the real kind."""
    world = make_world(hasher=ArgonHasher(memory_kib=8192))
    world.seller(OWNER)
    visitor = world.visitor()

    def sign_in(email: str) -> Callable[[int], object]:
        def ask(_: int) -> object:
            world.pass_time(hours=2)
            return visitor.post("/auth/login", {"email": email, "password": "prilavok-2026"})

        return ask

    def forget(email: str) -> Callable[[int], object]:
        def ask(_: int) -> object:
            world.pass_time(hours=2)
            return visitor.post("/auth/reset", {"email": email})

        return ask

    way = {"login": sign_in, "reset": forget}[name]
    return timing_ratio(way(OWNER), way("nobody@example.com"))


def _timing(name: str) -> None:
    ratios = []
    for _ in range(_ATTEMPTS):
        ratios.append(measure_timing(name))
        if ratios[-1] <= MOST_RATIO:
            return
    raise AssertionError(f"{name}: {ratios}")


def _same_refusal(email: str) -> None:
    world = make_world()
    world.seller(OWNER)
    answers = [
        world.visitor().post("/auth/login", {"email": address, "password": "prilavok-2026"})
        for address in (OWNER, email)
    ]
    bodies = [answer.get_json() | {"trace_id": ""} for answer in answers]
    assert bodies[0] == bodies[1]
    assert answers[0].status_code == answers[1].status_code == 401
    headers = [sorted(answer.headers.items()) for answer in answers]
    assert headers[0] == headers[1]


def _bare_sessions() -> None:
    """Whoever reads the database finds nothing to sign in with, nor anything to guess it by."""
    world = make_world(secrets=SystemSecrets())
    browser = world.seller()
    stored = str(world.counting.shared().find(Query(kind=Session)))
    stored += str(world.counting.shared().find(Query(kind=User)))
    assert browser.token not in stored
    assert len(browser.token) >= 43
    assert PASSWORD not in stored


ATTACKS: tuple[Attack, ...] = (
    *spread("whole-passwords", _whole_password, LONG),
    *spread("guessable-passwords", _weak_password, WEAK),
    *single("slow-hashes", "a cheap hash", _hash_cost),
    *spread("equal-answers", _timing, {f"time of {name}": name for name in ("login", "reset")}),
    *spread(
        "equal-answers",
        _same_refusal,
        {address: address for address in ("nobody@example.com", "", "not an address")},
    ),
    *single("hashed-sessions", "a stolen database", _bare_sessions),
)
