"""`make migrate` tells, does and remembers."""

from pathlib import Path

import pytest

from infra.migrations.__main__ import main
from shared.adapters.store.codec import encode_document
from shared.adapters.store.plain import SetDoc
from tests.builders import SELLER, make_chat
from tests.stores import embedded_stores


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a local stack that stands still, with one document of an older shape."""
    (tmp_path / "backend.txt").write_text("embedded\n")
    document = encode_document(make_chat())
    document["source"]["chat"]["unread"] = 1
    root = ("sellers", SELLER)
    stores = embedded_stores(tmp_path / "embedded.sqlite")
    stores.database.commit(
        [
            SetDoc(root, {"id": SELLER}, None),
            SetDoc((*root, "interactions", document["id"]), document, None),
        ]
    )
    stores.close()
    return tmp_path


def test_a_dry_run_tells_and_a_run_does_it_once(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for more in (["--dry-run"], [], ["--dry-run"], [], ["--again"]):
        assert main(["--data", str(data), *more]) == 0
        said.append(capsys.readouterr().out.splitlines()[0])

    assert said == [
        "✓ 0001-chats-without-unread: 1 of 1 documents would change: −source.chat.unread (1)",
        "✓ 0001-chats-without-unread: 1 of 1 documents changed",
        "– 0001-chats-without-unread: done",
        "✓ 0001-chats-without-unread: 1 of 1 documents changed",
        "✓ 0001-chats-without-unread: 0 of 1 documents changed",
    ]


def test_data_that_are_not_there_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    assert "holds no data" in capsys.readouterr().out
