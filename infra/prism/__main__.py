"""Install Prism into a folder that git ignores and run the connector's tests against it."""

import subprocess
import sys
import time

from infra.local.screen import say
from infra.node_tool import install_tool
from infra.prism.server import CACHE, SOURCE

TESTS = "tests/contract/test_marketplace_prism.py"


def main() -> int:
    """Exit as the tests do; what it took is printed last."""
    started = time.monotonic()
    say("Prism (installed in about a quarter of a minute the first time) …")
    if not install_tool(SOURCE, CACHE):
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
