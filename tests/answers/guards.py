"""Guardrails on labelled replies: recall, precision, misses, and what a check costs."""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.drafts.draft import Finding
from shared.domain.guard.guardrails import find_blocks
from shared.domain.guard.judging import Judge
from shared.domain.guard.situation import Situation
from shared.domain.interaction import Channel
from tests.evaluation.baseline import guess_block
from tests.evaluation.lines import Line
from tests.evaluation.scores import Tally, tally_flags

JUDGE = Judge(BundledEmbedder().embed)
TIMES, HOSTILE_TIMES = 100, 10
SHORT, LONG = 500, 5000
_MOST_OF_TEXT = 160

_PLAIN = (
    "Здравствуйте! Спасибо за отзыв, нам очень приятно. Жаль, что молния заедает: проверим партию. "
    "Возврат оформляется в личном кабинете. Состав: хлопок 80 %, полиэстер 20 %. Мы вернём деньги. "
)
# What makes a careless pattern slow: runs of one sign, near misses, endless words and numbers.
HOSTILE = (
    *("а", "a", "@", "8 ", "за ", "не ", "вернем ", "деньги вернем ", "т е ", "a.", "9-", "(("),
    *("отзыв подарок ", "мы вам ", "восемь ", "\u200b", "точка ру ", "вы сами не ", "ааааааааb "),
    "см. фото ",
)


def tally_guards(lines: Sequence[Line]) -> Tally:
    """Blocking is the positive answer."""
    return tally_flags((line.blocked, bool(find_objections(line))) for line in lines)


def tally_baseline(lines: Sequence[Line]) -> Tally:
    """The same of a plain search for substrings."""
    return tally_flags((line.blocked, guess_block(line.text)) for line in lines)


def tell_misses(lines: Sequence[Line]) -> Iterator[str]:
    """Each line that was judged otherwise than its label says, and why."""
    for line in lines:
        found = find_objections(line)
        if line.blocked is bool(found):
            continue
        why = "; ".join(f"{one.rule} «{line.text[one.start : one.end]}»" for one in found)
        expected = "block" if line.blocked else "pass"
        text = line.text[:_MOST_OF_TEXT].replace("\n", " ")
        place = f"{line.source}:{line.number} {line.channel}"
        yield f"{place}: {expected} expected, {why or 'pass'}: {text}"


def find_objections(line: Line) -> tuple[Finding, ...]:
    """What forbids the reply in its situation."""
    return find_blocks(JUDGE.check(line.channel, line.text, Situation(words=line.context)))


def measure_speed() -> Mapping[str, float]:
    """The slowest of an ordinary text and hostile ones, each by its warm median."""
    return {
        f"guard_ms_{size}": max(
            _time_text((_PLAIN * size)[:size], TIMES),
            *(_time_text((seed * size)[:size], HOSTILE_TIMES) for seed in HOSTILE),
        )
        for size in (SHORT, LONG)
    }


def _time_text(text: str, times: int) -> float:
    """No two texts are the same, so that no verdict is remembered."""
    JUDGE.check(Channel.REVIEW, text)
    taken = []
    for number in range(times):
        another = f"{text[:-3]}{number:03}"
        started = time.process_time()
        JUDGE.check(Channel.REVIEW, another)
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)
