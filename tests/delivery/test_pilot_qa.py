"""What the pilot's matrix decides, and what it refuses to begin with."""

from pathlib import Path

import pytest

from infra.pilot_qa.__main__ import main
from infra.pilot_qa.matrix import Told, Verdict, is_go, write_report

NOBODY = "http://127.0.0.1:9"


def told(*verdicts: Verdict) -> list[Told]:
    return [Told(f"step {number}", one, "", 0.0) for number, one in enumerate(verdicts)]


@pytest.mark.parametrize(
    "given",
    [
        ["--send"],
        ["--send", "--confirm", "--allow-public"],
        ["--send", "--confirm", "--item", "i1"],
        ["--allow-public", "--item", "i1"],
    ],
)
def test_a_live_reply_needs_every_word(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([NOBODY, *given]) == 2
    assert "also needs" in capsys.readouterr().out


def test_without_an_account_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PILOT_EMAIL", raising=False)

    assert main(["https://inbox.example"]) == 2
    assert "PILOT_EMAIL" in capsys.readouterr().out


def test_a_product_that_is_not_there_is_no_go_and_no_crash(tmp_path: Path) -> None:
    report = tmp_path / "report.md"

    assert main([NOBODY, "--out", str(report)]) == 1
    assert report.read_text().startswith("# Pilot: NO-GO")


def test_go_needs_enough_that_passed_and_nothing_that_failed() -> None:
    assert is_go(told(*[Verdict.PASS] * 8, Verdict.SKIPPED))
    assert not is_go(told(*[Verdict.PASS] * 7, Verdict.SKIPPED))
    assert not is_go(told(*[Verdict.PASS] * 9, Verdict.FAIL))


def test_the_report_is_a_table_behind_its_verdict() -> None:
    report = write_report("https://inbox.example", "today", told(*[Verdict.PASS] * 8))

    assert report.splitlines()[0] == "# Pilot: GO"
    assert "8 of 8 steps pass" in report
    assert "| step 0 | pass |  | 0.0 |" in report
