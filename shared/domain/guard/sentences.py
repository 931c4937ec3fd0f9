"""What one sentence of a reply means: a linear model over its pieces and its vector.

A quick look at the pieces of words settles most sentences; the vector is asked about the others.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from math import exp
from operator import mul
from typing import Any

from shared.domain.dataclass import dataclass
from shared.domain.guard.model_file import read_model_file
from shared.domain.language.letters import LONGEST_READ, fold_text, unite_alphabets
from shared.domain.meaning.pieces import count_pieces
from shared.domain.meaning.semantics import Vector, read_rows
from shared.domain.once import build_once

HARMLESS = "harmless"
MOST_WORDS = 40
STOP = re.compile(r"[!?…\n]|\.(?!\d)")

_WORD = re.compile(r"\w+")
_REPEATED = re.compile(r"\b(\w+(?:\s\w+)??)\b(?:\s+\1\b)+")
_LEAST_WORDS = 2

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A row of weights for each label, for the pieces of a sentence and for its vector."""

    biases: Vector
    piece_weights: tuple[Vector, ...]
    weights: tuple[Vector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Likelihoods of a violation, as measured.

    Below `clears` and from `condemns` on pieces alone decide; from `hears` on the vector condemns,
    and from `guesses` on pieces do where no vector is at hand.
    """

    clears: float
    condemns: float
    hears: float
    guesses: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceModel:
    """What `make train-guard` has learnt, for vectors of the model `embedder` alone.

    `inputs` is the hash of the replies that it was learnt from.
    """

    embedder: str
    inputs: str
    labels: tuple[str, ...]
    buckets: int
    quick: Head
    full: Head
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Stretch:
    """At most forty words of one sentence; `start` and `end` count characters of the reply."""

    text: str
    start: int
    end: int
    words: int


def split_stretches(text: str) -> Iterator[Stretch]:
    """The stretches of two words or more, in order, with look-alike letters read as meant."""
    folded = unite_alphabets(fold_text(text[:LONGEST_READ]))
    start = 0
    for stop in (*(match.start() for match in STOP.finditer(folded)), len(folded)):
        words = _WORD.finditer(folded, start, stop)
        while some := list(islice(words, MOST_WORDS)):
            first, last = some[0].start(), some[-1].end()
            if len(some) >= _LEAST_WORDS:
                yield Stretch(folded[first:last], first, last, len(some))
        start = stop


def cut_words(text: str, letters: int) -> str:
    """Whole words from the beginning, as many as fit; what is said over and over is said once."""
    text = _REPEATED.sub(r"\1", text)
    if len(text) <= letters:
        return text
    return text[: letters + 1].rpartition(" ")[0] or text[:letters]


def weigh_pieces(model: SentenceModel, pieces: Mapping[int, float]) -> Shares:
    """How likely each rule is broken, by the pieces alone."""
    return _soften(model.labels, _score_pieces(model.quick, pieces))


def weigh_vector(model: SentenceModel, pieces: Mapping[int, float], vector: Vector) -> Shares:
    """How likely each rule is broken, by everything."""
    scores = [
        score + sum(map(mul, row, vector))
        for score, row in zip(_score_pieces(model.full, pieces), model.full.weights, strict=True)
    ]
    return _soften(model.labels, scores)


def fits(model: SentenceModel, vector: Vector) -> bool:
    """Whether a vector is as long as those that the model was learnt from."""
    return len(vector) == len(model.full.weights[0])


def fold_pieces(text: str, buckets: int) -> dict[int, float]:
    """The pieces of a text in as many buckets as the model has."""
    folded: dict[int, float] = {}
    for at, count in count_pieces(text).items():
        folded[at % buckets] = folded.get(at % buckets, 0.0) + count
    return folded


def _score_pieces(head: Head, pieces: Mapping[int, float]) -> list[float]:
    return [
        start + sum(row[at] * count for at, count in pieces.items())
        for start, row in zip(head.biases, head.piece_weights, strict=True)
    ]


def _soften(labels: tuple[str, ...], scores: list[float]) -> Shares:
    most = max(scores)
    parts = [exp(score - most) for score in scores]
    total = sum(parts)
    return {label: part / total for label, part in zip(labels, parts, strict=True)}


@build_once
def trained_model() -> SentenceModel:
    """The model that is shipped with the code."""
    return read_model(read_model_file())


def read_model(text: str) -> SentenceModel:
    """Read what `make train-guard` wrote."""
    plain = json.loads(text)
    return SentenceModel(
        embedder=plain["embedder"],
        inputs=plain["inputs"],
        labels=tuple(plain["labels"]),
        buckets=plain["buckets"],
        quick=_read_head(plain["quick"]),
        full=_read_head(plain["full"]),
        bounds=Bounds(**plain["bounds"]),
    )


def _read_head(plain: Mapping[str, Any]) -> Head:
    return Head(
        biases=tuple(plain["biases"]),
        piece_weights=read_rows(plain["piece_weights"]),
        weights=read_rows(plain.get("weights", ())),
    )
