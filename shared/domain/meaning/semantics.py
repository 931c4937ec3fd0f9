"""What a text means: a linear model over its sentence vector and the pieces of its words."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from math import exp, hypot, isfinite
from operator import mul
from struct import pack, unpack
from typing import Any

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.meaning.heads import AlarmModel, Heads, Landmarks, Vocabulary
from shared.domain.meaning.pieces import count_pieces
from shared.domain.meaning.subjects import Mixing, SubjectModel
from shared.domain.once import build_once
from shared.domain.understanding import Alarm, Embedding, Intent

Vector = tuple[float, ...]
METHOD = "semantic"
MODEL_FILE = "semantics.json"
_STEPS = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence whose meaning is known."""

    text: str
    vector: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """How much what rules have heard weighs against what a vector says, as measured."""

    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticModel:
    """What `make train-intents` has learnt, for vectors of the model `embedder` alone.

    `inputs` is the hash of the sentences that it was learnt from.
    """

    embedder: str
    inputs: str
    labels: tuple[Intent, ...]
    weights: tuple[Vector, ...]
    piece_weights: tuple[Vector, ...]
    biases: Mapping[Channel, Vector]
    examples: Mapping[Intent, tuple[Example, ...]]
    blends: Mapping[Channel, Blend]
    alarms: AlarmModel
    subjects: SubjectModel


Shares = Mapping[Intent, float]


def judge_meaning(model: SemanticModel, channel: Channel, vector: Vector, words: str) -> Shares:
    """How likely each intent is: of those near 0.8 four in five are right."""
    pieces = count_pieces(words)
    bias = model.biases[channel]
    scores = [
        _dot(row, vector) + sum(letters[at] * count for at, count in pieces.items()) + start
        for row, letters, start in zip(model.weights, model.piece_weights, bias, strict=True)
    ]
    most = max(scores)
    parts = [exp(score - most) for score in scores]
    total = sum(parts)
    return {label: part / total for label, part in zip(model.labels, parts, strict=True)}


def nearest_example(model: SemanticModel, intent: Intent, vector: Vector) -> str:
    """The known sentence of an intent that lies nearest."""
    known = model.examples.get(intent, ())
    best = max(known, key=lambda one: _dot(one.vector, vector), default=None)
    return best.text if best else ""


@build_once
def trained_model() -> SemanticModel:
    """The model that is shipped with the code."""
    return read_model(files("shared.domain.meaning").joinpath(MODEL_FILE).read_text("utf-8"))


def read_model(text: str) -> SemanticModel:
    """Read what `write_model` wrote."""
    plain = json.loads(text)
    labels = tuple(Intent(name) for name in plain["labels"])
    landmarks = read_landmarks(plain["landmarks"])
    return SemanticModel(
        embedder=plain["embedder"],
        inputs=plain["inputs"],
        labels=labels,
        weights=read_rows(plain["weights"]),
        piece_weights=read_rows(plain["piece_weights"]),
        biases={Channel(name): tuple(row) for name, row in plain["biases"].items()},
        examples={
            Intent(name): tuple(
                Example(text=one["text"], vector=scale_vector(_unpack(one["packed"])))
                for one in known
            )
            for name, known in plain["examples"].items()
        },
        blends={Channel(name): Blend(**row) for name, row in plain["blends"].items()},
        alarms=_read_alarms(plain["alarms"], landmarks),
        subjects=_read_subjects(plain["subjects"], landmarks),
    )


def _read_alarms(plain: Mapping[str, Any], landmarks: Landmarks) -> AlarmModel:
    return AlarmModel(
        heads=read_heads(plain["heads"], landmarks),
        sounds_from={Alarm(name): least for name, least in plain["sounds_from"].items()},
        trust=plain["trust"],
        doubt=plain["doubt"],
        beside=plain["beside"],
    )


def _read_subjects(plain: Mapping[str, Any], landmarks: Landmarks) -> SubjectModel:
    mixing = plain["mixing"]
    return SubjectModel(
        topics=read_heads(plain["topics"], landmarks),
        moods=read_heads(plain["moods"], landmarks),
        mixing=Mixing(
            common=tuple(mixing["common"]),
            own={Intent(name): tuple(row) for name, row in mixing["own"].items()},
            told={float(sure): weight for sure, weight in mixing["told"].items()},
            trust={Intent(name): weight for name, weight in mixing["trust"].items()},
        ),
    )


def read_heads(plain: Mapping[str, Any], landmarks: Landmarks) -> Heads:
    """Read what `plain_heads` of a fit wrote."""
    near_weights = read_rows(plain.get("near_weights", ()))
    return Heads(
        labels=tuple(plain["labels"]),
        weights=read_rows(plain["weights"]),
        biases=tuple(plain["biases"]),
        piece_weights=read_rows(plain.get("piece_weights", ())),
        grams=_read_vocabulary(plain, "gram"),
        pairs=_read_vocabulary(plain, "pair"),
        landmarks=landmarks if near_weights else None,
        near_weights=near_weights,
    )


def _read_vocabulary(plain: Mapping[str, Any], name: str) -> Vocabulary:
    hashes = unpack_hashes(plain.get(f"{name}s", ""))
    return Vocabulary(
        columns={one: at for at, one in enumerate(hashes)},
        weights=read_rows(plain.get(f"{name}_weights", ())),
    )


def pack_landmarks(places: Iterable[Sequence[float]], reach: float) -> dict[str, object]:
    """Ready to be written; what is read from it differs from it by rounding."""
    return {"reach": reach, "places": [pack_vector(place) for place in places]}


def read_landmarks(plain: Mapping[str, Any]) -> Landmarks:
    """Read what `pack_landmarks` wrote."""
    places = tuple(scale_vector(_unpack(packed)) for packed in plain["places"])
    return Landmarks(places=places, reach=plain["reach"])


def read_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Vector, ...]:
    """Rows of weights, packed a byte a number with a scale for each row."""
    return tuple(tuple(part * row["scale"] for part in _unpack(row["packed"])) for row in rows)


def pack_vector(vector: Sequence[float]) -> str:
    """One byte for each number: a unit vector keeps its direction to about half a degree."""
    most = max(map(abs, vector), default=0.0) or 1.0
    steps = [round(part / most * _STEPS) for part in vector]
    return b64encode(bytes(step % 256 for step in steps)).decode()


def pack_hashes(hashes: Sequence[int]) -> str:
    """Four bytes for each."""
    return b64encode(pack(f"<{len(hashes)}I", *hashes)).decode()


def unpack_hashes(packed: str) -> tuple[int, ...]:
    """The hashes again, in the same order."""
    raw = b64decode(packed)
    return unpack(f"<{len(raw) // 4}I", raw)


def read_embedding(embedding: Embedding) -> Vector:
    """The unit vector again."""
    return scale_vector(_unpack(embedding.packed))


def scale_vector(values: Iterable[float]) -> Vector:
    """Make a vector's length one; Malformed for what has no direction."""
    vector = tuple(values)
    length = hypot(*vector)
    if not isfinite(length) or length == 0:
        raise Malformed("a vector without direction")
    return tuple(part / length for part in vector)


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors of one model; 0 where their lengths differ."""
    return _dot(one, other) if len(one) == len(other) else 0.0


def _unpack(packed: str) -> list[float]:
    return [float(byte - 256 if byte > _STEPS else byte) for byte in b64decode(packed)]


def _dot(one: Vector, other: Vector) -> float:
    return float(sum(map(mul, one, other)))
