"""Command line of the local task queues and scheduler."""

import argparse
import asyncio
import sys
from pathlib import Path

from infra.local.lifeline import end_with_parent, end_with_stdin
from infra.local.tasks.logs import start_logging
from infra.local.tasks.server import Options, PortTakenError, serve
from infra.local.tasks.store import StoreBusyError
from infra.local.tasks.table import read_table


def main() -> int:
    """Run until a signal, or until the parent or standard input ends if that was asked for."""
    arguments = _make_parser().parse_args()
    start_logging()
    if arguments.end_with_parent:
        end_with_parent()
    if arguments.watch_stdin:
        end_with_stdin()
    options = Options(
        grpc_port=arguments.port,
        http_port=arguments.http_port,
        database=arguments.database,
        key=arguments.key,
        project=arguments.project,
        schedule_target=arguments.schedule_target,
        scheduler_on=arguments.scheduler == "on",
        tick_at_start=arguments.tick_at_start,
    )
    try:
        asyncio.run(serve(read_table(arguments.table), options))
    except PortTakenError as error:
        return _complain(str(error))
    except StoreBusyError as error:
        return _complain(f"{error} is open in another process")
    return 0


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.tasks", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, required=True, help="gRPC port; 0 takes a free one")
    add("--http-port", type=int, required=True, help="port for keys, figures and switches")
    add("--database", type=Path, required=True, help="SQLite file, made when missing")
    add("--table", type=Path, required=True, help="the function table")
    add("--key", type=Path, required=True, help="private key file, made when missing")
    add("--project", default="inbox-local")
    add("--schedule-target", default="http://127.0.0.1:8081/{function}")
    add("--scheduler", choices=("on", "off"), default="on")
    add("--tick-at-start", action="store_true", help="run every job once at start")
    add("--watch-stdin", action="store_true", help="end when standard input closes")
    add("--end-with-parent", action="store_true", help="end when the parent process does")
    return parser


if __name__ == "__main__":
    sys.exit(main())
