"""What thieves of a database, of a network or of a model try."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx
from pydantic import ValidationError

from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.wildberries.cards import is_article, is_public_address
from shared.adapters.wildberries.hosts import require_safe_base
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import Scope, SealedToken
from shared.domain.drafts.draft import Severity
from shared.domain.drafts.drafting import tidy_answer
from shared.domain.errors import InboxError, Rejected
from shared.domain.guard.guardrails import check_text
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Access, Route
from shared.entrypoint.config.api import APISettings
from shared.ports import Put
from tests.functions.api import PASSWORD
from tests.kms_server import KEY
from tests.security.attack import Attack, spread
from tests.security.ground import TEXT, reply_body, take_ground
from tests.security.matrix import ENTRIES, call
from tests.stores import embedded_stores
from tests.wb_recorder import answering


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


def _redirected(target: str) -> None:
    """Neither a read nor a write follows where an answer of the market points to."""
    elsewhere = httpx.Response(307, headers={"Location": target})
    asked = answering(elsewhere)
    cabinet = WildberriesMarketplaces(transports=asked).open("header.payload.signature")
    with suppress(InboxError):
        cabinet.check_scope(Scope.FEEDBACKS)
    with suppress(InboxError):
        cabinet.read_profile()
    assert asked.requests
    assert all(one.url.host.endswith(".wildberries.ru") for one in asked.requests)


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
    *spread(
        "listed-answers", _secret_keys, {f"{row.method} {row.path}": row for row in _SIGNED_IN}
    ),
    *spread("known-hosts", _fetched, {repr(url): url for url in ADDRESSES}),
    *spread("known-hosts", _redirected, {f"a redirect to {url}": url for url in ADDRESSES[:8]}),
    *spread("known-hosts", _base, {f"base {url!r}": url for url in BASES}),
    *spread(
        "known-hosts", _article, {f"article {name}": value for name, value in ARTICLES.items()}
    ),
    *spread("approved-as-seen", _unseen, UNSEEN),
    *spread("plain-answers", _hostile_answer, HOSTILE_ANSWERS),
    *spread("plain-answers", _controls, MARKUP),
    *spread(
        "sealed-tokens",
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
    *spread("sealed-tokens", _unsafe_settings, UNSAFE_SETTINGS),
    *spread("read-only-trail", _edited_trail, {m: m for m in ("POST", "PUT", "PATCH", "DELETE")}),
)
