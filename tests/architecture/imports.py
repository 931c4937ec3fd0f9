"""Which modules and distributions a function really reaches, read from the source."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Namespace packages are shared by many distributions; these tell them apart.
NAMESPACES = {
    "google.cloud.firestore": "google-cloud-firestore",
    "google.cloud.firestore_v1": "google-cloud-firestore",
    "google.cloud.storage": "google-cloud-storage",
    "google.cloud.tasks_v2": "google-cloud-tasks",
    "google.cloud": None,
    "google.api_core": None,
    "google.auth": None,
    "google.protobuf": None,
    "grpc": None,
}


def module_file(module: str) -> Path | None:
    """The source of one of our own modules."""
    path = ROOT / Path(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def imported_names(file: Path) -> set[str]:
    """Every absolute name imported anywhere in a file, functions included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def reachable_names(main: Path) -> set[str]:
    """Every foreign name that a function's main reaches through our own modules."""
    return {name for name in _walk_names(main) if not name.startswith("shared")}


def reachable_modules(main: Path) -> set[str]:
    """Every module of ours that a function's main reaches, at its start or later."""
    return {
        name
        for name in _walk_names(main)
        if name.startswith("shared") and module_file(name) is not None
    }


def _walk_names(main: Path) -> set[str]:
    found: set[str] = set()
    seen: set[Path] = set()
    waiting = [main]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        names = imported_names(file)
        found |= names
        own = (module_file(name) for name in names if name.startswith("shared"))
        waiting += [path for path in own if path is not None]
    return found


def distributions_of(names: set[str]) -> set[str]:
    """The PyPI distributions that foreign names come from."""
    owners = packages_distributions()
    found: set[str] = set()
    for name in names:
        top = name.split(".")[0]
        if top in sys.stdlib_module_names:
            continue
        special = [prefix for prefix in NAMESPACES if f"{name}.".startswith(f"{prefix}.")]
        if special:
            owner = NAMESPACES[max(special, key=len)]
            found |= {owner} if owner else set()
            continue
        if top == "google":
            continue
        found |= {owner.lower() for owner in owners.get(top, [top])}
    return found
