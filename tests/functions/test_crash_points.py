"""A point stops nobody unless a test has armed it, and then one process alone."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from shared.entrypoint.config.base import Settings
from shared.entrypoint.crash_points import armed_points
from shared.usecases.crash_points import CrashPoint, pass_on

PASS = """
import sys
from shared.entrypoint.config.base import Settings
from shared.entrypoint.crash_points import armed_points
from shared.usecases.crash_points import CrashPoint
reach = armed_points(Settings.from_env())
reach(CrashPoint.POST_AFTER, "r1")
reach(CrashPoint.CLAIM_AFTER, "r1")
print("went on")
"""


def test_without_the_setting_every_point_is_passed_unnoticed() -> None:
    reach = armed_points(Settings(project="p", function_url="http://127.0.0.1:1/{function}"))

    assert reach is pass_on
    reach(CrashPoint.CLAIM_AFTER, "r1")


def test_an_armed_point_says_so_and_freezes_the_process_once(tmp_path: Path) -> None:
    (tmp_path / CrashPoint.CLAIM_AFTER).touch()

    process = subprocess.Popen(
        [sys.executable, "-c", PASS],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={
            "ENV": "local",
            "PROJECT": "p",
            "FUNCTION_URL": "http://127.0.0.1:1/{function}",
            "CRASH_POINTS": str(tmp_path),
        },
    )
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert [file.name for file in tmp_path.iterdir()] == [f"claim.after@{process.pid}"]

    process.send_signal(signal.SIGCONT)
    said, _ = process.communicate()
    line, end = said.decode().splitlines()
    assert json.loads(line)["point"] == "claim.after"
    assert end == "went on"
