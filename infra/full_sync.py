"""`make full-sync SELLER=…`: have a seller's whole history read again, whatever the cursors say.

It hands a task to the queue `jobs`: that of the running local stack, or with PROJECT and
FUNCTION_URL that of a cloud. The task's function makes the job and works it off in slices. Each
command is a job of its own, so that none is lost in one that is over. What is unchanged is not
written again.
"""

import argparse
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from infra.local.environment import PROJECT, Addresses
from infra.local.ports import HOST, Ports
from infra.local.screen import say
from shared.adapters.cloud_tasks.queue import open_queue
from shared.domain.errors import RetryLater
from shared.domain.jobs import JobKind, job_id
from shared.entrypoint.topology import QUEUE_FUNCTIONS, TASKS_ACCOUNT
from shared.ports import TaskQueue
from shared.usecases.run_job import QUEUE

REGION = "europe-west1"


class NoStack(Exception):
    """There is nobody to ask; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Queue the job; 1 when that cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seller", help="the seller's id, as log lines name it")
    parser.add_argument("--data", type=Path, default=Path(".data"), help="the local stack's data")
    parser.add_argument("--project", default="", help="a project whose queue to use")
    chosen = parser.parse_args(arguments)
    if not chosen.seller:
        say("✗ whose history? make full-sync SELLER=…, the id that log lines name")
        return 1
    try:
        queue = open_cloud(chosen.project) if chosen.project else open_local(chosen.data)
        name = start(chosen.seller, queue, datetime.now(UTC))
    except (NoStack, RetryLater) as error:
        say(f"✗ {error}")
        return 1
    say(f"queued: job {name} of seller {chosen.seller}; GET /api/jobs/{name} tells how far it is")
    return 0


def start(seller: str, queue: TaskQueue, now: datetime) -> str:
    """Queue one job; its name is that of the moment."""
    name = job_id(JobKind.FULL_SYNC, f"ops {now.isoformat()}")
    payload = {"seller": seller, "job": name, "kind": JobKind.FULL_SYNC.value}
    queue.enqueue(QUEUE, payload, key=f"job:{seller}:{name}:start")
    return name


def open_local(data: Path) -> TaskQueue:
    """The queues of the stack that runs on these data."""
    mailbox = data / "stack.json"
    if not mailbox.is_file():
        raise NoStack(f"no local stack runs on {data}: run `make dev`, or set DATA or PROJECT")
    origin = json.loads(mailbox.read_text())["origin"]
    ports = Ports(int(origin.rsplit(":", 1)[1]))
    url = Addresses(ports=ports).function_url.format(function=QUEUE_FUNCTIONS[QUEUE])
    return _open(PROJECT, url, f"{HOST}:{ports.tasks}")


def open_cloud(project: str) -> TaskQueue:
    """The queues of a project; FUNCTION_URL says where its functions answer."""
    pattern = os.environ.get("FUNCTION_URL", "")
    if not pattern:
        raise NoStack("set FUNCTION_URL to where the functions answer, as they have it themselves")
    function = QUEUE_FUNCTIONS[QUEUE]
    url = pattern.rstrip("/").format(function=function, service=function.replace("_", "-"))
    return _open(project, url, None)


def _open(project: str, url: str, emulator: str | None) -> TaskQueue:
    return open_queue(
        emulator=emulator,
        project=project,
        region=os.environ.get("REGION", REGION),
        urls={QUEUE: url},
        account=f"{TASKS_ACCOUNT}@{project}.iam.gserviceaccount.com",
    )


if __name__ == "__main__":
    raise SystemExit(main())
