"""What an automatic reply may not say beyond what nobody may: whoever sends it cannot be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from shared.domain.drafts.draft import Finding, Severity
from shared.domain.guard.situation import Situation
from shared.domain.guard.wholes import russian_share
from shared.domain.interaction import Channel
from shared.domain.language.letters import LONGEST_READ, fold_text
from shared.domain.language.phrases import Phrasebook
from shared.domain.language.tokens import read_words
from shared.domain.once import build_once

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

SHORTEST = 20
LONGEST = {Channel.REVIEW: 500, Channel.QUESTION: 800, Channel.CHAT: 1000}
LEAST_RUSSIAN = 0.7
# So many words in a row are nobody's chance.
ECHOED = 6

_PHRASES = {
    "Обещание или гарантия": """
        (обещать|пообещать|обещание|обязаться|обязуемся|клясться)
        (гарантировать|гарантированный|гарантированно)
        гарантия !производитель !месяц !год
        =точно
        =обязательно
        (=непременно|=безусловно|=однозначно) <verb>
        (компенсация|компенсировать|возместить|возмещение)
        (бесплатный|бесплатно|даром)
    """,
    "Скидки добавляет только сама система": "(скидка|промокод|купон|бонус|кэшбэк|кешбэк|акция)",
    "Сожаление в ответе на хороший отзыв": "к сожаление",
    "Служба доставки или другая площадка": """
        (сдэк|cdek|боксберри|boxberry|озон|ozon|авито|ламода|алиэкспресс|aliexpress|dpd)
        (яндекс маркет|почта россия|мегамаркет)
    """,
    "Признание ошибки": """
        наш (ошибка|вина|недочет|косяк)
        характеристика .. не соответствовать
    """,
}
_WORD = re.compile(r"\w+")
_HUNDRED = re.compile(
    r"\b(?:100|сто)\s?(?:%|процент\w{0,3})\s?(?!хлоп|шерст|шелк|лен|л[её]н|вискоз|полиэст|акрил"
    r"|кашемир|натурал|какао|арабик|сок|кож|бамбук|нейлон|состав|заряд)[а-яё]"
)


def check_automatic(
    channel: Channel,
    text: str,
    situation: Situation,
    earlier: Collection[str] | None,
    judge: Judge,
) -> tuple[Finding, ...]:
    """Every reason not to send by itself; warnings count, and what is not known counts too.

    `earlier` are texts that went out automatically within a day; None when nobody could tell. A
    `judge` that reads words alone lets nothing pass.
    """
    found = [*judge.check(channel, text, situation, thorough=True), *_check_strictly(channel, text)]
    if _echoes(text, situation.words):
        found.append(_objection(text, "Ответ повторяет слова покупателя"))
    if earlier is None:
        found.append(_objection(text, "Не удалось проверить, не повторяется ли ответ"))
    elif _same(text) in {_same(one) for one in earlier}:
        found.append(_objection(text, "Такой же ответ уже отправлен сегодня"))
    return tuple(one for one in found if one.rule != "too_long" or one.severity is Severity.BLOCK)


def _same(text: str) -> str:
    return " ".join(fold_text(text).split())


def _echoes(text: str, words: str) -> bool:
    """Whoever answers with the buyer's own sentence may have been told to."""
    said = _WORD.findall(fold_text(words))
    runs = {tuple(said[at : at + ECHOED]) for at in range(len(said) - ECHOED + 1)}
    own = _WORD.findall(fold_text(text))
    return any(tuple(own[at : at + ECHOED]) in runs for at in range(len(own) - ECHOED + 1))


def _check_strictly(channel: Channel, text: str) -> Iterator[Finding]:
    size = len(text.strip())
    if size < SHORTEST:
        yield _objection(text, "Слишком короткий ответ")
    if size > LONGEST[channel]:
        yield _objection(text, "Слишком длинный ответ")
    if size > LONGEST_READ:
        yield _objection(text, "Проверен не весь текст")
    if russian_share(text) < LEAST_RUSSIAN:
        yield _objection(text, "Ответ не на русском языке")
    for match in _HUNDRED.finditer(text.lower()):
        yield _objection(text, "Обещание или гарантия", match.start(), match.end())
    for hit in _book().find(read_words(text)):
        yield _objection(text, hit.label, hit.start, hit.end)


def _objection(text: str, message: str, start: int = 0, end: int | None = None) -> Finding:
    return Finding(
        rule="automatic",
        severity=Severity.BLOCK,
        start=start,
        end=len(text) if end is None else end,
        message=message,
    )


@build_once
def _book() -> Phrasebook[str]:
    return Phrasebook(
        {
            message: [line.strip() for line in lines.splitlines() if line.strip()]
            for message, lines in _PHRASES.items()
        }
    )
