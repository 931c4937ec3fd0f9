"""What thieves of a database, of a network, of a password or of a model try."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.passwords import ArgonHasher, SystemSecrets
from shared.adapters.wildberries.cards import is_article, is_public_address
from shared.adapters.wildberries.hosts import require_safe_base
from shared.domain.accounts.account import SealedToken, Session, User
from shared.domain.drafts.draft import Severity
from shared.domain.drafts.drafting import tidy_answer
from shared.domain.errors import Rejected
from shared.domain.guard.guardrails import check_text
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Access, Route
from shared.entrypoint.config import APISettings
from shared.ports import Put, Query
from tests.functions.api import PASSWORD, make_world, problem
from tests.kms_server import KEY
from tests.security.attack import Attack, single, spread
from tests.security.ground import OWNER, TEXT, reply_body, take_ground
from tests.security.matrix import ENTRIES, call
from tests.stores import embedded_stores

# Ruling of the product: medians of interleaved samples, the greater over the smaller.
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
    """The ratio of medians of interleaved samples; the best of a few runs on a busy machine."""
    return min(_ratio(_time_of(one), _time_of(other)) for _ in range(1))


def _ratio(one: Callable[[int], float], other: Callable[[int], float]) -> float:
    ones, others = [], []
    for number in range(SAMPLES):
        ones.append(one(number))
        others.append(other(number))
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


def _moved_token(way: str) -> None:
    """A sealed token opens for its owner, under its key, unchanged, or not at all."""
    stores = embedded_stores()
    one, two = SellerId("one"), SellerId("two")
    vault = SealedVault(stores, LocalKeys([b"k" * 32]))
    vault.seal(one, "header.payload.signature")
    vault.seal(two, "another.token.entirely")
    found = stores.of_seller(one).get(SealedToken, "wb")
    assert found is not None
    other = stores.of_seller(two).get(SealedToken, "wb")
    assert other is not None
    sealed, theirs = found.value, other.value
    flipped = bytes([sealed.ciphertext[0] ^ 1]) + sealed.ciphertext[1:]
    changed: dict[str, SealedToken] = {
        "another seller's": sealed,
        "a flipped bit": replace(sealed, ciphertext=flipped),
        "another nonce": replace(sealed, nonce=b"n" * 12),
        "cut short": replace(sealed, ciphertext=sealed.ciphertext[:-1]),
        "another key": replace(sealed, key_version="0" * 16),
        "another wrapped key": replace(sealed, wrapped_key=theirs.wrapped_key),
        "a flipped bit of its key": replace(
            sealed, wrapped_key=sealed.wrapped_key[:-1] + bytes([sealed.wrapped_key[-1] ^ 1])
        ),
        "no wrapped key": replace(sealed, wrapped_key=b""),
    }
    target = two if way == "another seller's" else one
    stores.of_seller(target).commit([Put(changed[way])])
    try:
        vault.open(target)
    except Rejected:
        return
    raise AssertionError("the token opened")


_PROD: dict[str, Any] = {
    "env": "prod",
    "project": "p",
    "function_url": "https://x.example/{function}",
    "app_origin": "https://inbox.example",
    "token_kms_key": KEY,
    "cursor_key": "c" * 43,
    "files_bucket": "b",
}
UNSAFE_SETTINGS: Mapping[str, dict[str, Any]] = {
    "a development key": {"token_key": "local:" + "A" * 43 + "="},
    "a key of its own beside": {"token_key": "A" * 43 + "="},
    "another key service": {"token_kms_url": "https://evil.example"},
    "no address of a key": {"token_kms_key": "wb-tokens"},
    "a key with a way out": {"token_kms_key": KEY + "/../other"},
    "change-me": {"token_key": "change-me"},
    "a short key": {"token_key": "QUJD"},
    "no key": {"token_kms_key": ""},
    "a plain origin": {"app_origin": "http://inbox.example"},
    "the embedded store": {"store_backend": "embedded"},
    "a clock of its own": {"clock_offset_s": 5},
    "another issuer": {"oidc_certs_url": "https://evil.example/certs"},
    "a queue emulator": {"tasks_emulator": "127.0.0.1:1"},
    "a folder of files": {"files_folder": "/tmp/files"},
    "plain WB": {"wb_feedbacks_url": "http://evil.example"},
    "an empty signing key": {"cursor_key": ""},
    "a guessable signing key": {"cursor_key": "change-me"},
}


def _unsafe_settings(changes: dict[str, Any]) -> None:
    """Production does not start so."""
    APISettings(**_PROD)
    try:
        APISettings(**_PROD | changes)
    except (ValidationError, ValueError):
        return
    raise AssertionError(f"started with {changes}")


ADDRESSES = (
    "http://169.254.169.254/latest",
    "https://169.254.169.254/latest",
    "https://metadata.google.internal/computeMetadata/v1",
    "https://127.0.0.1.nip.io/1.jpg",
    "https://[::1]/1.jpg",
    "https://2130706433/1.jpg",
    "https://0x7f.1/1.jpg",
    "https://localhost/1.jpg",
    "http://basket-01.wbbasket.ru/1.jpg",
    "https://basket-01.wbbasket.ru.evil.example/1.jpg",
    "https://evil.example#.wbbasket.ru/1.jpg",
    "https://evil.example?.wbbasket.ru/1.jpg",
    "https://evil.example\\.wbbasket.ru/1.jpg",
    "https://wbbasket.ru@evil.example/1.jpg",
    "https://basket-01.wbbasket.ru:8080/1.jpg",
    "https://user:pass@basket-01.wbbasket.ru/1.jpg",
    "https://evilwbbasket.ru/1.jpg",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://basket-01.wbbasket.ru/1.jpg",
    "//evil.example/1.jpg",
    "https://basket-01.wbbasket.ru\n.evil.example/1.jpg",
    "https://ⓔvil.example/1.jpg",
    "data:image/png;base64,AAAA",
)
BASES = (
    "http://evil.example",
    "http://169.254.169.254",
    "http://127.0.0.1.nip.io",
    "ftp://feedbacks-api.wildberries.ru",
    "file:///etc",
    "//evil.example",
    "",
)


def _fetched(url: str) -> None:
    assert not is_public_address(url)


def _base(url: str) -> None:
    try:
        require_safe_base(url)
    except Rejected:
        return
    raise AssertionError(url)


def _article(value: Any) -> None:
    assert not is_article(value)


ARTICLES: Mapping[str, Any] = {
    "a path": "../1",
    "an address": "1@evil.example",
    "a query": "1?x=",
    "negative": -1,
    "zero": 0,
    "a truth": True,
    "a fraction": 1.5,
    "nothing": None,
    "huge": 10**30,
}

SECRET_KEYS = frozenset(
    {
        *("ciphertext", "nonce", "key_version", "password", "password_hash", "token_hash"),
        *("reply_sign", "replySign", "wb_token", "content_hash", "lease", "claim", "shard"),
        *("attempt", "attempts", "embedding", "vector", "stems", "index", "order_key"),
        *("buyer_key", "user", "seller_id", "tenant", "cursor_key", "secret"),
    }
)


def _secret_keys(row: Route) -> None:
    """No answer has a key of the inside."""
    ground = take_ground()
    answer = call(ground.owner, row, ground.foreign)
    body = answer.get_json(silent=True)
    assert not SECRET_KEYS & set(_keys(body))
    for secret in (ground.foreign["wb_token"], PASSWORD, ground.foreign["cookie"]):
        assert secret not in answer.get_data(as_text=True)


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for part in value.values() for key in _keys(part))]
    if isinstance(value, list):
        return [key for part in value for key in _keys(part)]
    return []


def _unseen(changes: dict[str, Any]) -> None:
    """Only the very text and revision that were seen are approved."""
    ground = take_ground()
    before = ground.snapshot()
    page = f"/interactions/{ground.foreign['interaction']}/reply"
    answer = ground.owner.post(page, reply_body() | changes)
    assert answer.status_code in (409, 422), answer.text
    assert ground.snapshot() == before


UNSEEN: Mapping[str, dict[str, Any]] = {
    "another text": {"text": TEXT + " И ещё."},
    "another hash": {"text_hash": "0" * 64},
    "an old revision": {"revision": 2},
    "a revision of the future": {"revision": 10**9},
    "a blocked text": reply_body("Вернём деньги, звоните +7 900 000-00-00", confirm=True),
    "a link": reply_body("Пишите на https://evil.example", confirm=True),
}

HOSTILE_ANSWERS: Mapping[str, str] = {
    "a telephone": "Спасибо! Звоните +7 900 123-45-67",
    "an address": "Спасибо! Пишите на shop@example.com",
    "a link": "Спасибо! Подробности на https://evil.example/a",
    "a domain": "Спасибо! Зайдите на evil.ru",
    "a handle": "Спасибо! Мы в телеграм @evil_shop",
    "an image": "Спасибо! ![x](https://evil.example/x.png)",
    "a reference": "Спасибо! [сюда][1]\n\n[1]: https://evil.example",
    "money": "Спасибо! Мы вернём вам деньги",
    "a promise": "Спасибо! Мы гарантируем замену товара",
    "spelled": "Спасибо! Пишите на shop собака yandex точка ру",
    "homoglyphs": "Спасибо! Зайдите на еvil.сom",
    "one megabyte": "Спасибо! " + "очень хорошо " * 80_000,
    "zero width": "Спасибо! Звоните +7\u200b900\u200b123\u200b45\u200b67",
}


def _hostile_answer(text: str) -> None:
    """What a model that serves somebody else says is held back, or made harmless."""
    for channel in (Channel.REVIEW, Channel.QUESTION):
        tidied = tidy_answer(text[:5000], channel)
        found = check_text(channel, tidied)
        blocked = any(one.severity is Severity.BLOCK for one in found)
        assert blocked or ("evil" not in tidied and "900" not in tidied)
        assert blocked or len(tidied) <= 5000


MARKUP: Mapping[str, str] = {
    "right to left": "Спасибо\u202e за отзыв",
    "a zero-width blank": "Спасибо\u200b за отзыв",
    "a bell": "Спасибо\x07 за отзыв",
}


def _controls(text: str) -> None:
    tidied = tidy_answer(text, Channel.REVIEW)
    assert not {"\u202e", "\u200b", "\x07"} & set(tidied)


def _edited_trail(method: str) -> None:
    """The trail of deeds can be read, and nothing else."""
    ground = take_ground()
    before = ground.snapshot()
    for path in ("/audit", "/audit/x", "/settings/general/history"):
        answer = ground.owner.ask(method, path, body={} if method != "DELETE" else None)
        assert answer.status_code in (404, 405)
    assert ground.snapshot() == before


_SIGNED_IN = [row for row in ROUTES if row.access is Access.SIGNED_IN and row.name in ENTRIES]
ATTACKS: tuple[Attack, ...] = (
    *spread("S1", _whole_password, LONG),
    *spread("S2", _weak_password, WEAK),
    *single("S3", "a cheap hash", _hash_cost),
    *spread("S4", _timing, {f"time of {name}": name for name in ("login", "reset")}),
    *spread(
        "S4",
        _same_refusal,
        {address: address for address in ("nobody@example.com", "", "not an address")},
    ),
    *single("S8", "a stolen database", _bare_sessions),
    *spread("S27", _secret_keys, {f"{row.method} {row.path}": row for row in _SIGNED_IN}),
    *spread("S46", _fetched, {repr(url): url for url in ADDRESSES}),
    *spread("S46", _base, {f"base {url!r}": url for url in BASES}),
    *spread("S46", _article, {f"article {name}": value for name, value in ARTICLES.items()}),
    *spread("S48", _unseen, UNSEEN),
    *spread("S53", _hostile_answer, HOSTILE_ANSWERS),
    *spread("S53", _controls, MARKUP),
    *spread(
        "S58",
        _moved_token,
        {
            way: way
            for way in (
                *("another seller's", "a flipped bit", "another nonce", "cut short"),
                "another key",
                "another wrapped key",
                "a flipped bit of its key",
                "no wrapped key",
            )
        },
    ),
    *spread("S58", _unsafe_settings, UNSAFE_SETTINGS),
    *spread("S63", _edited_trail, {m: m for m in ("POST", "PUT", "PATCH", "DELETE")}),
)
