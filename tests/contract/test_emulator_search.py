"""Where the Firestore emulator is looked for, and what is said when it is nowhere."""

import zipfile
from pathlib import Path

import pytest

from infra.local.emulator_search import MAIN_CLASS, Missing, Running, Startable, find_emulator

JAVA_11, JAVA_21 = 55, 65


@pytest.fixture
def machine(tmp_path: Path) -> "Machine":
    return Machine(tmp_path)


class Machine:
    """A made-up computer: a PATH, a home, and what is installed there."""

    def __init__(self, root: Path) -> None:
        self.bin, self.home = root / "bin", root / "home"
        self.sdk = root / "sdk"
        for folder in (self.bin, self.home):
            folder.mkdir()
        self.environ = {"PATH": str(self.bin), "HOME": str(self.home)}

    def add_command(self, name: str, text: str) -> None:
        self._write_script(self.bin / name, text)

    def add_sdk(self) -> Path:
        self._write_script(self.sdk / "bin" / "gcloud", "exit 1")
        (self.bin / "gcloud").symlink_to(self.sdk / "bin" / "gcloud")
        (self.sdk / "platform").mkdir()
        return self.sdk / "platform" / "cloud-firestore-emulator" / "cloud-firestore-emulator.jar"

    def add_java(self, version: str) -> None:
        self.add_command("java", f"echo 'openjdk version \"{version}\" 2025-04-15' >&2")

    def _write_script(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)


def write_jar(path: Path, class_format: int = JAVA_11) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = b"\xca\xfe\xba\xbe" + (0).to_bytes(2) + class_format.to_bytes(2)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MAIN_CLASS.replace(".", "/") + ".class", header + b"rest")
    return path


def test_without_gcloud_and_java_the_reason_says_what_would_help(machine: Machine) -> None:
    found = find_emulator(machine.environ)

    assert isinstance(found, Missing)
    assert "gcloud components install cloud-firestore-emulator" in found.reason
    assert "FIRESTORE_EMULATOR_JAR" in found.reason


def test_a_running_emulator_comes_first(machine: Machine) -> None:
    environ = {**machine.environ, "FIRESTORE_EMULATOR_HOST": "127.0.0.1:9"}

    assert find_emulator(environ) == Running("127.0.0.1:9")


def test_the_jar_is_found_behind_the_link_to_gcloud_without_running_it(machine: Machine) -> None:
    jar = write_jar(machine.add_sdk())
    machine.add_java("17.0.15")

    assert find_emulator(machine.environ) == Startable(machine.bin / "java", jar)


def test_gcloud_is_asked_where_its_command_is_only_a_wrapper(machine: Machine) -> None:
    jar = write_jar(machine.sdk / "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
    machine.add_command("gcloud", f"echo {machine.sdk}")
    machine.add_java("11.0.1")

    assert find_emulator(machine.environ) == Startable(machine.bin / "java", jar)


def test_the_newest_jar_of_the_firebase_tools_is_taken(machine: Machine) -> None:
    cache = machine.home / ".cache" / "firebase" / "emulators"
    write_jar(cache / "cloud-firestore-emulator-v1.9.9.jar")
    newest = write_jar(cache / "cloud-firestore-emulator-v1.19.8.jar")
    machine.add_java("1.8.0_442")
    assert isinstance(find_emulator(machine.environ), Missing)

    machine.add_java("21")

    assert find_emulator(machine.environ) == Startable(machine.bin / "java", newest)


def test_a_named_jar_comes_before_all_others_and_must_be_there(machine: Machine) -> None:
    write_jar(machine.add_sdk())
    machine.add_java("17")
    named = write_jar(machine.home / "own.jar")

    found = find_emulator({**machine.environ, "FIRESTORE_EMULATOR_JAR": str(named)})
    gone = find_emulator({**machine.environ, "FIRESTORE_EMULATOR_JAR": "/no/such.jar"})

    assert found == Startable(machine.bin / "java", named)
    assert gone == Missing("FIRESTORE_EMULATOR_JAR names /no/such.jar, which is not there")


def test_a_jar_that_needs_a_newer_java_says_which(machine: Machine) -> None:
    write_jar(machine.add_sdk(), JAVA_21)
    machine.add_java("17.0.15")

    found = find_emulator(machine.environ)

    assert isinstance(found, Missing)
    assert "Java 21 or newer" in found.reason


def test_a_file_that_is_no_emulator_is_named(machine: Machine) -> None:
    jar = machine.home / "notes.jar"
    jar.write_text("no archive")

    found = find_emulator({**machine.environ, "FIRESTORE_EMULATOR_JAR": str(jar)})

    assert found == Missing(f"{jar} is not a Firestore emulator")
