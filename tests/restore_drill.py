"""An older copy of the store takes the place of a newer one, and nothing is sent again.

The real handlers run under one clock before a WB in memory; the store is a file, or Firestore's
emulator with its export and import.
"""

import os
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from infra.figures import Bar, report_figures
from infra.local.firestore import FirestoreEmulator, Missing, find_emulator
from infra.local.screen import say
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.wb_cabinet import Effect
from shared.adapters.store.counting import CountingStores
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.firestore import connect_firestore
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import FINAL, ReplyState
from shared.domain.replies.switch import Switch
from shared.ports import Query, Stores
from tests.builders import SELLER
from tests.reply_bench import Bench
from tests.stores import DECLARED, embedded_stores

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LOST = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
BUSY = Outcome(verdict=Verdict.RATE_LIMITED, retry_after=90.0)
PROJECT = "restore-drill"
BARS: dict[str, Bar] = {
    "stores": (">=", 1),
    "brought_back": (">=", 15),
    "found": (">=", 10),
    "sent_while_paused": ("==", 0),
    "resent": ("==", 0),
    "sent_though_taken_back": ("==", 0),
    "not_terminal": ("==", 0),
    "seconds": ("<=", 120),
}


class Vessel(Protocol):
    """A store that can be copied, lost, and brought back as it was at its copy."""

    def open(self) -> Stores: ...

    def copy(self) -> Stores: ...

    def restore(self) -> Stores: ...

    def close(self) -> None: ...


class FileVessel:
    """The embedded store in one file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "store.sqlite"
        self._copy = folder / "copy.sqlite"
        self._stores: EmbeddedStores | None = None

    def open(self) -> Stores:
        self._stores = embedded_stores(self._path)
        return self._stores

    def copy(self) -> Stores:
        # An open store holds its file alone, so it is let go of for the copy.
        self.close()
        shutil.copyfile(self._path, self._copy)
        return self.open()

    def restore(self) -> Stores:
        self.close()
        for part in self._path.parent.glob(f"{self._path.name}*"):
            part.unlink()
        shutil.copyfile(self._copy, self._path)
        return self.open()

    def close(self) -> None:
        if self._stores is not None:
            self._stores.close()


class EmulatorVessel:
    """Firestore's emulator, by its own export and import."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._copy = folder / "copy"
        self._emulator: FirestoreEmulator | None = None

    def open(self) -> Stores:
        found = find_emulator()
        assert not isinstance(found, Missing)
        self._emulator = FirestoreEmulator(found, PROJECT, export_every=HOUR.seconds)
        os.environ["FIRESTORE_EMULATOR_HOST"] = self._emulator.start(_free_port(), self._data)
        return connect_firestore(PROJECT, indexes=DECLARED)

    def copy(self) -> Stores:
        assert self._emulator is not None
        self._emulator.export()
        shutil.copytree(max(self._data.glob("export-*")), self._copy)
        return connect_firestore(PROJECT, indexes=DECLARED)

    def restore(self) -> Stores:
        self.close()
        shutil.rmtree(self._data)
        self._data.mkdir()
        shutil.copytree(self._copy, self._data / "export-00000001")
        return self.open()

    def close(self) -> None:
        if self._emulator is not None:
            self._emulator.stop()
            os.environ.pop("FIRESTORE_EMULATOR_HOST", None)


