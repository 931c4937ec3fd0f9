"""The store's contract inside the emulators that the Firebase tools start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.emulator_search import java_version

ROOT = Path(__file__).resolve().parents[2]
# firebase-tools 15 starts the Firestore emulator with nothing older.
OLDEST_JAVA = 21
SUITE = " ".join(
    f"tests/contract/test_store{part}.py" for part in ("", "_queries", "_races", "_sellers")
)


@pytest.mark.emulator
@pytest.mark.timeout(600)
def test_the_contract_holds_under_the_firebase_tools() -> None:
    if shutil.which("firebase") is None:
        pytest.skip("no firebase command on PATH (npm package firebase-tools)")
    java = shutil.which("java")
    version = java_version(Path(java)) if java else None
    if version is None or version < OLDEST_JAVA:
        pytest.skip(f"firebase-tools needs Java {OLDEST_JAVA}, found {version or 'none'}")
    suite = f"{sys.executable} -m pytest -q {SUITE} -m emulator"
    command = ["npx", "--no-install", "firebase", "emulators:exec", "--only", "firestore"]
    environ = {name: value for name, value in os.environ.items() if "EMULATOR_HOST" not in name}

    run = subprocess.run(
        [*command, "--config", "infra/firebase.json", "--project", "inbox-local", suite],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
