"""`make record-release`: what this release stores, queues and reads, for the next one's tests.

Everything in it is made up. It is run when a release goes to production, and committed with it.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.adapters.store.sqlite_log import dump_document
from tests.releases.shapes import KIND_NAMES, TASKS, made_bodies, made_documents, shape_of
from tests.releases.story import play_story, story_documents, story_tasks

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[1] / "pyproject.toml"


def main() -> int:
    """Write the folder of the version that `pyproject.toml` names."""
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    folder = FOLDER / version
    folder.mkdir(exist_ok=True)
    _write(folder / "documents.jsonl", document_lines())
    _write(folder / "tasks.jsonl", task_lines())
    _write(folder / "shapes.jsonl", shape_lines())
    shop = play_story()
    _write(folder / "story.jsonl", story_documents(shop))
    _write(folder / "story_tasks.jsonl", story_tasks(shop))
    sys.stdout.write(f"recorded {version}\n")
    return 0


def document_lines() -> Iterator[str]:
    """Each document behind the name of its kind."""
    for name, kind in sorted(KIND_NAMES.items()):
        lines = dict.fromkeys(dump_document(document) for document in made_documents(kind))
        yield from (f"{name} {line}" for line in lines)


def task_lines() -> Iterator[str]:
    """Each body behind the name of its queue."""
    for queue in sorted(TASKS):
        yield from dict.fromkeys(f"{queue} {_dump(body)}" for body in made_bodies(queue))


def shape_lines() -> Iterator[str]:
    """What each kind's and each queue's reader takes."""
    for name, kind in sorted(KIND_NAMES.items()):
        yield f"{name} {_dump(shape_of(kind))}"
    for queue, models in sorted(TASKS.items()):
        yield f"{queue} {_dump(shape_of(*models))}"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(path: Path, lines: Iterator[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
