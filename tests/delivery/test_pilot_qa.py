"""What the pilot's matrix decides, and what it refuses to begin with."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.pilot_qa.__main__ import main
from infra.pilot_qa.matrix import Told, Verdict, is_go, write_report
from infra.pilot_qa.visitor import Visitor, Wrong
from infra.pilot_qa.writing import Permission, send_live

NOBODY = "http://127.0.0.1:9"


class OneItem(Visitor):
    """A product of one item, which keeps the replies that it is sent."""

    def __init__(self, *findings: dict[str, str]) -> None:
        super().__init__(NOBODY, "", "")
        self.findings = findings
        self.replies: list[dict[str, Any]] = []

    def get(self, path: str, **_: Any) -> Any:
        draft = {"id": "d1", "method": "llm", "text": "Спасибо!", "findings": self.findings}
        item = {"draft": draft, "can": {"replies": True}, "row": {"revision": 1}}
        return {"state": "confirmed"} if path.startswith("/replies") else item

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        if path.endswith("/reply"):
            self.replies.append(body)
        return httpx.Response(202, json={"id": "r1"})


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


@pytest.mark.parametrize("url", ["http://inbox.example", "http://10.0.0.7:8080", "inbox.example"])
def test_a_password_goes_by_https_alone(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PILOT_EMAIL", "seller@example.com")
    monkeypatch.setenv("PILOT_PASSWORD", "vitrina-2026")

    assert main([url]) == 2
    assert "https" in capsys.readouterr().out


def test_a_warning_that_nobody_has_read_sends_nothing() -> None:
    permission = Permission(send=True, confirm=True, public=True, items=["i1"])
    warned, clean = OneItem({"rule": "promise", "severity": "warn"}), OneItem()

    with pytest.raises(Wrong, match="promise"):
        send_live(warned, permission)

    assert warned.replies == []
    assert send_live(clean, permission) == "1 confirmed by WB"
    assert [one["confirm"] for one in clean.replies] == [False]


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
