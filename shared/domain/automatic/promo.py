"""Promo codes: what may be kept, which is offered, and the one paragraph that offers it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from shared.domain.automatic.codes import MOST_CODES, PromoCode
from shared.domain.automatic.policy import MOST_STARS
from shared.domain.guard.guardrails import check_text
from shared.domain.interaction import Channel, Interaction

LEAST_PERCENT = 3
MOST_PERCENT = 50
MOST_DAYS = 31
# A review's answer is public, a chat is private; questions are no place for offers.
OFFERING = (Channel.REVIEW, Channel.CHAT)
_CODE = re.compile(r"[A-ZА-ЯЁ0-9][A-ZА-ЯЁ0-9_-]{2,19}")
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_BREAK = "\n\n"
_BEGINS = "В нашем магазине действует промокод "


def check_codes(codes: Sequence[PromoCode]) -> dict[str, str]:
    """What is wrong with a seller's codes, by field, in Russian."""
    return dict(_find_faults(codes))


def _find_faults(codes: Sequence[PromoCode]) -> Iterator[tuple[str, str]]:
    if len(codes) > MOST_CODES:
        yield "codes", f"Не больше {MOST_CODES} промокодов"
    known: set[str] = set()
    for number, one in enumerate(codes):
        for name, fault in _find_code_faults(one):
            yield f"codes.{number}.{name}", fault
        if one.code in known:
            yield f"codes.{number}.code", "Такой промокод уже есть"
        known.add(one.code)


def _find_code_faults(one: PromoCode) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(one.code):
        yield "code", "От 3 до 20 заглавных букв, цифр, дефисов и подчёркиваний"
    elif any(check_text(channel, paragraph_of(one)) for channel in OFFERING):
        yield "code", "Такой промокод нарушает правила WB для ответов"
    if not LEAST_PERCENT <= one.percent <= MOST_PERCENT:
        yield "percent", f"Скидка от {LEAST_PERCENT} до {MOST_PERCENT}\u00a0%"
    if one.ends_on < one.starts_on:
        yield "ends_on", "Последний день раньше первого"
    elif (one.ends_on - one.starts_on).days >= MOST_DAYS:
        yield "ends_on", f"Промокод WB действует не больше {MOST_DAYS} дня"
    if not one.channels:
        yield "channels", "Выберите, где предлагать промокод"
    elif not {*one.channels} <= {*OFFERING}:
        yield "channels", "Промокоды предлагают только в ответах на отзывы и в чатах"


def choose_code(
    codes: Sequence[PromoCode], channel: Channel, nm_id: int, now: datetime
) -> PromoCode | None:
    """The code for this very product goes before one for all; then the list's order counts."""
    offered = [one for one in codes if one.is_offered(channel, nm_id, now)]
    return min(offered, key=lambda one: not one.articles, default=None)


def code_for(
    codes: Sequence[PromoCode], item: Interaction, now: datetime, sends_at: datetime
) -> PromoCode | None:
    """Only five stars earn one, and it must hold still when the answer leaves."""
    if item.source.rating != MOST_STARS:
        return None
    nm_id = item.source.product.nm_id
    lasting = [one for one in codes if one.is_offered(item.channel, nm_id, now)]
    return choose_code(lasting, item.channel, nm_id, sends_at)


def paragraph_of(one: PromoCode) -> str:
    """The whole offer: it names no reward for a review and promises nothing else."""
    return f"{_BEGINS}{one.code}: скидка {one.percent} % до {_say_day(one.ends_on)}."


def names_code(text: str) -> bool:
    """Whether the system's paragraph stands anywhere in a text."""
    return _BEGINS in text


def add_paragraph(text: str, one: PromoCode | None) -> str:
    """The offer is a paragraph of its own, after everything else."""
    return f"{text}{_BREAK}{paragraph_of(one)}" if one else text


def split_paragraph(
    text: str, codes: Sequence[PromoCode], item: Interaction, now: datetime
) -> tuple[str, PromoCode | None]:
    """Tell the system's own paragraph by its exact words; an offer in any other words is none.

    What is offered no more stays part of the text, where the strict rules object to it.
    """
    body, found, last = text.rpartition(_BREAK)
    nm_id = item.source.product.nm_id
    for one in codes if found and item.source.rating == MOST_STARS else ():
        if last == paragraph_of(one) and one.is_offered(item.channel, nm_id, now):
            return body, one
    return text, None


def _say_day(day: date) -> str:
    return f"{day.day} {_MONTHS.split()[day.month - 1]}"
