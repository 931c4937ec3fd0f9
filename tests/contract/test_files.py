"""What every keeper of files promises: in memory, in a folder, and in a bucket."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gcp_storage_emulator.server import create_server

from infra.probe import free_port
from shared.adapters.files.bucket import connect_bucket
from shared.adapters.files.folder import FolderFiles
from shared.adapters.files.opening import open_files
from shared.adapters.memory.files import MemoryFiles
from shared.domain.errors import Unavailable
from shared.domain.files import KEEP_FILES
from shared.domain.ids import SellerId
from shared.ports import Files

ONE, TWO = SellerId("seller-one"), SellerId("seller-two")
BUCKET = "inbox-files"
LIFECYCLE = Path(__file__).resolve().parents[2] / "infra" / "files-lifecycle.json"
CONTENT = b"\xff\xd8\xff" + bytes(range(256)) * 40


@dataclass
class Bench:
    """A keeper of files, and the way to cut it off from what lies behind it."""

    files: Files
    cut_off: Callable[[], None]


def memory_bench() -> Bench:
    files = MemoryFiles()

    def cut_off() -> None:
        files.is_down = True

    return Bench(files, cut_off)


def folder_bench(folder: Path) -> Bench:
    place = folder / "files"

    def cut_off() -> None:
        shutil.rmtree(place, ignore_errors=True)
        place.write_text("a file where the folder should be")

    return Bench(open_files(project="", bucket="", folder=place), cut_off)


@pytest.fixture
def bucket_bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    server.start()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    yield Bench(connect_bucket(f"inbox-{port}", BUCKET, patience_s=1), server.stop)
    server.stop()


@pytest.fixture(params=["memory", "folder", "bucket"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    match request.param:
        case "memory":
            return memory_bench()
        case "folder":
            return folder_bench(tmp_path)
    return request.getfixturevalue("bucket_bench")


def test_a_file_comes_back_byte_for_byte(bench: Bench) -> None:
    bench.files.keep(ONE, "a", CONTENT)

    assert bench.files.read(ONE, "a") == CONTENT


def test_a_file_that_nobody_kept_is_none(bench: Bench) -> None:
    bench.files.keep(ONE, "a", CONTENT)

    assert bench.files.read(ONE, "b") is None
    assert bench.files.read(TWO, "a") is None


def test_the_later_content_replaces_the_earlier(bench: Bench) -> None:
    bench.files.keep(ONE, "a", CONTENT)
    bench.files.keep(ONE, "a", b"later")

    assert bench.files.read(ONE, "a") == b"later"


def test_sellers_with_equal_names_do_not_meet(bench: Bench) -> None:
    bench.files.keep(ONE, "a", b"one")
    bench.files.keep(TWO, "a", b"two")

    assert (bench.files.read(ONE, "a"), bench.files.read(TWO, "a")) == (b"one", b"two")


def test_an_outage_is_told(bench: Bench) -> None:
    bench.files.keep(ONE, "a", CONTENT)
    bench.cut_off()

    with pytest.raises(Unavailable):
        bench.files.read(ONE, "a")
    with pytest.raises(Unavailable):
        bench.files.keep(ONE, "a", CONTENT)


def test_a_folder_holds_no_half_files(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)

    files.keep(ONE, "a", CONTENT)

    assert [one.name for one in (tmp_path / ONE).iterdir()] == ["a"]


def test_a_bucket_forgets_files_when_their_documents_end() -> None:
    (rule,) = json.loads(LIFECYCLE.read_text("utf-8"))["rule"]

    assert rule == {"action": {"type": "Delete"}, "condition": {"age": KEEP_FILES.days}}
    assert KEEP_FILES.days * 86_400 == KEEP_FILES.total_seconds()


def test_a_folder_forgets_old_files_when_it_takes_a_new_one(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    for name, age_s in (("old", KEEP_FILES.total_seconds() + 60), ("young", 86_400)):
        files.keep(ONE, name, CONTENT)
        file = tmp_path / ONE / name
        moment = file.stat().st_mtime - age_s
        os.utime(file, (moment, moment))

    files.keep(ONE, "new", CONTENT)

    assert sorted(one.name for one in (tmp_path / ONE).iterdir()) == ["new", "young"]


def test_a_bucket_is_opened_when_the_first_file_is_asked_for(
    bucket_bench: Bench,
) -> None:
    files = open_files(project="inbox-late", bucket=BUCKET, folder=None)

    files.keep(ONE, "a", CONTENT)

    assert bucket_bench.files.read(ONE, "a") == files.read(ONE, "a") == CONTENT
