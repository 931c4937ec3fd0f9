"""Functions under the real functions-framework: all in one process, or one alone."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import functions_framework
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from infra.local.serving import serve_locally

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROOT = Path(__file__).parents[2]


def function_names() -> list[str]:
    """Names from the function table, in its order."""
    table = json.loads((ROOT / "infra" / "functions.json").read_text())
    return list(table["functions"])


def load_function(name: str) -> "WSGIApplication":
    """The WSGI application of one function, as its own process would serve it."""
    source = ROOT / "functions" / name / "main.py"
    app: WSGIApplication = functions_framework.create_app(name, str(source))  # type: ignore[no-untyped-call]
    return app


def load_all() -> "WSGIApplication":
    """Every function below its name."""
    return DispatcherMiddleware(
        NotFound(), {f"/{name}": load_function(name) for name in function_names()}
    )


def main() -> None:
    """Serve the named function at the root, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.functions_server")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("name", nargs="?")
    arguments = parser.parse_args()
    name = arguments.name
    serve_locally((lambda: load_function(name)) if name else load_all, arguments.port)


if __name__ == "__main__":
    main()
