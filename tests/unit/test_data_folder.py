from pathlib import Path

import pytest

from infra.local.backend import NoBackend, choose_backend
from infra.local.data import DataBroken, DataFolder, ResetRefused


def used_folder(root: Path) -> DataFolder:
    data = DataFolder(root)
    data.prepare().close()
    (root / "embedded.sqlite").touch()
    return data


def test_a_reset_deletes_a_used_folder_and_accepts_a_missing_one(tmp_path: Path) -> None:
    data = used_folder(tmp_path / "data")

    data.clear()
    data.clear()

    assert not data.root.exists()


def test_a_reset_refuses_a_folder_that_no_stack_made(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(ResetRefused, match="holds no data of this product"):
        DataFolder(tmp_path).clear()

    assert (tmp_path / "thesis.txt").exists()


def test_a_reset_refuses_a_folder_in_use(tmp_path: Path) -> None:
    data = used_folder(tmp_path / "data")

    with data.prepare(), pytest.raises(ResetRefused, match="stop the running stack first"):
        data.clear()

    assert (data.root / "embedded.sqlite").exists()


def test_a_reset_says_what_could_not_be_deleted(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(ResetRefused, match="could not be deleted"):
        DataFolder(file).clear()


def test_a_start_with_another_store_than_the_data_names_both_ways_out(tmp_path: Path) -> None:
    data = used_folder(tmp_path / "data")
    data.keep_backend("firestore", "as asked")

    with pytest.raises(DataBroken) as refused:
        choose_backend("embedded", data, one_process=True)

    assert "STORE=firestore" in str(refused.value)
    assert "make dev-reset" in str(refused.value)


def test_a_refused_start_settles_no_store(tmp_path: Path) -> None:
    data = used_folder(tmp_path / "data")
    with pytest.raises(NoBackend, match="leave out EACH=1"):
        choose_backend("embedded", data, one_process=False)

    data.keep_backend("firestore", "as asked")
