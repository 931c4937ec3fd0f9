"""Asks one function, running alone, whether it is there."""

import socket
import subprocess
import time

import httpx

_WITHIN_S = 60


class ProbeFailed(Exception):
    """The function does not answer as it should."""


def probe_settings(port: int) -> dict[str, str]:
    """Enough settings to start; nothing behind them is reached by the probe."""
    return {
        "PORT": str(port),
        "ENV": "local",
        "PROJECT": "probe",
        "FUNCTION_URL": "http://127.0.0.1/{function}",
        "APP_ORIGIN": "http://127.0.0.1",
        "TOKEN_KEY": "local:" + "A" * 43 + "=",
        "FILES_BUCKET": "probe",
        "CURSOR_KEY": "probe-cursor-key-of-32-characters",
        "FIRESTORE_EMULATOR_HOST": "127.0.0.1:9",
        "TASKS_EMULATOR": "127.0.0.1:9",
    }


def free_port() -> int:
    """A port that nobody holds at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def probe_function(name: str, port: int, process: "subprocess.Popen[bytes]") -> None:
    """The API says that it is healthy; the others refuse a caller without a token."""
    path, expected = ("/api/health", 200) if name == "inbox_api" else ("/", 401)
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.2)
            continue
        if answer.status_code != expected:
            raise ProbeFailed(f"{name}: {path} answers {answer.status_code}, not {expected}")
        return
    raise ProbeFailed(f"{name} does not answer")
