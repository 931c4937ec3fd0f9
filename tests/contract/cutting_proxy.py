"""A TCP relay that can swallow the answers of one server and then hang up."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class CuttingProxy:
    """Relays connections; after `cut()` requests still arrive, but their answers do not."""

    def __init__(self, target: str) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._cutting = threading.Event()
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for connection in (self._listener, *self._open):
            _close(connection)

    def cut(self) -> None:
        """Swallow the next answer and end its connection."""
        self._cutting.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._open += [client, server]
                for source, sink, cuts in ((client, server, False), (server, client, True)):
                    relay = threading.Thread(
                        target=self._relay, args=(source, sink), kwargs={"cuts": cuts}
                    )
                    relay.daemon = True
                    relay.start()

    def _relay(self, source: socket.socket, sink: socket.socket, *, cuts: bool) -> None:
        with contextlib.suppress(OSError):
            while received := source.recv(65536):
                if cuts and self._cutting.is_set():
                    # The first bytes back may only confirm that the request has arrived.
                    threading.Event().wait(0.5)
                    self._cutting.clear()
                    break
                sink.sendall(received)
        _close(source)
        _close(sink)


def _close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
