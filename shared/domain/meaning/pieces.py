"""A text as pieces of its words and pairs of them: what a sentence vector blurs, letters keep."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from zlib import crc32

BUCKETS = 4096
LENGTHS = (3, 4, 5)

_OTHER = re.compile(r"[^а-яa-z0-9?]+")
_SIGN = 0x80000000


def count_pieces(text: str) -> dict[int, float]:
    """Hashed counts of length one; signs let pieces of one bucket cancel out instead of adding."""
    counts: dict[int, float] = {}
    for piece in set(_split_pieces(_OTHER.sub(" ", text.lower().replace("ё", "е")))):
        mark = crc32(piece.encode())
        bucket = mark % BUCKETS
        counts[bucket] = counts.get(bucket, 0.0) + (1.0 if mark & _SIGN else -1.0)
    length = sqrt(sum(count * count for count in counts.values()))
    return {bucket: count / length for bucket, count in counts.items() if length}


def _split_pieces(text: str) -> Iterator[str]:
    words = text.split()
    for word in words:
        whole = f"<{word}>"
        for length in LENGTHS:
            for start in range(len(whole) - length + 1):
                yield whole[start : start + length]
    for first, second in pairwise(words):
        yield f"{first}_{second}"
