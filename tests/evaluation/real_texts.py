"""Real texts that are named by a hash and never kept here."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = "INBOX_SHARED_DATA"
DEFAULT_FOLDER = "../shared/data"
_LINES = ("reviews-2500.jsonl", "questions_ru.jsonl")
_REVIEWS = "feedbacks-official-300.json"


def find_folder() -> Path:
    """Where real texts are; the folder need not exist."""
    return (ROOT / os.environ.get(FOLDER, DEFAULT_FOLDER)).resolve()


def hash_text(text: str) -> str:
    """The name of a text: the first sixteen hex digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_texts(folder: Path) -> Mapping[str, str]:
    """Every text of the folder by its name; empty when the folder is absent."""
    texts: dict[str, str] = {}
    for text in _read_folder(folder):
        for form in (text.strip(), text):
            if form:
                texts[hash_text(form)] = text
    return texts


def _read_folder(folder: Path) -> Iterator[str]:
    for name in _LINES:
        if (folder / name).is_file():
            for line in (folder / name).read_text().splitlines():
                told = json.loads(line)
                yield told["text"]
                yield told.get("answer") or ""
    if (folder / _REVIEWS).is_file():
        for review in json.loads((folder / _REVIEWS).read_text()):
            yield from _read_review(review)


def _read_review(review: Mapping[str, object]) -> Iterator[str]:
    """Each part alone, and all of them as one text, a part a line."""
    parts = [str(review.get(name) or "") for name in ("text", "pros", "cons")]
    yield from parts
    yield "\n".join(part for part in parts if part)
    answer = review.get("answer")
    if isinstance(answer, dict):
        yield str(answer.get("text") or "")