@dataclass(slots=True)
class Drill:
    """One seller whose replies stand in every state when the copy is made."""

    vessel: Vessel
    bench: Bench = field(init=False)
    taken_back: set[str] = field(default_factory=set)
    number: int = 0

    def __post_init__(self) -> None:
        self.bench = Bench(self.vessel.open())

    def run(self) -> Counter[str]:
        """Copy, go on, lose everything since, restore, reconcile, resume; count what happened."""
        waiting = self._fill()
        self._move_to(self.vessel.copy())
        self._go_on(waiting)
        landed = self._landed()
        known = self._restore()
        tally = Counter(brought_back=len(known), stores=1)
        self.bench.run_for(QUIET_PERIOD + 30 * MINUTE)
        tally["sent_while_paused"] = (self._landed() - landed).total()
        self._resume()
        ended = self._replies()
        tally["not_terminal"] = sum(1 for one in ended if one.state not in FINAL)
        tally["left_to_people"] = sum(1 for one in ended if one.state is ReplyState.ATTENTION)
        tally["found"] = sum(
            1 for one in ended if one.id in known and one.state is ReplyState.CONFIRMED
        )
        new = self._landed() - landed
        tally["resent"] = sum(count - 1 for count in self._landed().values() if count > 1)
        tally["sent_though_taken_back"] = sum(1 for text in new if text in self.taken_back)
        self.vessel.close()
        return tally

    def hold(self) -> Switch:
        """What the operator sets before anything runs on the copy."""
        return Switch(paused=True, restored_at=self.bench.clock.now())

    # --- the stages

    def _fill(self) -> list[Reply]:
        """Replies that have ended, are in doubt, are hindered, are planned, or have just begun."""
        for channel in Channel:
            self._reply(channel)
            self.bench.run_for(20 * SECOND)
        for outcome, effect in ((LOST, Effect.AT_ONCE), (LOST, Effect.LATER), (BUSY, Effect.NONE)):
            for channel in Channel:
                self.bench.cabinet.fail_write(outcome, effect)
                self._reply(channel)
                self.bench.run_for(11 * SECOND)
        moment = self.bench.clock.now() + 4 * HOUR
        waiting = [self._reply(channel, send_at=moment) for channel in Channel for _ in range(2)]
        waiting += [self._reply(channel) for channel in Channel for _ in range(2)]
        edited = self._answered_item()
        self.bench.edit(edited, "Спасибо за отзыв! Исправили опечатку в ответе.")
        return waiting

    def _go_on(self, waiting: list[Reply]) -> None:
        """What the copy does not know: sendings, a change of mind, new replies."""
        for reply in waiting[::2]:
            self.bench.cancel(reply)
            self.taken_back.add(reply.text)
        self.bench.run_for(2 * MINUTE)
        self.bench.cabinet.land_late_writes()
        for channel in (Channel.REVIEW, Channel.QUESTION):
            self._reply(channel)
        self.bench.run_for(30 * MINUTE)

    def _restore(self) -> set[str]:
        """The task queues are lost too; sending is paused before anything runs again."""
        bench = self.bench
        bench.switch = self.hold()
        self._move_to(self.vessel.restore())
        bench.queue = MemoryTaskQueue(bench.clock)
        return {one.id for one in self._replies() if one.state not in FINAL}

    def _resume(self) -> None:
        """Sellers answer again what looks unanswered; then sending begins, and days pass."""
        for (channel, name), _ in list(self.bench.cabinet.items.items()):
            self.bench.ingest(channel, name)
        self.bench.switch = replace(self.bench.switch, paused=False)
        for channel in Channel:
            self._reply(channel)
        self.bench.run_for(5 * HOUR)

    def _move_to(self, stores: Stores) -> None:
        self.bench.plain = stores
        self.bench.counting = CountingStores(stores)
        self.bench.stores = self.bench.counting

    # --- what people do, and what is true

    def _reply(self, channel: Channel, **facts: object) -> Reply:
        self.number += 1
        item = self.bench.add_item(channel)
        text = f"Спасибо за обращение, ответ номер {self.number} уже готов!"
        return self.bench.approve(item, text, client_request_id=f"r-{self.number}", **facts)

    def _answered_item(self) -> InteractionId:
        item = self.bench.add_item(Channel.REVIEW)
        name = self.bench.item(item).source.external_id
        self.bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Спасибо за отзыф!")
        self.bench.clock.advance(SECOND)
        self.bench.ingest(Channel.REVIEW, name)
        return item

    def _landed(self) -> Counter[str]:
        return Counter(landing.text for landing in self.bench.cabinet.landings)

    def _replies(self) -> list[Reply]:
        found = self.bench.plain.of_seller(SELLER).find(Query(kind=Reply))
        return [stored.value for stored in found]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_drill(kind: type[FileVessel | EmulatorVessel]) -> Counter[str]:
    """One drill in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="restore-drill-") as folder:
        return Drill(kind(Path(folder))).run()


def main() -> int:
    """Both stores; a machine without the emulator says so and drills the file alone."""
    started = time.monotonic()
    say("Drilling with the store in a file …")
    tally = run_drill(FileVessel)
    found = find_emulator()
    if isinstance(found, Missing):
        say(f"Not drilled with Firestore: {found.reason}")
    else:
        say("Drilling with Firestore's emulator, export and import …")
        tally += run_drill(EmulatorVessel)
    figures = {name: float(tally[name]) for name in (*tally, *BARS) if name != "seconds"}
    figures["seconds"] = round(time.monotonic() - started, 1)
    return 0 if report_figures("restore-drill", figures, BARS) else 1


if __name__ == "__main__":
    sys.exit(main())
