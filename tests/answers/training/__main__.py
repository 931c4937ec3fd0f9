"""`make train-guard`: learns from the replies anew and writes the model beside its code."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import shared.domain.guard
from infra.local.screen import say
from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.guard.model_file import MODEL_FILE
from shared.domain.guard.sentences import HARMLESS, fold_pieces
from tests.answers.training.bounding import choose_bounds
from tests.answers.training.replies import Reply, hash_inputs, read_replies
from tests.evaluation.training.fitting import PIECE_SHARE, Array, descend_shares, soften_scores
from tests.evaluation.training.writing import pack_rows

TARGET = Path(shared.domain.guard.__file__).parent / MODEL_FILE
BUCKETS = 2048
FOLDS = 5


def main() -> int:
    """Embed, fit, choose bounds on unseen replies and write."""
    replies = read_replies()
    embedder = BundledEmbedder()
    say(f"Embedding {len(replies)} replies with {embedder.model} …")
    vectors = np.array(embedder.embed([one.text for one in replies]), dtype=np.float32)
    pieces = _spread_pieces(replies)
    labels = sorted({one.rule for one in replies})
    wanted = np.eye(len(labels), dtype=np.float32)[[labels.index(one.rule) for one in replies]]
    mean = vectors.mean(axis=0)
    scale = np.float32(1.0 / np.sqrt(((vectors - mean) ** 2).sum(axis=1).mean()))
    quick = PIECE_SHARE * pieces
    full = np.hstack([(vectors - mean) * scale, PIECE_SHARE * pieces])
    broken = 1 - wanted[:, labels.index(HARMLESS)]
    at = labels.index(HARMLESS)
    bounds = choose_bounds(
        replies,
        broken > 0,
        1 - _predict(replies, quick, wanted)[:, at],
        1 - _predict(replies, full, wanted)[:, at],
    )
    letters, start = descend_shares(quick, wanted)
    weights, bias = descend_shares(full, wanted)
    width = vectors.shape[1]
    inner = weights[:, :width] * scale
    plain = {
        "embedder": embedder.model,
        "inputs": hash_inputs(),
        "labels": labels,
        "buckets": BUCKETS,
        "bounds": asdict(bounds),
        "quick": {"biases": _round(start), "piece_weights": pack_rows(PIECE_SHARE * letters)},
        "full": {
            "biases": _round(bias - inner @ mean),
            "piece_weights": pack_rows(PIECE_SHARE * weights[:, width:]),
            "weights": pack_rows(inner),
        },
    }
    TARGET.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    say(f"{TARGET.name}: {TARGET.stat().st_size // 1024} kB, {bounds}")
    return 0


def _predict(replies: Sequence[Reply], rows: Array, wanted: Array) -> Array:
    """What a fit says of each reply that has seen nothing of its source."""
    sources = sorted({one.source for one in replies})
    order = np.random.default_rng(7).permutation(len(sources)) % FOLDS
    numbers = dict(zip(sources, order, strict=True))
    folds: NDArray[np.int_] = np.array([numbers[one.source] for one in replies])
    shares = np.zeros(wanted.shape)
    for fold in range(FOLDS):
        unseen = folds == fold
        weights, bias = descend_shares(rows[~unseen], wanted[~unseen])
        shares[unseen] = soften_scores(rows[unseen] @ weights.T + bias)
    return shares


def _spread_pieces(replies: Sequence[Reply]) -> Array:
    rows = np.zeros((len(replies), BUCKETS), dtype=np.float32)
    for row, one in zip(rows, replies, strict=True):
        for bucket, count in fold_pieces(one.text, BUCKETS).items():
            row[bucket] = count
    return rows


def _round(values: Any) -> list[float]:
    return [round(float(value), 4) for value in values]


if __name__ == "__main__":
    sys.exit(main())
