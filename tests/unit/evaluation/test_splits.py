import hashlib
from pathlib import Path

import pytest

from tests.evaluation.lines import REAL, read_lines
from tests.evaluation.real_texts import find_folder, hash_text, read_texts
from tests.evaluation.splits import (
    DEVELOPMENT,
    PRACTICE,
    TEST,
    UNSEEN,
    find_changes,
    read_split,
    real_share,
)
from tests.evaluation.splits import FOLDER as HERE
from tests.evaluation.training.sentences import (
    ALARMS,
    FILES,
    FRESH_ALARMS,
    TOPICS,
    TOPICS_OF_SENTENCES,
    WEIGHING,
)
from tests.wb_openapi import require_folder


@pytest.mark.parametrize("split", [DEVELOPMENT, PRACTICE, UNSEEN, TEST])
def test_the_kept_lines_are_of_the_form(split: str) -> None:
    texts = read_texts(find_folder())

    reading = read_split(split, texts)

    assert reading.lines
    assert not (texts and reading.absent)


@pytest.mark.parametrize("split", [DEVELOPMENT, PRACTICE, UNSEEN])
def test_no_text_of_the_test_split_stands_elsewhere(split: str) -> None:
    texts = read_texts(find_folder())
    keys = [
        {(line.task, line.text.lower()) for line in read_split(one, texts).lines}
        for one in (split, TEST)
    ]

    assert not keys[0] & keys[1]


def test_nothing_is_learnt_from_the_unseen_lines() -> None:
    texts = read_texts(find_folder())
    learnt = {
        line.text.lower()
        for path in (*FILES, WEIGHING, *ALARMS, *FRESH_ALARMS, *TOPICS)
        for line in read_lines(path, texts).lines
    }

    assert not [line for line in read_split(UNSEEN, texts).lines if line.text.lower() in learnt]


@pytest.mark.parametrize("split", [UNSEEN, TEST])
def test_no_sentence_that_is_learnt_from_is_a_measured_text(split: str) -> None:
    learnt = set(_name_texts(TOPICS_OF_SENTENCES))
    measured = {name for path in (HERE / split).glob("*.tsv") for name in _name_texts(path)}

    assert learnt
    assert not learnt & measured


def _name_texts(path: Path) -> list[str]:
    """The names of real texts and of own ones, as real ones would be named."""
    rows = [row.split("\t") for row in path.read_text().splitlines() if not row.startswith("#")]
    texts = [row[3].strip() for row in rows if len(row) > 3]
    return [text if REAL.fullmatch(text) else f"@{hash_text(text)}" for text in texts]


def test_half_of_the_kept_lines_are_real() -> None:
    texts = read_texts(require_folder("INBOX_SHARED_DATA", "../shared/data"))
    lines = [line for split in (DEVELOPMENT, TEST) for line in read_split(split, texts).lines]

    assert real_share(lines) >= 0.5


def test_the_test_split_is_as_it_was_committed() -> None:
    assert find_changes(HERE / TEST) == []


def test_a_changed_a_new_and_a_lost_file_are_named(tmp_path: Path) -> None:
    for name in ("kept", "changed", "lost"):
        (tmp_path / f"{name}.tsv").write_text(name)
    hashes = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(tmp_path.glob("*.tsv"))
    ]
    (tmp_path / "SHA256").write_text("\n".join(hashes))
    (tmp_path / "changed.tsv").write_text("other")
    (tmp_path / "lost.tsv").unlink()
    (tmp_path / "new.tsv").write_text("new")

    assert find_changes(tmp_path) == ["changed.tsv", "lost.tsv", "new.tsv"]


def test_without_hashes_nothing_is_proved(tmp_path: Path) -> None:
    assert find_changes(tmp_path) == ["SHA256 is missing"]


def test_all_parts_of_a_review_and_each_alone_have_names(tmp_path: Path) -> None:
    (tmp_path / "feedbacks-official-300.json").write_text(
        '[{"text": "Ок", "pros": "Цвет", "cons": null, "answer": {"text": "Рады!"}}]'
    )
    (tmp_path / "questions_ru.jsonl").write_text('{"text": " Где? ", "answer": null}\n')

    texts = read_texts(tmp_path)

    assert {hash_text(one) for one in ("Ок", "Цвет", "Ок\nЦвет", "Рады!", "Где?")} <= texts.keys()
