"""The load balancer's part on one machine: the built web app, and paths routed to functions."""

import argparse
import gzip
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.http_proxy import ProxyMiddleware
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from infra.local.letters import LetterPage
from infra.local.serving import serve_locally
from infra.site_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

APP = "/app/"
# Longer than any dispatch deadline in the function table: the queue's limit has to come first.
_FUNCTION_TIMEOUT_S = 130
# What hosting sends packed.
_PACKED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".xml")


class StaticSite:
    """Files of the built web app; every address below the app that is no file is the app."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request with a file, the app, or 404."""
        request = Request(environ)
        response = self._find(request) if request.method in ("GET", "HEAD") else NotFound()
        if isinstance(response, Response):
            response.headers.update(SECURITY_HEADERS)
        return response(environ, start_response)

    def _find(self, request: Request) -> "Response | NotFound":
        path = request.path
        found = self._file(path) or self._file(f"{path.rstrip('/')}/index.html")
        if found is None and path.startswith(APP) and "." not in path.rsplit("/", 1)[-1]:
            found = self._file(f"{APP}index.html")
        if found is None:
            return NotFound()
        response = send_file(found, request.environ, conditional=True)
        forever = "/assets/" in path
        response.cache_control.clear()
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if forever else "no-cache"
        )
        return _pack(request, response, found)

    def _file(self, path: str) -> Path | None:
        joined = safe_join(str(self._root), path.lstrip("/"))
        return Path(joined) if joined and Path(joined).is_file() else None


def _pack(request: Request, response: Response, found: Path) -> Response:
    """Pack words, as hosting does for browsers that can unpack them."""
    if found.suffix not in _PACKED:
        return response
    response.vary.add("Accept-Encoding")
    whole = response.status_code == HTTPStatus.OK and request.method == "GET"
    if whole and request.accept_encodings["gzip"]:
        # The opened file is let go: the packed words stand for it.
        response.close()
        response.direct_passthrough = False
        response.set_data(_gzip(found, found.stat().st_mtime_ns))
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=128)
def _gzip(found: Path, _written_ns: int) -> bytes:
    return gzip.compress(found.read_bytes(), mtime=0)


def make_gateway(
    site: Path | None, routes: dict[str, str], letters: Path | None = None
) -> "WSGIApplication":
    """One origin for all, so that the session cookie works as in the cloud.

    A route's prefix is replaced by its target's path.
    """
    targets = {
        prefix: {"target": target, "remove_prefix": True, "host": None}
        for prefix, target in routes.items()
    }
    rest: WSGIApplication = StaticSite(site) if site else NotFound()
    if letters is not None:
        rest = DispatcherMiddleware(rest, {"/letters": LetterPage(letters)})
    return ProxyMiddleware(rest, targets, timeout=_FUNCTION_TIMEOUT_S)


def main() -> None:
    """Serve until a signal comes or the parent goes."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.gateway")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--site", type=Path, help="folder of static files")
    parser.add_argument("--letters", type=Path, help="folder of letters to show")
    parser.add_argument("--route", action="append", default=[], help="PREFIX=TARGET, repeatable")
    arguments = parser.parse_args()
    routes = dict(route.split("=", 1) for route in arguments.route)
    serve_locally(lambda: make_gateway(arguments.site, routes, arguments.letters), arguments.port)


if __name__ == "__main__":
    main()
