"""Each function alone: its own lock into an empty environment, its own process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.functions_server import function_names
from infra.probe import free_port, probe_function, probe_settings
from infra.stage import stage_function

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]
UV = Path(sys.executable).parent / "uv"


def install_alone(folder: Path, staged: Path) -> Path:
    """An environment that holds the function's lock and nothing else."""
    environment = folder / "venv"
    uv = str(UV)
    quiet = ["--quiet", "--no-config"]
    subprocess.run([uv, "venv", *quiet, "--python", sys.executable, str(environment)], check=True)
    lock = staged / "requirements.txt"
    install = [uv, "pip", "install", *quiet, "--require-hashes", "--requirement", str(lock)]
    clean = {**os.environ, "VIRTUAL_ENV": str(environment)}
    subprocess.run(install, check=True, env=clean)
    return environment / "bin"


@pytest.mark.parametrize("name", function_names())
def test_a_function_installs_and_answers_alone(name: str, tmp_path: Path) -> None:
    staged = stage_function(name)
    binaries = install_alone(tmp_path, staged)
    port = free_port()
    framework, source = str(binaries / "functions-framework"), str(staged / "main.py")
    command = [framework, "--target", name, "--source", source]

    process = subprocess.Popen(command, cwd=staged, env=probe_settings(port))
    try:
        probe_function(name, port, process)
    finally:
        process.terminate()
        process.wait(20)
