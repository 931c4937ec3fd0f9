"""Generated files are up to date, and an old one is found."""

from pathlib import Path

import pytest

from infra import generate


def test_generated_files_are_what_the_code_makes() -> None:
    assert generate.main(["--check"]) == 0


def test_an_old_file_is_found_and_then_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = (generate.Generated("a.txt", lambda now: f"{len(now) // 100}new"),)

    assert generate.refresh(made, tmp_path, keep=True) == ["a.txt"]
    assert not (tmp_path / "a.txt").exists()
    assert generate.refresh(made, tmp_path, keep=False) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "0new"
    assert generate.refresh(made, tmp_path, keep=True) == []
