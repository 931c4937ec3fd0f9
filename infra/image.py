"""Builds one function's image without a Docker engine, and probes it as a non-root process.

The base is a small Debian laid out by debootstrap, because no registry is assumed; the Dockerfile
is the one that is deployed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.functions_server import function_names
from infra.local.screen import progress, say
from infra.probe import ProbeFailed, free_port, probe_function, probe_settings
from infra.stage import BUILD, ROOT, stage_function

BASE = "localhost/inbox-base"
PACKAGES = "python3,python3-venv,ca-certificates"
_USER = "65532"


class ImageFailed(Exception):
    """The image could not be built."""


def build_base() -> None:
    """Lay out the base once; it is kept between builds."""
    if _buildah("images", "--quiet", BASE, check=False).stdout.strip():
        return
    root = BUILD / "base"
    shutil.rmtree(root, ignore_errors=True)
    _run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(root))
    archive = BUILD / "base.tar"
    _run("tar", "-C", str(root), "-cf", str(archive), ".")
    container = _buildah("from", "scratch").stdout.strip()
    _buildah("add", container, str(archive), "/")
    _buildah("commit", container, BASE)
    _buildah("rm", container)
    archive.unlink()
    shutil.rmtree(root, ignore_errors=True)


def build_image(name: str) -> str:
    """Build from the staged folder with the deployed Dockerfile; return the image's tag."""
    context = stage_function(name)
    tag = f"localhost/{name.replace('_', '-')}"
    # The registry's client settings of this machine serve the build and stay out of the image.
    pip = [f"--env={key}={value}" for key, value in os.environ.items() if key.startswith("PIP_")]
    _buildah(
        *("bud", "--pull=never", "--network=host", *pip, *_pip_mounts()),
        *("--build-arg", f"BASE={BASE}", "--build-arg", f"FUNCTION={name}"),
        *("--file", str(ROOT / "infra" / "Dockerfile"), "--tag", tag, str(context)),
    )
    return tag


def probe_image(name: str, tag: str) -> None:
    """Run the image as its own user and ask it something; ProbeFailed when it does not answer."""
    container = _buildah("from", "--pull=never", tag).stdout.strip()
    port = free_port()
    settings = [f"--env={key}={value}" for key, value in probe_settings(port).items()]
    command = ["functions-framework", "--source", "/app/main.py"]
    process = subprocess.Popen(
        [*_command("run", "--user", f"{_USER}:{_USER}", *settings, container, "--"), *command],
        env=_environment(),
    )
    try:
        probe_function(name, port, process)
    finally:
        process.terminate()
        process.wait(20)
        _buildah("rm", container)


def _pip_mounts() -> list[str]:
    return [
        f"--volume={path}:{path}:ro"
        for path in (Path("/etc/pip.conf"), Path("/etc/ssl/certs"))
        if path.exists()
    ]


def _environment() -> dict[str, str]:
    return {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}


def _command(*arguments: str) -> list[str]:
    return ["buildah", *arguments]


def _buildah(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return _run(*_command(*arguments), check=check)


def _run(*command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise ImageFailed(f"{' '.join(command[:3])} …\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def main() -> int:
    """Build and probe the named function's image."""
    names = sys.argv[1:]
    if not names or not set(names) <= set(function_names()):
        say(f"FUNCTION must be one of: {', '.join(function_names())}")
        return 2
    lacking = [tool for tool in ("buildah", "debootstrap") if shutil.which(tool) is None]
    if lacking:
        say(f"  ✗ needed: {', '.join(lacking)} (Debian: apt-get install {' '.join(lacking)})")
        return 2
    BUILD.mkdir(exist_ok=True)
    try:
        with progress("base of the image"):
            build_base()
        for name in names:
            with progress(f"image of {name}"):
                tag = build_image(name)
            with progress(f"{name} answers as user {_USER}"):
                probe_image(name, tag)
    except (ImageFailed, ProbeFailed) as error:
        say(f"\n  ✗ {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
