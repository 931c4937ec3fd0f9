"""Chooses what holds the stack's documents, and stays with what the data were made with."""

from dataclasses import dataclass

from infra.local.data import DataFolder
from infra.local.emulator_search import Found, Missing, find_emulator


class NoBackend(Exception):
    """What was asked for cannot be had on this machine; the message says what can."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A back end and why it is this one; `found` is the emulator to use, if any."""

    backend: str
    note: str
    found: Found | None = None


def choose_backend(wanted: str, data: DataFolder, *, one_process: bool) -> Choice:
    """Firestore's emulator where it can be had, else the embedded store.

    NoBackend when what is wanted cannot be had; DataBroken when it would not find the data of
    earlier starts.
    """
    found = Missing("as asked") if wanted == "embedded" else find_emulator()
    if not isinstance(found, Missing):
        data.keep_backend("firestore", "its emulator is here")
        return Choice("firestore", "Firestore emulator", found)
    if wanted == "firestore":
        raise NoBackend(
            f"Firestore's emulator cannot be used: {found.reason}; "
            "leave out STORE=firestore to start with the embedded store"
        )
    if not one_process:
        raise NoBackend(
            f"there is no Firestore emulator ({found.reason}), and the embedded store lives in one "
            "process: leave out EACH=1"
        )
    data.keep_backend("embedded", found.reason)
    return Choice("embedded", f"embedded store, one SQLite file ({found.reason})")
