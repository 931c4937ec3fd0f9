"""What is wrong with a text as a whole: empty, too long or short, loud, or not Russian."""

import re
from collections.abc import Iterator

from shared.domain.drafts.draft import Severity
from shared.domain.interaction import Channel
from shared.domain.language.tokens import hear_voice
from shared.domain.replies.limits import LIMITS

SHORT_PUBLIC_REPLY = 20

_LOUD = 0.6
_SHOUTS = 6
_FEWEST_LETTERS = 12
_RUSSIAN_SHARE = 0.4
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")

Judgement = tuple[str, Severity, str]


def judge_whole(channel: Channel, text: str) -> Iterator[Judgement]:
    """Each objection as rule, severity and message."""
    yield from _judge_length(channel, text)
    letters = len(_LETTER.findall(text))
    if letters < _FEWEST_LETTERS:
        return
    voice = hear_voice(text)
    if voice.capitals > _LOUD or voice.shouts > _SHOUTS:
        yield ("shouting", Severity.WARN, "")
    if russian_share(text) < _RUSSIAN_SHARE:
        yield ("wrong_language", Severity.WARN, "")


def russian_share(text: str) -> float:
    """The part of Cyrillic among letters; 1.0 where there are none."""
    letters = len(_LETTER.findall(text))
    return len(_CYRILLIC.findall(text)) / letters if letters else 1.0


def _judge_length(channel: Channel, text: str) -> Iterator[Judgement]:
    limits = LIMITS[channel]
    size = len(text)
    if size > limits.most:
        yield ("too_long", Severity.BLOCK, f"Не больше {limits.most} символов")
    elif size > limits.advised:
        yield ("too_long", Severity.WARN, f"Лучше не больше {limits.advised} символов")
    if size < limits.least:
        yield ("too_short", Severity.BLOCK, f"Не меньше {limits.least} символов")
    elif channel is not Channel.CHAT and size < SHORT_PUBLIC_REPLY:
        yield ("too_short", Severity.WARN, "Очень короткий ответ")
