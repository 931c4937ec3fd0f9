"""Resource names of queues and tasks."""

import re
import secrets
from dataclasses import dataclass

_QUEUE = re.compile(
    r"projects/(?P<project>[^/]+)/locations/(?P<region>[^/]+)/queues/(?P<queue>[^/]+)"
)
_TASK_SUFFIX = re.compile(r"(?P<parent>.+)/tasks/(?P<id>[^/]*)")
_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")


class BadNameError(Exception):
    """The name does not have the form of a resource name."""


class UnknownQueueError(Exception):
    """The name is well formed, but the table has no such queue."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names below one project and region that have the given queues."""

    project: str
    region: str
    queues: frozenset[str]

    @property
    def location(self) -> str:
        """The parent of all queues."""
        return f"projects/{self.project}/locations/{self.region}"

    def queue_name(self, queue: str) -> str:
        """The full name of a queue."""
        return f"{self.location}/queues/{queue}"

    def task_name(self, queue: str, task_id: str) -> str:
        """The full name of a task."""
        return f"{self.queue_name(queue)}/tasks/{task_id}"

    def read_queue(self, name: str) -> str:
        """The short name of a queue that the table knows."""
        match = _QUEUE.fullmatch(name)
        if match is None:
            raise BadNameError(
                'Queue name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/'
                'queues/<QUEUE_ID>"'
            )
        known = (match["project"], match["region"]) == (self.project, self.region)
        if not known or match["queue"] not in self.queues:
            raise UnknownQueueError(name)
        return match["queue"]

    def read_task(self, name: str) -> tuple[str, str]:
        """The short names of a task's queue and of the task."""
        match = _TASK_SUFFIX.fullmatch(name)
        if match is None or not _TASK_ID.fullmatch(match["id"]):
            raise BadNameError(
                'Task name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/'
                'queues/<QUEUE_ID>/tasks/<TASK_ID>", the id of letters, digits, "-" and "_"'
            )
        return self.read_queue(match["parent"]), match["id"]


def make_task_id() -> str:
    """A name for a task that came without one, as random as Google's."""
    return str(secrets.randbelow(10**20)).zfill(20)
