"""What the product is built from: no secrets in it, no known holes, no licence that forbids it.

`audit_allowed.json` excuses an advisory or a find until a day, with the reason:
`{"id": …, "until": "2026-12-31", "why": …}`; after that day it counts again.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.local.screen import say
from tests.security.secret_scan import is_allowed, missed_controls, scan_secrets

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
_PATIENCE_S = 60
LICENCES = re.compile(
    r"MIT|Apache|BSD|ISC|Python Software|PSF|Unlicense|0BSD|Zlib|CC0|CC-BY|MPL|Mozilla|Zope|ZPL"
    r"|BlueOak|Python-2.0"
)
REFUSED = re.compile(r"\bA?GPL|\bSSPL|\bBUSL|Commons Clause|Proprietary", re.IGNORECASE)
Figures = dict[str, float]


def inspect_supply() -> Figures:
    """Print a line each and count."""
    secrets, lines = scan_secrets()
    licences = refused_licences()
    for line in (*secrets, *licences):
        say(f"  ✗ {line}")
    say(f"secret scan: {lines} lines of the tree and of history, {len(secrets)} secrets")
    say(f"licences: {len(licences)} that are not on the list")
    known, audited = _audits()
    return {
        "secrets_found": len(secrets),
        "lines_scanned": lines,
        "licences_refused": len(licences),
        "sbom_components": write_boms(),
        "audits_done": audited,
        "audits_without_source": 2 - audited,
        "controls_missed": missed_controls(),
        # Nobody may read "none" where nobody was asked.
        **({"vulnerable_packages": known} if audited else {}),
    }


def _audits() -> tuple[int, int]:
    """Holes, and audits that a source answered."""
    known = audited = 0
    for name, ask in {"pip-audit": audit_python, "npm audit": audit_web}.items():
        found = ask()
        if found is None:
            say(f"{name}: not audited: no source")
            continue
        audited += 1
        holes = [hole for hole in found if not is_allowed("advisories", hole)]
        known += len(holes)
        say(f"{name}: {len(holes)} known holes {' '.join(holes[:10])}")
    return known, audited


def refused_licences() -> list[str]:
    """Packages whose licence is not on the list of those that let us sell the product."""
    listed = _run([str(BIN / "pip-licenses"), "--format=json", f"--python={sys.executable}"])
    python = {row["Name"]: row["License"] for row in json.loads(listed)}
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    web = {
        name.rpartition("node_modules/")[2]: str(row.get("license", "UNKNOWN"))
        for name, row in lock.items()
        if name
    }
    return [
        f"{name}: {licence}"
        for name, licence in (python | web).items()
        if not LICENCES.search(licence) or REFUSED.search(licence)
    ]


def audit_python() -> list[str] | None:
    """Known holes of locked packages; None where no source names the control's."""
    if not _ask_pip_audit("urllib3==1.26.4\n"):
        return None
    pins = re.findall(r"^[\w.\-\[\]]+==\S+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    return _ask_pip_audit("\n".join(pins) + "\n")


def _ask_pip_audit(pins: str) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(pins)
        file.flush()
        command = [str(BIN / "pip-audit"), "-r", file.name, "--no-deps", "--disable-pip"]
        said = _run([*command, "--format=json", "--progress-spinner=off"])
    rows = _read_json(said).get("dependencies", [])
    return [hole["id"] for row in rows for hole in row.get("vulns", [])]


def audit_web() -> list[str] | None:
    """Known holes of the web app's packages; None where no source names the control's."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = {"dependencies": {"lodash": "4.17.4"}, "name": "control", "version": "1.0.0"}
        locked = {
            **pinned,
            "lockfileVersion": 3,
            "packages": {
                "": pinned,
                "node_modules/lodash": {"version": "4.17.4"},
            },
        }
        (Path(folder) / "package.json").write_text(json.dumps(pinned))
        (Path(folder) / "package-lock.json").write_text(json.dumps(locked))
        if not _ask_npm(Path(folder)):
            return None
    return _ask_npm(ROOT / "web")


def _ask_npm(folder: Path) -> list[str]:
    said = _run(["npm", "audit", "--json", "--package-lock-only"], folder)
    return sorted(_read_json(said).get("vulnerabilities", {}))


def write_boms() -> int:
    """CycloneDX lists of all parts into build/; how many parts they name."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    python, web = build / "sbom-python.json", build / "sbom-web.json"
    command = [str(BIN / "cyclonedx-py"), "requirements", "requirements.txt", "--of", "JSON"]
    python.write_text(_run(command))
    web.write_text(
        _run(["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], ROOT / "web")
    )
    boms = [_read_json(file.read_text()) for file in (python, web)]
    return sum(len(bom.get("components", [])) for bom in boms)


def _read_json(said: str) -> Mapping[str, Any]:
    try:
        read = json.loads(said)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _run(command: list[str], folder: Path = ROOT) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout
