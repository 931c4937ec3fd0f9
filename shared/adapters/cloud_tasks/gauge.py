"""Reads how full Cloud Tasks' queues are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from shared.adapters.cloud_tasks.queue import connect_tasks
from shared.domain.analytics.health import QueueLevel
from shared.domain.errors import Unavailable

if TYPE_CHECKING:
    from google.cloud.tasks_v2 import CloudTasksClient

_ANSWER_WITHIN_S: Final = 5.0
# A queue that holds more is in trouble whatever else lies in it.
_MOST_TASKS: Final = 1000


def _wall_time() -> datetime:
    return datetime.now(UTC)


class CloudTasksGauge:
    """Counts by the first page of a queue's tasks, whose bodies it does not ask for.

    Ages are counted on the real clock and told by the product's, which may run faster by `speed`.
    """

    def __init__(
        self,
        client: "CloudTasksClient",
        project: str,
        region: str,
        *,
        speed: float = 1.0,
        wall_time: Callable[[], datetime] = _wall_time,
    ) -> None:
        self._client = client
        self._location = f"projects/{project}/locations/{region}"
        self._speed = speed
        self._wall_time = wall_time

    def read_level(self, queue: str, now: datetime) -> QueueLevel:
        """Two requests; a task that was tried waits from its first attempt on."""
        from google.api_core import exceptions
        from google.auth.exceptions import TransportError
        from google.cloud import tasks_v2

        name = f"{self._location}/queues/{queue}"
        try:
            found = self._client.get_queue(name=name, timeout=_ANSWER_WITHIN_S)
            pages = self._client.list_tasks(
                request={"parent": name, "page_size": _MOST_TASKS}, timeout=_ANSWER_WITHIN_S
            ).pages
            tasks = list(next(iter(pages)).tasks)
        except (exceptions.GoogleAPICallError, exceptions.RetryError, TransportError) as error:
            raise Unavailable(f"queue {queue} tells nothing") from error
        ages = [age for task in tasks if (age := self._age(task)) > timedelta(0)]
        return QueueLevel(
            depth=len(tasks),
            oldest_at=now - max(ages) * self._speed if ages else None,
            paused=found.state == tasks_v2.Queue.State.PAUSED,
        )

    def _age(self, task: Any) -> timedelta:
        tried = task.first_attempt.dispatch_time if task.first_attempt else None
        since: datetime = tried or task.schedule_time
        return self._wall_time() - since


def open_gauge(
    *, emulator: str | None, project: str, region: str, speed: float = 1.0, **_: object
) -> CloudTasksGauge:
    """Connect; takes the same address as the queues themselves."""
    return CloudTasksGauge(connect_tasks(emulator), project, region, speed=speed)
