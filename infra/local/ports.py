"""Which ports the stack takes: a row that begins at the one the seller opens."""

import socket
from dataclasses import dataclass

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Another program listens where a part of the stack should."""

    def __init__(self, part: str, port: int, base: int) -> None:
        super().__init__(
            f"port {port} ({part}) is taken by another program; "
            f"stop it, or choose another row of ports: make dev PORT={base + 100}"
        )


@dataclass(frozen=True, slots=True)
class Ports:
    """Fixed offsets, because queued tasks keep the address of their function over a restart."""

    base: int

    @property
    def gateway(self) -> int:
        """The web app and its API."""
        return self.base

    @property
    def functions(self) -> int:
        """All functions, each below its name."""
        return self.base + 5

    def function(self, number: int) -> int:
        """The n-th function, where each has a process of its own."""
        return self.base + 10 + number

    @property
    def tasks(self) -> int:
        """The queues' gRPC."""
        return self.base + 1

    @property
    def tasks_http(self) -> int:
        """The queues' keys and switches."""
        return self.base + 2

    @property
    def simulator(self) -> int:
        """Everything of WB."""
        return self.base + 3

    @property
    def firestore(self) -> int:
        """The Firestore emulator."""
        return self.base + 4

    def require_free(self, parts: dict[str, int]) -> None:
        """Raise PortTaken for the first port that somebody else holds."""
        for part, port in parts.items():
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError as error:
                    raise PortTaken(part, port, self.base) from error
