"""How sure a review's class must be before praise is answered without a person.

Of the development lines every review that nothing else holds back is a candidate. It counts as
right when people who read it called it thanks, or found no unhappy topic in it. Every line is read
as a review of five stars, whatever its buyer gave: most of what is not praise would not have come
with so many, so the share of right ones is lower than a seller meets. The default of a seller's
threshold is the least at which 98 of 100 candidates are right; a change of rules or models that
makes it too low, or lower than it could be, fails the run. The lines of the test half are measured
with it, and never looked at.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from infra.figures import Bar, report_figures
from infra.local.screen import say
from shared.domain.automatic.doubts import find_doubts
from shared.domain.automatic.eligibility import complains
from shared.domain.automatic.policy import (
    DEFAULT_CONFIDENCE,
    LEAST_CONFIDENCE,
    LOCKED,
    MOST_STARS,
)
from shared.domain.interaction import Channel, Interaction
from shared.domain.meaning.hearing import masked_words
from shared.domain.meaning.semantics import trained_model
from shared.domain.meaning.understand import Knowledge, understand_item
from shared.domain.understanding import Intent, Sentiment, Understanding
from tests.builders import make_item
from tests.evaluation.layers import embed_text
from tests.evaluation.lines import Line, Task
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.splits import DEVELOPMENT, TEST, read_split

STEP = 5
LEAST_PRECISION = 0.98
_BARS: Mapping[str, Bar] = {
    "auto_precision": (">=", LEAST_PRECISION),
    "auto_candidates": (">=", 20),
    "auto_threshold_off": ("<=", 0),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """How sure the class is, and whether the review is praise and nothing else."""

    confidence: float
    is_right: bool


def find_candidates(lines: Iterable[Line]) -> list[Candidate]:
    """What is left of the reviews when everything but the threshold has been asked.

    A text that stands in several lines counts once, and as wrong if any of them says so.
    """
    found: dict[str, Candidate] = {}
    for line in lines:
        one = _judge(line) if _tells(line) else None
        known = found.get(line.text)
        if one is not None and (known is None or known.is_right):
            found[line.text] = one
    return [*found.values()]


def precision_at(percent: int, found: Sequence[Candidate]) -> tuple[float, int]:
    """The share of right ones among those that are sure enough, and how many there are."""
    sure = [one for one in found if one.confidence * 100 >= percent]
    right = sum(one.is_right for one in sure)
    return (right / len(sure) if sure else 1.0), len(sure)


def least_threshold(found: Sequence[Candidate]) -> int:
    """The least step from which on every threshold is precise enough."""
    steps = range(LEAST_CONFIDENCE, 100, STEP)
    precise = [percent for percent in steps if precision_at(percent, found)[0] >= LEAST_PRECISION]
    wrong = [percent for percent in steps if percent not in precise]
    return min((one for one in precise if one > max(wrong, default=0)), default=100)


def _tells(line: Line) -> bool:
    if line.channel is not Channel.REVIEW:
        return False
    return line.task in (Task.INTENT, Task.TOPIC)


def _judge(line: Line) -> Candidate | None:
    item = read_praise(line.text)
    label = item.ai.intent.label
    if label in LOCKED or complains(item) or item.ai.escalations or find_doubts(item):
        return None
    return Candidate(item.ai.intent.confidence, is_right=_is_praise(line))


def read_praise(text: str) -> Interaction:
    """A review of five stars, read as one that arrives."""
    item = make_item(text=text, rating=MOST_STARS)
    words = masked_words(Channel.REVIEW, item.source)
    known = {one.basis: one for one in ([embed_text(words)] if words else [])}
    knowledge = Knowledge(model=trained_model(), embeddings=known)
    ai = understand_item(Channel.REVIEW, item.source, Understanding(), knowledge)
    return replace(item, ai=ai)


def _is_praise(line: Line) -> bool:
    if line.task is Task.INTENT:
        return line.intent == Intent.THANKS
    return all(feeling is not Sentiment.NEGATIVE for feeling in (line.topics or {}).values())


def measure_automatic() -> dict[str, float]:
    """The figures of both halves at the default threshold; the table goes to the screen."""
    texts = read_texts(find_folder())
    found = find_candidates(read_split(DEVELOPMENT, texts).lines)
    for percent in range(LEAST_CONFIDENCE, 100, STEP):
        precision, count = precision_at(percent, found)
        say(f"  from {percent} %: {precision:.3f} of {count}")
    test = find_candidates(read_split(TEST, texts).lines)
    precision, count = precision_at(DEFAULT_CONFIDENCE, found)
    unseen, unseen_count = precision_at(DEFAULT_CONFIDENCE, test)
    least = least_threshold(found)
    return {
        "auto_threshold": DEFAULT_CONFIDENCE,
        "auto_least_threshold": least,
        "auto_threshold_off": abs(least - DEFAULT_CONFIDENCE),
        "auto_precision": round(precision, 4),
        "auto_candidates": count,
        "auto_test_precision": round(unseen, 4),
        "auto_test_candidates": unseen_count,
    }


def main() -> int:
    """Print the table and the figures; 0 when the default is precise enough."""
    argparse.ArgumentParser(prog="make eval-automatic", description=__doc__).parse_args()
    return 0 if report_figures("eval-automatic", measure_automatic(), dict(_BARS)) else 1


if __name__ == "__main__":
    sys.exit(main())
