"""The command as the nightly build runs it: what it prints, keeps and ends with."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.wb_contract.__main__ import LINE, REPORT, ROOT
from infra.wb_contract.findings import Finding, Inspection, Verdict, worst_of
from infra.wb_contract.report import draw_table, make_log_line
from infra.wb_contract.requests import observe_requests
from infra.wb_contract.shapes import read_fields
from shared.adapters.wildberries.wire import Shape
from tests.wb_contract.documents import agreed_document, write_document

GONE = Finding("GET /x", "data.id", "field is gone", "string", "none")


def run(openapi: Path, mode: str, out: Path, **env: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("WB_")}
    return subprocess.run(
        [sys.executable, "-m", "infra.wb_contract", "--mode", mode, "--out", str(out)],
        cwd=ROOT,
        env=bare | {"INBOX_WB_OPENAPI": str(openapi)} | env,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def planted_folder(folder: Path) -> Iterator[Path]:
    document = agreed_document()
    del document["paths"]["/api/v1/seller/chats"]
    write_document(document, folder, "09-communications.2027-01-01.yaml")
    yield folder


def test_equal_ends_with_zero_and_a_quiet_line(tmp_path: Path) -> None:
    write_document(agreed_document(), tmp_path, "09-communications.yaml")

    done = run(tmp_path, "offline", tmp_path)

    line = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, line["severity"], line["outcome"]) == (0, "INFO", "equal")


def test_a_change_ends_with_one_and_an_error_line(tmp_path: Path) -> None:
    with planted_folder(tmp_path) as folder:
        done = run(folder, "both", tmp_path)

    line = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 1
    assert (line["severity"], line["event"]) == ("ERROR", "wb_contract.changed")
    assert line["checks"][0]["findings"][0]["operation"] == "GET /api/v1/seller/chats"
    assert line["checks"][1]["unchecked"] == ["WB_TOKEN is not set"]
    assert json.loads((tmp_path / LINE).read_text(encoding="utf-8")) == line
    assert json.loads((tmp_path / REPORT).read_text(encoding="utf-8"))["outcome"] == "changed"
    assert "GET /api/v1/seller/chats  operation  is gone" in done.stdout


def test_nothing_to_compare_with_ends_with_two(tmp_path: Path) -> None:
    for mode in ("offline", "online", "both"):
        done = run(tmp_path / "absent", mode, tmp_path)

        assert done.returncode == 2
        assert json.loads(done.stdout.splitlines()[-1])["severity"] == "ERROR"


def test_a_token_is_never_printed(tmp_path: Path) -> None:
    secret = "eyJhbGciOi.secret.token"

    done = run(tmp_path, "online", tmp_path, WB_TOKEN=secret, WB_CHAT_URL="http://127.0.0.1:9")

    assert done.returncode == 2
    assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("inspections", "verdict"),
    [
        ([], Verdict.UNCHECKED),
        ([Inspection("a")], Verdict.EQUAL),
        ([Inspection("a"), Inspection("b", unchecked=("x",))], Verdict.UNCHECKED),
        ([Inspection("a", findings=(GONE,)), Inspection("b", unchecked=("x",))], Verdict.CHANGED),
        ([Inspection("a", findings=(GONE,), unchecked=("x",))], Verdict.CHANGED),
    ],
)
def test_a_change_outweighs_what_could_not_be_checked(
    inspections: list[Inspection], verdict: Verdict
) -> None:
    assert worst_of(inspections) is verdict


def test_a_table_cuts_what_is_too_long_and_the_line_does_not() -> None:
    values = ", ".join(f"value-{number}" for number in range(20))
    inspection = Inspection("file", findings=(Finding("GET /x", "a", "new value", values, "b"),))

    assert max(map(len, draw_table(inspection).splitlines())) < 120
    assert make_log_line([inspection])["checks"][0]["findings"][0]["expected"] == values


def test_every_operation_that_we_use_is_seen() -> None:
    seen = observe_requests()

    assert seen["PATCH /api/v1/questions"].fields == {
        "body.answer": "object",
        "body.answer.text": "string",
        "body.id": "string",
        "body.state": "string",
    }
    assert seen["POST /api/v1/seller/message"].fields["form.file"] == "array?"
    assert seen["GET /api/v1/seller/download/{id}"].fields == {"path.id": "string"}


class Vague(Shape):
    """A field that any type would do for."""

    anything: object = None


def test_a_field_without_a_type_cannot_be_recorded() -> None:
    with pytest.raises(TypeError, match="says nothing about its type"):
        read_fields(Vague, "")
