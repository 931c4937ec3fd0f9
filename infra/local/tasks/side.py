"""The HTTP side port: keys, figures and switches for people and for tests."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from infra.local.tasks.dispatcher import Dispatcher
from infra.local.tasks.engine import Engine
from infra.local.tasks.identity import Identity
from infra.local.tasks.pump import Pump
from infra.local.tasks.schedules import Job, Ticker
from infra.local.tasks.store import TaskStore

_MOST_TASKS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePort:
    """What can be seen and switched; never a task's body or a token."""

    engine: Engine
    store: TaskStore
    identity: Identity
    dispatcher: Dispatcher
    pump: Pump
    ticker: Ticker
    ticker_pump: Pump
    clock: Callable[[], float]

    async def certs(self, _request: Request) -> JSONResponse:
        """The keys that tokens are checked with."""
        return JSONResponse(self.identity.key_set())

    async def health(self, _request: Request) -> JSONResponse:
        """Answering at all is what counts."""
        return JSONResponse({"status": "ok"})

    async def list_queues(self, _request: Request) -> JSONResponse:
        """Figures of every queue since this process started."""
        now = self.clock()
        return JSONResponse(
            {name: asdict(self.engine.figures(name, now)) for name in self.engine.lanes}
        )

    async def switch_queue(self, request: Request) -> JSONResponse:
        """Pause or resume one queue."""
        name = _known(request, self.engine.lanes)
        self._switch(name, request.path_params["action"])
        return JSONResponse({"queue": name, "paused": self.engine.lanes[name].paused})

    async def switch_all(self, request: Request) -> JSONResponse:
        """Pause or resume every queue."""
        for name in self.engine.lanes:
            self._switch(name, request.path_params["action"])
        paused = {name: lane.paused for name, lane in self.engine.lanes.items()}
        return JSONResponse({"paused": paused})

    async def list_tasks(self, request: Request) -> JSONResponse:
        """The first thousand tasks of a queue, without their bodies."""
        queue = request.query_params.get("queue", "")
        if queue not in self.engine.lanes:
            raise HTTPException(404, f"no queue {queue!r}")
        tasks = self.store.page(queue, "", _MOST_TASKS)
        return JSONResponse(
            [
                {
                    "id": task.id,
                    "attempts": task.attempts,
                    "schedule": task.due,
                    "running": task.leased,
                    "last_outcome": task.last_reason,
                }
                for task in tasks
            ]
        )

    async def list_schedules(self, _request: Request) -> JSONResponse:
        """Each job's last and next tick."""
        now = self.clock()
        jobs = self.ticker.schedules.jobs
        return JSONResponse({name: _show_job(job, now) for name, job in jobs.items()})

    async def switch_schedule(self, request: Request) -> JSONResponse:
        """Run a job now, pause it or resume it."""
        schedules = self.ticker.schedules
        name = _known(request, schedules.jobs)
        match request.path_params["action"]:
            case "run":
                tick = schedules.take_forced(name, self.clock())
                if tick is None:
                    raise HTTPException(409, "the job is running")
                self.ticker_pump.start(self.ticker, tick)
            case "pause":
                schedules.pause(name)
            case "resume":
                schedules.resume(name, self.clock())
                self.ticker_pump.wake()
            case action:
                raise HTTPException(404, f"no action {action!r}")
        return JSONResponse({"job": name, **_show_job(schedules.jobs[name], self.clock())})

    async def set_duplicate(self, request: Request) -> JSONResponse:
        """Deliver every task that succeeds a second time, or stop doing so."""
        body = await request.json()
        if not isinstance(body, dict) or not isinstance(body.get("on"), bool):
            raise HTTPException(400, 'expected {"on": true} or {"on": false}')
        self.dispatcher.duplicating = body["on"]
        return JSONResponse({"on": body["on"], "duplicated": self.dispatcher.duplicated})

    def _switch(self, queue: str, action: str) -> None:
        match action:
            case "pause":
                self.engine.pause(queue)
            case "resume":
                self.engine.resume(queue)
                self.pump.wake()
            case _:
                raise HTTPException(404, f"no action {action!r}")


def make_app(port: SidePort) -> Starlette:
    """Map the paths to the side port."""
    return Starlette(
        routes=[
            Route("/certs", port.certs),
            Route("/health", port.health),
            Route("/queues", port.list_queues),
            Route("/queues/{name}/{action}", port.switch_queue, methods=["POST"]),
            Route("/{action}-all", port.switch_all, methods=["POST"]),
            Route("/tasks", port.list_tasks),
            Route("/schedules", port.list_schedules),
            Route("/schedules/{name}/{action}", port.switch_schedule, methods=["POST"]),
            Route("/duplicate", port.set_duplicate, methods=["POST"]),
        ]
    )


class SideServer(uvicorn.Server):
    """A server that leaves the signals to the process that it is a part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install nothing."""
        yield


def make_server(port: SidePort) -> SideServer:
    """A quiet server for the side port."""
    config = uvicorn.Config(make_app(port), log_config=None, access_log=False, lifespan="off")
    return SideServer(config)


def _known(request: Request, names: Any) -> str:
    name = str(request.path_params["name"])
    if name not in names:
        raise HTTPException(404, f"nothing is called {name!r}")
    return name


def _show_job(job: Job, now: float) -> dict[str, object]:
    return {
        "function": job.schedule.function,
        "cron": job.schedule.cron,
        "paused": job.paused,
        "running": job.running,
        "last_tick": job.last_tick,
        "last_status": job.last_status,
        "last_late_s": job.last_late_s,
        "next_tick": job.next_due,
        "late": not job.paused and job.next_due < now - 1.0,
    }
