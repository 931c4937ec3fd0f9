"""What a function consists of, as one short hash: unchanged content is not deployed again."""

import hashlib
from functools import cache
from pathlib import Path

import grimp

from infra.stage import ROOT

_LENGTH = 16


def content_of(function: str) -> str:
    """Hash the function's code, all of `shared` that it reaches, its packages and its image."""
    files = {
        *modules_of(function),
        *_data_files(),
        ROOT / "functions" / function / "requirements.txt",
        ROOT / "infra" / "Dockerfile",
    }
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:_LENGTH]


def modules_of(function: str) -> set[Path]:
    """The files of all modules that a function imports, by whatever way."""
    graph = _imports()
    main = f"functions.{function}.main"
    names = {main, *graph.find_upstream_modules(main)}
    # A package is run when a module in it is imported, so that its own file counts too.
    packages = {package for name in names for package in _packages_above(name)}
    return {file for name in names | packages if (file := _file_of(name))}


def _packages_above(module: str) -> list[str]:
    steps = module.split(".")
    return [".".join(steps[:depth]) for depth in range(1, len(steps))]


@cache
def _imports() -> grimp.ImportGraph:
    functions = sorted(path.parent for path in (ROOT / "functions").glob("*/main.py"))
    return grimp.build_graph("shared", *[f"functions.{path.name}" for path in functions])


def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next(
        (file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None
    )


@cache
def _data_files() -> frozenset[Path]:
    every = (ROOT / "shared").rglob("*")
    return frozenset(
        path
        for path in every
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    )
