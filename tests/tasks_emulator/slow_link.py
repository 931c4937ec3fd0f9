"""A way to a server that is slow to open, as a busy machine's is."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator


@contextlib.contextmanager
def slow_link(host: str, delay_s: float) -> Iterator[str]:
    """Lead to `host` ("address:port"); each connection's first bytes wait for `delay_s`."""
    address, port = host.rsplit(":", 1)
    with socket.create_server(("127.0.0.1", 0)) as entrance:
        threading.Thread(
            target=_lead, args=(entrance, (address, int(port)), delay_s), daemon=True
        ).start()
        yield f"127.0.0.1:{entrance.getsockname()[1]}"


def _lead(entrance: socket.socket, to: tuple[str, int], delay_s: float) -> None:
    with contextlib.suppress(OSError):
        while True:
            came, _ = entrance.accept()
            threading.Thread(target=_join, args=(came, to, delay_s), daemon=True).start()


def _join(came: socket.socket, to: tuple[str, int], delay_s: float) -> None:
    time.sleep(delay_s)
    with came, socket.create_connection(to) as there:
        back = threading.Thread(target=_copy, args=(there, came), daemon=True)
        back.start()
        _copy(came, there)
        back.join()


def _copy(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while got := source.recv(65536):
            to.sendall(got)
        to.shutdown(socket.SHUT_WR)
