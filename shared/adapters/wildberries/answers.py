"""What WB's answers mean (WB API documentation, error bodies of the communications section)."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NoReturn

from httpx import codes

from shared.adapters.wildberries.calls import Answered
from shared.domain.errors import AccessDenied, Denial, Malformed, RateLimited, Unavailable
from shared.domain.replies.sending import Outcome, Verdict

DENIALS = {
    HTTPStatus.UNAUTHORIZED: Denial.TOKEN,
    HTTPStatus.PAYMENT_REQUIRED: Denial.PAYMENT,
    HTTPStatus.FORBIDDEN: Denial.SCOPE,
}
DENIED_REASONS = {
    Denial.TOKEN: "WB не принимает токен: подключите кабинет заново",
    Denial.EXPIRED: "Срок действия токена истёк: подключите новый",
    Denial.PAYMENT: "WB требует оплаты доступа к API",
    Denial.SCOPE: "У токена нет права отвечать в этом разделе",
    Denial.KIND: "WB не принимает здесь токены такого типа",
    Denial.READ_ONLY: "Токен только для чтения: отвечать с ним нельзя",
}
# Words of WB's gateway that tell more than the status: of a 401, then of a 403.
_FINER = {
    Denial.TOKEN: {"expired": Denial.EXPIRED},
    Denial.SCOPE: {
        "read-only": Denial.READ_ONLY,
        "readonly": Denial.READ_ONLY,
        "base token": Denial.KIND,
        "personal token": Denial.KIND,
        "only service token": Denial.KIND,
    },
}
TOO_MANY_REASON = "WB просит подождать: слишком много запросов"
SILENT_REASON = "WB не подтвердил приём ответа"
NOT_SENT_REASON = "Не удалось соединиться с WB"
STALE_SIGN_REASON = "WB не принял подпись чата"

_DEFINITE = {
    HTTPStatus.BAD_REQUEST: "WB не принял ответ",
    HTTPStatus.NOT_FOUND: "WB не нашёл, на что отвечать",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "WB считает ответ слишком большим",
    HTTPStatus.UNPROCESSABLE_ENTITY: "WB не смог сохранить ответ",
}
_STALE_SIGN = "invalid signature"
# Words that WB documents for requests it did not carry out.
_REFUSALS = {
    _STALE_SIGN: STALE_SIGN_REASON,
    'invalid value for "message"': "WB не принял текст сообщения",
    "attachment too big": "WB считает вложение слишком большим",
    "unsupported mime type": "WB не принимает такой тип вложения",
    "не найден отзыв": "WB не нашёл, на что отвечать",
    "невозможно получить": "WB не нашёл, на что отвечать",
    "не удалось отредактировать": "WB не разрешил изменить ответ",
    "неверный синтаксис json": "WB не смог прочитать запрос",
    "неверная длина": "WB не принял длину ответа",
}
_LONGEST_QUOTE = 200


def read_json(answered: Answered) -> dict[str, Any]:
    """Give the object of a 2xx; every other status raises what the caller should do."""
    if not is_success(answered):
        raise_failure(answered)
    body = _parse(answered.body)
    if body is None:
        raise Malformed("WB's answer is no JSON object")
    if body.get("error") or body.get("errors"):
        raise Malformed("WB reports a failure in a success")
    return body


def raise_failure(answered: Answered) -> NoReturn:
    """Translate a failed read."""
    status = answered.status
    if status in DENIALS:
        raise AccessDenied(read_denial(answered))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited(answered.retry_after)
    may_pass = status == HTTPStatus.REQUEST_TIMEOUT
    if codes.is_client_error(status) and not may_pass:
        raise Malformed(f"WB answered {status}")
    raise Unavailable(f"WB answered {status}")


def read_denial(answered: Answered) -> Denial:
    """Why a 401, 402 or 403 was given; both bodies of a 403 are read, and neither is needed."""
    plain = DENIALS[HTTPStatus(answered.status)]
    said = " ".join(_words(_parse(answered.body) or {})).lower()
    finer = (denial for words, denial in _FINER.get(plain, {}).items() if words in said)
    return next(finer, plain)


def is_success(answered: Answered) -> bool:
    """Whether the status alone speaks of success."""
    return codes.is_success(answered.status)


def is_unknown_item(answered: Answered) -> bool:
    """WB's words for an id it does not have; a wrong address is also 404, but says so."""
    if answered.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return True
    body = _parse(answered.body) or {}
    return answered.status == HTTPStatus.NOT_FOUND and "errorText" in body


def failed_write(answered: Answered) -> Outcome:
    """Only what WB surely did not do is a no; every status off the list may have been done."""
    status = answered.status
    if status in DENIALS:
        denial = read_denial(answered)
        return Outcome(verdict=Verdict.DENIED, denial=denial, reason=DENIED_REASONS[denial])
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(
            verdict=Verdict.RATE_LIMITED,
            retry_after=answered.retry_after,
            reason=TOO_MANY_REASON,
        )
    if status not in _DEFINITE:
        return unknown()
    words = tuple(_words(_parse(answered.body) or {}))
    return _known_refusal(words) or refused(_quote(_DEFINITE[HTTPStatus(status)], words))


def accepted_answer(answered: Answered, *, needs_body: bool) -> Outcome:
    """A 2xx of a review or question; with `error: true` in it, it is none."""
    if not answered.body and not needs_body:
        return Outcome(verdict=Verdict.ACCEPTED)
    body = _parse(answered.body)
    if body is None:
        return unknown()
    if body.get("error") or body.get("errors"):
        return _known_refusal(tuple(_words(body))) or unknown()
    return Outcome(verdict=Verdict.ACCEPTED)


def accepted_message(answered: Answered) -> Outcome:
    """A chat's 2xx is proven by the time that WB gave the message."""
    body = _parse(answered.body) or {}
    result = body.get("result")
    result = result if isinstance(result, dict) else {}
    add_time = result.get("addTime")
    timed = isinstance(add_time, int) and not isinstance(add_time, bool)
    if body.get("errors") or body.get("error"):
        words = () if timed else tuple(_words(body))
        return _known_refusal(words) or unknown()
    if not timed:
        return unknown()
    return Outcome(verdict=Verdict.ACCEPTED, add_time=add_time)


def unknown() -> Outcome:
    """WB may or may not have done it: only reading back can tell."""
    return Outcome(verdict=Verdict.UNKNOWN, reason=SILENT_REASON)


def not_sent() -> Outcome:
    """Not a byte of the request has left."""
    return Outcome(verdict=Verdict.NOT_SENT, reason=NOT_SENT_REASON)


def refused(reason: str) -> Outcome:
    """WB said no, in words for the seller."""
    return Outcome(verdict=Verdict.REFUSED, reason=reason)


def _known_refusal(words: tuple[str, ...]) -> Outcome | None:
    said = " ".join(words).lower()
    for needle, reason in _REFUSALS.items():
        if needle in said:
            return Outcome(verdict=Verdict.REFUSED, reason=reason, stale_sign=needle == _STALE_SIGN)
    return None


def _quote(reason: str, words: tuple[str, ...]) -> str:
    """WB's own words help the seller more than a code."""
    return f"{reason}: {words[0][:_LONGEST_QUOTE]}" if words else reason


def _words(body: dict[str, Any]) -> Iterator[str]:
    """Every place where WB's services put the reason, the most telling first."""
    for name in ("errorText", "detail", "error", "additionalErrors", "errors", "title"):
        value = body.get(name)
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str) and word.strip():
                yield word.strip()


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
