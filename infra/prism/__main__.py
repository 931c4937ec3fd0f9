"""Install Prism into a folder that git ignores and run the connector's tests against it."""

import shutil
import subprocess
import sys
import time

from infra.local.screen import say
from infra.prism.server import CACHE, PRISM, SOURCE

TESTS = "tests/contract/test_marketplace_prism.py"
_LOCK = "package-lock.json"


def install_prism() -> bool:
    """Install what the lock names, once for each lock; false when npm cannot."""
    kept = CACHE / _LOCK
    if PRISM.exists() and kept.exists() and kept.read_bytes() == (SOURCE / _LOCK).read_bytes():
        return True
    say("Installing Prism (about a quarter of a minute the first time) …")
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    for name in ("package.json", ".npmrc", _LOCK):
        shutil.copy(SOURCE / name, CACHE / name)
    # Packages need no scripts of their own to serve a document, so none is run.
    command = ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
    return subprocess.run(command, cwd=CACHE, check=False).returncode == 0


def main() -> int:
    """Exit as the tests do; what it took is printed last."""
    started = time.monotonic()
    if not install_prism():
        say("✗ npm could not install Prism")
        return 1
    installed = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "prism", TESTS]
    code = subprocess.run(command, check=False).returncode
    ended = time.monotonic()
    say(f"installed in {installed - started:.1f} s, ran in {ended - installed:.1f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
