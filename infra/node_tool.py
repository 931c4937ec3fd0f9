"""Node tools that only some commands need, each with a lock of its own, kept where git ignores."""

import shutil
import subprocess
from pathlib import Path

_LOCK = "package-lock.json"


def install_tool(source: Path, cache: Path) -> bool:
    """Install what the folder's lock names, once for each lock; false when npm cannot."""
    kept = cache / _LOCK
    if kept.exists() and kept.read_bytes() == (source / _LOCK).read_bytes():
        return True
    if shutil.which("npm") is None:
        return False
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    for name in ("package.json", ".npmrc"):
        shutil.copy(source / name, cache / name)
    # The lock goes to a name of npm's own and is kept as ours only once everything is there.
    shutil.copy(source / _LOCK, cache / "npm-shrinkwrap.json")
    # Packages need no scripts of their own to do their work here, so none is run.
    command = ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=cache, check=False).returncode:
        return False
    shutil.copy(source / _LOCK, kept)
    return True
