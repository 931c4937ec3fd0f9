"""A TCP relay that loses answers after the server has handled the requests."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_HEAD_BYTES = 400
# A server's first bytes may only confirm that a request has arrived.
_HANDLED_WITHIN_S = 0.5


@dataclass
class Cut:
    """One answer to lose: of a request whose head fits, or the next one on certain connections."""

    pattern: str = ""
    ports: frozenset[int] = frozenset()
    done: threading.Event = field(default_factory=threading.Event)
    request: str = ""
    answer: str = ""

    def fits(self, head: bytes, client: int) -> bool:
        """Whether this request is the one."""
        if self.ports:
            return client in self.ports
        return re.match(self.pattern, head.decode("latin-1")) is not None


class Relay:
    """Passes everything on, and each armed cut once."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._cuts: list[Cut] = []
        self._links: set[asyncio.Task[None]] = set()
        self.lost: list[Cut] = []
        self.port = 0

    def start(self) -> None:
        """Listen at a free port, on a thread of its own."""
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready.set,), daemon=True).start()
        ready.wait()

    def lose(self, cut: Cut) -> Cut:
        """Lose the next answer that fits."""
        self._loop.call_soon_threadsafe(self._cuts.append, cut)
        return cut

    def forget(self, cut: Cut) -> None:
        """Nobody waits for it any more."""
        self._loop.call_soon_threadsafe(self._drop, cut)

    def _drop(self, cut: Cut) -> None:
        if cut in self._cuts:
            self._cuts.remove(cut)

    def _run(self, ready: Callable[[], None]) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        )
        self.port = server.sockets[0].getsockname()[1]
        ready()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.close()
            return
        link = _Link(self, writer.get_extra_info("peername")[1])
        pumps = [
            asyncio.ensure_future(link.pass_requests(reader, back)),
            asyncio.ensure_future(link.pass_answers(there, writer)),
        ]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for one in (back, writer):
            # Whoever is cut off should see it at once, not a polite end.
            one.transport.abort()
        await asyncio.wait(pumps)

    def take_cut(self, head: bytes, client: int) -> Cut | None:
        """Arm a connection with the first cut that fits its request."""
        for cut in self._cuts:
            if cut.fits(head, client):
                self._cuts.remove(cut)
                cut.request = head.split(b"\r\n", 1)[0].decode("latin-1")
                return cut
        return None


class _Link:
    """One connection through the relay."""

    def __init__(self, relay: Relay, client: int) -> None:
        self._relay = relay
        self._client = client
        self._cut: Cut | None = None

    async def pass_requests(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Requests always arrive."""
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if self._cut is None:
                    self._cut = self._relay.take_cut(data[:_HEAD_BYTES], self._client)
                writer.write(data)
                await writer.drain()

    async def pass_answers(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answers arrive unless this connection is to lose one."""
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if self._cut is not None:
                    await self._lose(self._cut, data)
                    return
                writer.write(data)
                await writer.drain()

    async def _lose(self, cut: Cut, data: bytes) -> None:
        if cut.ports:
            await asyncio.sleep(_HANDLED_WITHIN_S)
        else:
            cut.answer = data.split(b"\r\n", 1)[0].decode("latin-1")
        self._relay.lost.append(cut)
        cut.done.set()


def client_ports(pid: int) -> frozenset[int]:
    """Local ports of a process's TCP connections; never empty, because no client has port 0."""
    sockets = set()
    with contextlib.suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                sockets.add(str(entry.readlink()).removeprefix("socket:[").removesuffix("]"))
    tables = (Path(f"/proc/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6"))
    rows = (line.split() for table in tables for line in table)
    return frozenset(int(row[1].rpartition(":")[2], 16) for row in rows if row[9] in sockets) | {0}
