"""The learnt model as a small file beside the code that reads it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

import shared.domain.meaning
from shared.domain.interaction import Channel
from shared.domain.meaning.semantics import MODEL_FILE, Blend, Vector, pack_vector
from tests.evaluation.training.fitting import CHANNELS, LABELS, Array, Fit
from tests.evaluation.training.sentences import Sentence

TARGET = Path(shared.domain.meaning.__file__).parent / MODEL_FILE
# So many sentences of each intent can be named as the reason of a label.
MOST_EXAMPLES = 20
_STEPS = 127


def write_model(
    embedder: str,
    inputs: str,
    fit: Fit,
    blends: Mapping[Channel, Blend],
    learnt: Mapping[str, object],
    sentences: Sequence[Sentence],
    vectors: Sequence[Vector],
) -> int:
    """Write the file anew and tell its size."""
    plain = {
        "embedder": embedder,
        "inputs": inputs,
        "labels": [label.value for label in LABELS],
        "weights": pack_rows(fit.weights),
        "piece_weights": pack_rows(fit.piece_weights),
        "biases": {
            channel.value: [round(float(part), 4) for part in row]
            for channel, row in zip(CHANNELS, fit.biases, strict=True)
        },
        "blends": {channel.value: {"weight": blend.weight} for channel, blend in blends.items()},
        **learnt,
        "examples": {
            label.value: [
                {"text": sentences[index].text, "packed": pack_vector(vectors[index])}
                for index in _spread(sentences, vectors, label)
            ]
            for label in LABELS
        },
    }
    TARGET.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return TARGET.stat().st_size


def pack_rows(rows: Array) -> list[dict[str, object]]:
    """One byte a number, and a scale for each row."""
    return [_pack_row(row) for row in rows]


def _pack_row(row: Array) -> dict[str, object]:
    scale = float(np.abs(row).max()) / _STEPS
    return {"scale": float(f"{scale:.6g}"), "packed": pack_vector([float(part) for part in row])}


def _spread(sentences: Sequence[Sentence], vectors: Sequence[Vector], label: str) -> list[int]:
    """Own sentences that lie far from each other, so that some lies near whatever comes."""
    known = [i for i, one in enumerate(sentences) if one.own and one.intent == label]
    rows = np.array([vectors[index] for index in known])
    centre = rows.mean(axis=0)
    chosen = [int(np.argmax(rows @ centre))]
    nearest = rows @ rows[chosen[0]]
    while len(chosen) < min(MOST_EXAMPLES, len(known)):
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, rows @ rows[chosen[-1]])
    return sorted(known[index] for index in chosen)
