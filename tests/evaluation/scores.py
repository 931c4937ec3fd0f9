"""Figures of agreement between labels and guesses."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.understanding import Intent, Sentiment

Pair = tuple[str, str]
Feelings = Mapping[Intent, Sentiment | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, false alarms and misses of one label."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """1.0 where nothing was claimed: silence is no false alarm."""
        return _part(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        """1.0 where there was nothing to find."""
        return _part(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _part(2 * self.right, 2 * self.right + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Macro-F1 over topics, and how often the feeling is right where the topic is."""

    f1: float
    micro_f1: float
    sentiment: float
    matched: int
    tallies: Mapping[str, Tally]


def accuracy(pairs: Collection[Pair]) -> float:
    """The part of (truth, guess) that agrees; 0 of nothing."""
    return sum(truth == guess for truth, guess in pairs) / len(pairs) if pairs else 0.0


def tally_labels(pairs: Iterable[Pair]) -> dict[str, Tally]:
    """One tally for each label that is true or guessed anywhere."""
    return tally_sets(((truth,), (guess,)) for truth, guess in pairs)


def tally_sets(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> dict[str, Tally]:
    """The same for lines with any number of labels."""
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for told, guessed in pairs:
        truth, guess = set(told), set(guessed)
        right.update(truth & guess)
        false.update(guess - truth)
        missed.update(truth - guess)
    names = sorted({*right, *false, *missed})
    return {name: Tally(right[name], false[name], missed[name]) for name in names}


def macro_f1(tallies: Mapping[str, Tally]) -> float:
    """The mean over labels, rare ones weighing as much as common ones."""
    return sum(one.f1 for one in tallies.values()) / len(tallies) if tallies else 0.0


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """All labels together."""
    known = list(tallies)
    return Tally(
        sum(one.right for one in known),
        sum(one.false for one in known),
        sum(one.missed for one in known),
    )


def tally_flags(pairs: Iterable[tuple[bool, bool]]) -> Tally:
    """Truth and guess of a single yes-or-no label."""
    counts = Counter(pairs)
    return Tally(counts[True, True], counts[False, True], counts[True, False])


def score_topics(pairs: Sequence[tuple[Feelings, Feelings]]) -> TopicScore:
    """Feelings count only where the topic was found and its feeling was told."""
    tallies = tally_sets((truth, guess) for truth, guess in pairs)
    told = [
        (feeling, guess[topic])
        for truth, guess in pairs
        for topic, feeling in truth.items()
        if feeling is not None and topic in guess
    ]
    agreed = sum(truth == guess for truth, guess in told)
    return TopicScore(
        f1=macro_f1(tallies),
        micro_f1=sum_tallies(tallies.values()).f1,
        sentiment=_part(agreed, len(told)),
        matched=len(told),
        tallies=tallies,
    )


def confuse(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """How often each truth was guessed as what."""
    return dict(Counter(pairs))


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 1.0
