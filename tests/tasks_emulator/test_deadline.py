"""The shortest deadline that the API takes is 15 s, so these tests go past the API."""

import asyncio
import time
from pathlib import Path

from google.cloud import tasks_v2
from google.protobuf import duration_pb2

from infra.local.tasks.courier import Call, HTTPCourier
from infra.local.tasks.dispatcher import Dispatcher
from infra.local.tasks.engine import Engine
from infra.local.tasks.identity import load_identity
from infra.local.tasks.outcomes import CUT_OFF, UNREACHABLE, Outcome
from infra.local.tasks.pump import Pump
from infra.local.tasks.store import StoredTask, TaskStore
from infra.local.tasks.table import QueueLimits
from tests.tasks_emulator.support import Answer, Target, queue_settings


def test_an_attempt_is_cut_at_its_deadline_and_made_again(tmp_path: Path, target: Target) -> None:
    target.script("/slow", Answer(delay_s=4), Answer())
    limits = QueueLimits.model_validate(queue_settings())
    engine = Engine(TaskStore(":memory:"), {"fast": limits})
    message = tasks_v2.Task.pb()(
        http_request={"url": f"{target.url}/slow"},
        dispatch_deadline=duration_pb2.Duration(nanos=300_000_000),
    )
    now = time.time()
    task = StoredTask(
        queue="fast", id="slow", due=now, created=now, request=message.SerializeToString()
    )
    engine.add(task, now)

    asyncio.run(_deliver_all(engine, tmp_path))

    first, second = target.on("/slow")
    # The first handler was still at work when the second call came.
    assert 0.35 < second.at - first.at < 3.5
    assert second.headers["X-CloudTasks-TaskRetryReason"] == "DEADLINE_EXCEEDED"
    assert second.headers["X-CloudTasks-TaskRetryCount"] == "1"
    assert "X-CloudTasks-TaskPreviousResponse" not in second.headers


def test_a_call_that_gets_no_answer_says_why(target: Target) -> None:
    target.script("/silent", Answer(delay_s=1))

    assert asyncio.run(_carry(f"{target.url}/silent", deadline_s=0.1)) == CUT_OFF
    assert asyncio.run(_carry("http://127.0.0.1:9/", deadline_s=5)) == UNREACHABLE
    assert asyncio.run(_carry("http://[broken/", deadline_s=5)) == UNREACHABLE


def test_retry_after_is_read_in_seconds_and_as_a_date(target: Target) -> None:
    target.script(
        "/busy",
        Answer(code=503, headers={"Retry-After": "7"}),
        Answer(code=503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        Answer(code=503, headers={"Retry-After": "soon"}),
    )

    outcomes = [asyncio.run(_carry(f"{target.url}/busy", deadline_s=5)) for _ in range(3)]

    assert [one.retry_after_s for one in outcomes] == [7.0, 0.0, None]


async def _carry(url: str, deadline_s: float) -> Outcome:
    courier = HTTPCourier()
    call = Call(method="POST", url=url, headers={}, body=b"", deadline_s=deadline_s)
    outcome = await courier.carry(call)
    await courier.close()
    return outcome


async def _deliver_all(engine: Engine, folder: Path) -> None:
    courier = HTTPCourier()
    identity = load_identity(folder / "key.pem")
    dispatcher = Dispatcher(engine, courier, identity, time.time)
    running = asyncio.create_task(Pump(time.time).run(dispatcher))
    for _ in range(250):
        if engine.figures("fast", time.time()).depth == 0:
            break
        await asyncio.sleep(0.02)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await courier.close()
