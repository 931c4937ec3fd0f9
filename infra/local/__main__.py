"""`make dev`: the whole product on this machine, until Ctrl-C."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from infra.local.backend import NoBackend
from infra.local.children import ChildFailed
from infra.local.data import DataBroken, DataFolder, ResetRefused
from infra.local.ports import Ports, PortTaken
from infra.local.screen import say
from infra.local.seed import EMAIL, PASSWORD, SeedFailed
from infra.local.stack import ROOT, Plan, Stack

_READY = """
  Ready. Open   {origin}/app/
  Sign in with  {email}  password  {password}

  Store: {store}
  Data and logs: {data}

  Try: open the first card, insert the draft, send it, and watch the receipt.
  Add a buyer's question of your own:
    curl -X POST {simulator}/_control/questions -H 'Content-Type: application/json' \\
         -d '{{"text": "Подойдёт ли на рост 180?"}}'

  Ctrl-C stops everything; the data stay until `make dev-reset`.
"""


def main() -> int:
    """Start, wait, stop; 0 after Ctrl-C, 1 when something could not start."""
    arguments = _parse_arguments()
    data = DataFolder(arguments.data.resolve())
    if arguments.reset:
        return _reset(data)
    # Whoever starts this behind a shell's `&` has it ignore interrupts.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    plan = Plan(
        ports=Ports(arguments.port),
        data=data,
        each=arguments.each,
        backend=arguments.store,
        scheduler=arguments.scheduler == "on",
        simulator_options=tuple(arguments.simulator.split()),
    )
    try:
        return _run(plan)
    except (DataBroken, NoBackend, PortTaken, ChildFailed, SeedFailed) as error:
        return _complain(error)


def _reset(data: DataFolder) -> int:
    try:
        data.clear()
    except ResetRefused as error:
        return _complain(error)
    say(f"{data.root} is empty")
    return 0


def _complain(error: Exception) -> int:
    sys.stdout.flush()
    print(f"\n  ✗ {error}", file=sys.stderr)
    return 1


def _run(plan: Plan) -> int:
    lock = plan.data.prepare()
    stack = Stack(plan)
    say("Starting the Unified Inbox on this machine")
    try:
        stack.start()
        say(
            _READY.format(
                origin=stack.addresses.origin,
                simulator=stack.addresses.simulator,
                email=EMAIL,
                password=PASSWORD,
                store=stack.store_note,
                data=plan.data.root,
            )
        )
        stack.watch()
    except KeyboardInterrupt:
        say("\n  Stopping …")
    finally:
        stack.stop()
        lock.close()
    say("  Stopped. The data are kept.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8080, help="first of a row of 20 ports")
    add("--data", type=Path, default=ROOT / ".data")
    add("--each", action="store_true", help="one process per function")
    add("--store", choices=("auto", "firestore", "embedded"), default="auto")
    add("--scheduler", choices=("on", "off"), default="on")
    add("--simulator", default="", help="more options of the WB simulator, in one string")
    add("--reset", action="store_true", help="forget the data and exit")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
