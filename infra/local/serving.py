"""Gunicorn as functions-framework configures it: many threads, on this machine only."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from infra.local.lifeline import end_with_parent

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class LocalServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves one application until a signal comes or the parent goes."""

    def __init__(
        self,
        make: "Callable[[], WSGIApplication]",
        port: int,
        threads: int = 16,
        workers: int = 1,
    ) -> None:
        self._make = make
        self._master = os.getpid()
        self._options: dict[str, Any] = {
            "bind": f"127.0.0.1:{port}",
            "threads": threads,
            "workers": workers,
            "timeout": 0,
            # As a load balancer would: a connection closed between two clicks loses the second.
            "keepalive": 75,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take over the options that this version of gunicorn knows."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Build the application inside the worker, where its clients will live."""
        end_with_parent(self._master)
        return self._make()


def serve_locally(make: "Callable[[], WSGIApplication]", port: int) -> None:
    """Serve what `make` builds."""
    end_with_parent()
    LocalServer(make, port).run()
