"""Google's Firestore emulator as a part of the local stack, with data that survive a restart."""

import contextlib
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import httpx

from infra.local.children import Child, ChildFailed
from infra.local.data import DataBroken
from infra.local.emulator_search import (
    MAIN_CLASS,
    Found,
    Missing,
    Running,
    Startable,
    find_emulator,
)
from infra.local.environment import PROJECT
from infra.local.ports import HOST

__all__ = ["FirestoreEmulator", "Found", "Missing", "Running", "Startable", "find_emulator"]

RULES = Path(__file__).resolve().parents[1] / "firestore.rules"
DATABASE = "(default)"

_JAVA_FLAGS = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_CALL_SECONDS = 60.0
_EXPORTS = "export-*"
# Lies beside the exports while there may be documents that none of them holds.
_UNSAVED = "unsaved"


class FirestoreEmulator:
    """One emulator, ended with the process that started it; a running one is only borrowed.

    The emulator keeps everything in memory, so its data are exported every `export_every` seconds
    and before it stops, each time into a new directory that counts only once it is complete.
    """

    def __init__(self, found: Found, project: str = PROJECT, *, export_every: float = 30.0) -> None:
        self._found = found
        self._project = project
        self._export_every = export_every
        self._child: Child | None = None
        self._data: Path | None = None
        self._stopping = threading.Event()
        self._exporting = threading.Lock()
        self.host = found.host if isinstance(found, Running) else ""
        self.was_cut_off = False

    def start(self, port: int, data_dir: Path | None = None) -> str:
        """Start, bring saved data back, and give the host that clients connect to.

        `was_cut_off` then says whether the run before ended without saving its last words.
        ChildFailed when it does not start, DataBroken when the saved data cannot be read.
        """
        if isinstance(self._found, Running):
            return self.host
        self.host = f"{HOST}:{port}"
        self._child = Child(
            name="Firestore emulator",
            command=self._command(self._found, port),
            log=_log_file(data_dir),
            health=f"http://{self.host}/",
        )
        self._child.start()
        try:
            self._child.wait_ready()
            if data_dir is not None:
                self._bring_back(data_dir)
        except (ChildFailed, DataBroken):
            self._child.stop()
            raise
        self._data = data_dir
        if data_dir is not None:
            unsaved = data_dir / _UNSAVED
            self.was_cut_off = unsaved.exists()
            unsaved.touch()
            threading.Thread(target=self._export_often, daemon=True).start()
        return self.host

    def export(self) -> None:
        """Save everything; the last export stays until the new one is complete."""
        if self._data is None:
            return
        with self._exporting:
            number = _number_of(_newest_export(self._data)) + 1
            fresh = self._data / "unfinished"
            shutil.rmtree(fresh, ignore_errors=True)
            self._call("export", {"export_directory": str(self._data), "export_name": fresh.name})
            fresh.rename(self._data / f"export-{number:08d}")
            for old in sorted(self._data.glob(_EXPORTS))[:-1]:
                shutil.rmtree(old)

    def go_back(self) -> None:
        """Put the last export in the place of everything written since, as a restore does."""
        if self._data is None:
            return
        with self._exporting:
            database = f"projects/{self._project}/databases/{DATABASE}"
            wiped = httpx.delete(
                f"http://{self.host}/emulator/v1/{database}/documents",
                timeout=_CALL_SECONDS,
                trust_env=False,
            )
            wiped.raise_for_status()
            self._bring_back(self._data)

    def require_alive(self) -> None:
        """ChildFailed when the process has ended by itself; its memory is lost with it."""
        if self._child is not None and self._child.has_died():
            raise ChildFailed(
                "the Firestore emulator died: what was written after its last export is lost; "
                f"start again to go on with the rest\n{self._child.log_tail()}"
            )

    def stop(self) -> None:
        """Save everything and end the process."""
        self._stopping.set()
        if self._child is None:
            return
        try:
            if not self._child.has_died():
                self.export()
                if self._data is not None:
                    (self._data / _UNSAVED).unlink(missing_ok=True)
        finally:
            self._child.stop()

    def _command(self, found: Startable, port: int) -> list[str]:
        java = [str(found.java), *_JAVA_FLAGS, "-cp", str(found.jar), MAIN_CLASS]
        return [
            *(sys.executable, "-m", "infra.local.leash"),
            *java,
            *(f"--host={HOST}", f"--port={port}", f"--rules={RULES}"),
        ]

    def _bring_back(self, data: Path) -> None:
        export = _newest_export(data)
        if export is None:
            return
        metadata = next(export.glob("*.overall_export_metadata"), export / "no metadata")
        try:
            self._call("import", {"export_directory": str(metadata)})
        except ChildFailed as error:
            raise DataBroken(export, "does not hold readable Firestore data") from error

    def _call(self, verb: str, body: dict[str, str]) -> None:
        project = f"projects/{self._project}"
        try:
            answer = httpx.post(
                f"http://{self.host}/emulator/v1/{project}:{verb}",
                json={"database": f"{project}/databases/{DATABASE}", **body},
                timeout=_CALL_SECONDS,
                trust_env=False,
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ChildFailed(f"the Firestore emulator could not {verb}: {error}") from error

    def _export_often(self) -> None:
        while not self._stopping.wait(self._export_every):
            # A failed export leaves the last one in place, and the next turn tries again.
            with contextlib.suppress(ChildFailed):
                self.export()


def _log_file(data: Path | None) -> Path:
    folder = data or Path(tempfile.mkdtemp(prefix="firestore-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "emulator.log"


def _newest_export(data: Path) -> Path | None:
    return max(data.glob(_EXPORTS), default=None)


def _number_of(export: Path | None) -> int:
    return int(export.name.partition("-")[2]) if export is not None else 0
