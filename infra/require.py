"""Says plainly what this machine lacks and how to get it; runs on any Python 3."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

PYTHON = (3, 11)
NODE = 20


def require_python() -> str | None:
    """Python itself, new enough and able to make a virtual environment."""
    if sys.version_info[:2] < PYTHON:
        return (
            "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Install it "
            "(Debian: apt-get install python3.11 python3.11-venv; macOS: brew install "
            "python@3.11), then run make with PYTHON=python3.11."
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing. Debian: apt-get install python3-venv"
    return None


def require_node() -> str | None:
    """Node with npm, new enough for the web app's tools."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "Node.js 20 or newer with npm is needed: nodejs.org, or your package manager."
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)", answer.stdout)
    if major is None or int(major.group(1)) < NODE:
        return "Node.js 20 or newer is needed, this is " + answer.stdout.strip()
    return None


if __name__ == "__main__":
    problem = {"python": require_python, "node": require_node}[sys.argv[1]]()
    if problem:
        sys.exit("  ✗ " + problem)
