"""The sentences that are learnt from: own ones, development and practice; never the test half."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.domain.interaction import Channel
from shared.domain.meaning.hearing import LONGEST_HEARD
from shared.domain.understanding import Intent
from tests.evaluation.lines import Line, read_lines
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.splits import DEVELOPMENT, FOLDER, PRACTICE

EXAMPLES = Path(__file__).parent / "examples.tsv"
# Neither rules nor vectors are tuned on these: they alone tell how to weigh one against the other.
WEIGHING = Path(__file__).parent / "weighing.tsv"
FILES = (
    EXAMPLES,
    FOLDER / DEVELOPMENT / "intent.tsv",
    FOLDER / DEVELOPMENT / "intent_reviews.tsv",
    FOLDER / PRACTICE / "intent.tsv",
)
OWN = "training"
# No phrase is written for a line of them: they alone tell how far phrases are to be trusted.
FRESH_ALARMS = (
    Path(__file__).parent / "fresh_alarms.tsv",
    FOLDER / PRACTICE / "fresh_escalation.tsv",
)
ALARMS, TOPICS = (
    (
        FOLDER / DEVELOPMENT / f"{task}.tsv",
        FOLDER / PRACTICE / f"{task}.tsv",
        FOLDER / OWN / f"{own}.tsv",
    )
    for task, own in (("escalation", "alarms"), ("topic", "topics"))
)
# Sentences of real reviews among these, each named by its hash as reviews are by theirs.
TOPICS_OF_SENTENCES = FOLDER / OWN / "topics_of_sentences.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text with its intent; `own` ones may be shown, `real` ones are a buyer's."""

    text: str
    channel: Channel
    intent: Intent
    own: bool
    real: bool


def read_sentences(files: Sequence[Path] = FILES) -> list[Sentence]:
    """Every sentence once; real ones are left out where their texts are not at hand."""
    texts = read_texts(find_folder())
    found: dict[tuple[str, Channel], Sentence] = {}
    for path in files:
        for line in read_lines(path, texts).lines:
            if line.intent in tuple(Intent):
                found.setdefault(
                    (line.text, line.channel), _sentence_of(line, own=path == EXAMPLES)
                )
    return list(found.values())


def hash_inputs() -> str:
    """Names what was learnt from; real texts are named by their hashes in the files."""
    digest = hashlib.sha256()
    for path in (*FILES, WEIGHING, *ALARMS, *FRESH_ALARMS, *TOPICS, TOPICS_OF_SENTENCES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sentence_of(line: Line, *, own: bool) -> Sentence:
    return Sentence(
        text=line.text[:LONGEST_HEARD],
        channel=line.channel,
        intent=Intent(line.intent),
        own=own,
        real=line.real,
    )
