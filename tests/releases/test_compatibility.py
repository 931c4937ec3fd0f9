"""While two releases serve, each reads what the other has stored and queued.

A test that fails here names what the release before cannot read, or what it left that today's
cannot. Let readers know a new shape one release before anybody writes it (infra/OPERATIONS.md).
If the version in `pyproject.toml` has never been deployed, `make record-release` records it anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from infra.migrations.steps import STEPS
from shared.adapters.store.belongings import load_kinds
from shared.adapters.store.codec import PlainDoc, decode_document, encode_document
from shared.adapters.store.sqlite_log import load_document
from shared.domain.analytics.ledger import unpack_rows
from shared.domain.interaction import Channel
from shared.domain.sync.known import Memory, Place
from shared.domain.sync.parcels import unpack_parcels, unpack_raw
from shared.domain.sync.state import KnownItems
from shared.entrypoint.job_tasks import OfficeTask
from shared.entrypoint.topology import QUEUE_FUNCTIONS
from tests.releases.shapes import KIND_NAMES, RAW, TASKS, as_json, made_bodies, made_documents

FOLDER = Path(__file__).parent
# The release that serves while the next one comes.
RELEASE = max(
    (one for one in FOLDER.iterdir() if one.name[0].isdigit()),
    key=lambda one: [int(part) for part in one.name.split(".")],
)
READERS: dict[str, TypeAdapter[Any]] = {
    queue: TypeAdapter(OfficeTask if queue == "jobs" else models[0])
    for queue, models in TASKS.items()
}


def lines(name: str) -> Iterator[tuple[str, str]]:
    for line in (RELEASE / name).read_text(encoding="utf-8").splitlines():
        kind, _, body = line.partition(" ")
        yield kind, body


SHAPES = {name: json.loads(shape) for name, shape in lines("shapes.jsonl")}
DOCUMENTS = [(name, load_document(line)) for name, line in lines("documents.jsonl")]


def test_every_kind_and_every_queue_was_recorded() -> None:
    kinds, queues = {name for name, _ in DOCUMENTS}, {name for name, _ in lines("tasks.jsonl")}

    assert kinds <= KIND_NAMES.keys()
    assert queues <= TASKS.keys() == QUEUE_FUNCTIONS.keys()
    assert kinds | queues == SHAPES.keys()


def test_what_the_release_before_has_stored_is_read() -> None:
    for name, document in DOCUMENTS:
        kind = KIND_NAMES[name]
        for stored in (document, migrated(kind, document)):
            again = encode_document(decode_document(kind, stored))
            assert is_part(stored, again)


def is_part(stored: object, again: object) -> bool:
    """Whether all that was stored and still has a place is there; more may be there by now."""
    if isinstance(stored, dict) and isinstance(again, dict):
        return all(is_part(stored[name], again[name]) for name in stored.keys() & again.keys())
    if isinstance(stored, list) and isinstance(again, list):
        return len(stored) == len(again) and all(map(is_part, stored, again))
    return stored == again


def migrated(kind: type, document: PlainDoc) -> PlainDoc:
    for step in STEPS:
        document = step.change(document) if step.kind is kind else document
    return document


def test_what_it_has_packed_is_unpacked() -> None:
    packed: dict[str, bytes] = {
        name: document["body"] for name, document in DOCUMENTS if "body" in document
    }

    assert len(unpack_rows(packed["DayLedger"])) == 12
    assert [parcel.raw for parcel in unpack_parcels(packed["Page"])] == [RAW]
    assert unpack_raw(packed["Quarantine"]) == RAW
    known = KnownItems(channel=Channel.REVIEW, body=packed["KnownItems"])
    assert len(Memory.unpack(Channel.REVIEW, known).entries) == len(Place)


def test_what_it_has_queued_is_read() -> None:
    for queue, body in lines("tasks.jsonl"):
        read = READERS[queue].validate_json(body)
        assert READERS[queue].dump_python(read, mode="json").items() >= json.loads(body).items()


@pytest.mark.parametrize("name", [name for name in sorted(KIND_NAMES) if name in SHAPES])
def test_what_today_stores_is_read_by_the_release_before(name: str) -> None:
    check = jsonschema.Draft202012Validator(SHAPES[name])
    for document in made_documents(KIND_NAMES[name]):
        wrong = [
            f"{one.json_path}: {one.validator}" for one in check.iter_errors(as_json(document))
        ]
        assert not wrong, f"{RELEASE.name} cannot read {name}; never deployed? make record-release"


@pytest.mark.parametrize("queue", [queue for queue in sorted(TASKS) if queue in SHAPES])
def test_what_today_queues_is_read_by_the_release_before(queue: str) -> None:
    check = jsonschema.Draft202012Validator(SHAPES[queue])
    assert all(check.is_valid(body) for body in made_bodies(queue))


def test_a_field_of_a_later_release_is_left_to_it() -> None:
    for kind in load_kinds():
        for document in made_documents(kind)[:2]:
            later = {**document, "later": {"deep": [1]}}
            assert decode_document(kind, later) == decode_document(kind, document)
    for queue, reader in READERS.items():
        for body in made_bodies(queue):
            assert reader.validate_python({**body, "later": 1}) == reader.validate_python(body)
