import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import jwt
import pytest

from tests.tasks_emulator.support import (
    ACCOUNT,
    LOCATION,
    PROJECT,
    Answer,
    Emulator,
    Target,
    wait_until,
)

pytestmark = pytest.mark.stack


def test_a_task_arrives_with_its_body_and_the_headers_of_cloud_tasks(
    emulator: Emulator, target: Target
) -> None:
    before = time.time()
    emulator.create(
        "fast",
        f"{target.url}/plain",
        "plain",
        http_request={
            "body": b'{"page":"1"}',
            "headers": {
                "Content-Type": "application/json",
                "X-CloudTasks-QueueName": "forged",
                "User-Agent": "forged",
            },
        },
    )

    (got,) = target.wait_for("/plain", 1)

    assert (got.method, got.body) == ("POST", b'{"page":"1"}')
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["User-Agent"] == "Google-Cloud-Tasks"
    assert got.headers["X-CloudTasks-QueueName"] == "fast"
    assert got.headers["X-CloudTasks-TaskName"] == "plain"
    assert got.headers["X-CloudTasks-TaskRetryCount"] == "0"
    assert got.headers["X-CloudTasks-TaskExecutionCount"] == "0"
    assert before - 1 < float(got.headers["X-CloudTasks-TaskETA"]) <= got.at
    assert "X-CloudTasks-TaskPreviousResponse" not in got.headers
    assert "Authorization" not in got.headers


def test_other_methods_are_used_as_asked(emulator: Emulator, target: Target) -> None:
    emulator.create("fast", f"{target.url}/get", http_request={"http_method": "GET"})

    assert target.wait_for("/get", 1)[0].method == "GET"


def test_a_failing_task_is_retried_with_growing_pauses_and_then_dropped(
    emulator: Emulator, target: Target
) -> None:
    target.script("/failing", Answer(code=500))
    emulator.create("retry", f"{target.url}/failing", "failing")

    calls = target.wait_for("/failing", 4)
    wait_until(lambda: emulator.look("/queues")["retry"]["exhausted"] == 1)

    pauses = [later.at - earlier.at for earlier, later in pairwise(calls)]
    for pause, expected in zip(pauses, [0.2, 0.4, 0.4], strict=True):
        assert expected - 0.05 < pause < expected + 1
    headers = [call.headers for call in calls]
    assert [one["X-CloudTasks-TaskRetryCount"] for one in headers] == ["0", "1", "2", "3"]
    assert [one["X-CloudTasks-TaskExecutionCount"] for one in headers] == ["0"] * 4
    assert headers[1]["X-CloudTasks-TaskPreviousResponse"] == "500"
    assert headers[1]["X-CloudTasks-TaskRetryReason"] == "HTTP status code 500"
    assert emulator.look("/tasks?queue=retry") == []


def test_a_redirect_is_a_failure_and_is_not_followed(emulator: Emulator, target: Target) -> None:
    target.script(
        "/moved", Answer(code=307, headers={"Location": f"{target.url}/thief"}), Answer(code=204)
    )
    emulator.create("fast", f"{target.url}/moved")

    calls = target.wait_for("/moved", 2)

    assert calls[1].headers["X-CloudTasks-TaskPreviousResponse"] == "307"
    assert calls[1].headers["X-CloudTasks-TaskExecutionCount"] == "1"
    assert target.on("/thief") == []


def test_a_handler_that_is_down_gets_its_task_later(emulator: Emulator) -> None:
    emulator.create("fast", "http://127.0.0.1:9/nobody", "nobody")

    wait_until(
        lambda: any(
            task["attempts"] >= 1 and task["last_outcome"] == "UNAVAILABLE"
            for task in emulator.look("/tasks?queue=fast")
        )
    )
    emulator.client.delete_task(name=f"{LOCATION}/queues/fast/tasks/nobody")


def test_a_scheduled_task_waits_for_its_moment(emulator: Emulator, target: Target) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=0.8)
    emulator.create("fast", f"{target.url}/scheduled", schedule_time=moment)

    (got,) = target.wait_for("/scheduled", 1)

    assert 0 <= got.at - moment.timestamp() < 2
    assert float(got.headers["X-CloudTasks-TaskETA"]) == pytest.approx(moment.timestamp(), abs=1e-3)


def test_a_queue_keeps_its_rate(emulator: Emulator, target: Target) -> None:
    for _ in range(11):
        emulator.create("steady", f"{target.url}/steady")

    calls = target.wait_for("/steady", 11)

    # Five leave at once, six more take six fifths of a second.
    assert 1.1 < calls[-1].at - calls[0].at < 4


def test_a_queue_keeps_its_concurrency(emulator: Emulator, target: Target) -> None:
    target.script("/narrow", Answer(delay_s=0.15))
    for _ in range(6):
        emulator.create("narrow", f"{target.url}/narrow")

    target.wait_for("/narrow", 6)

    assert target.most_at_once["/narrow"] == 2


def test_an_overloaded_handler_slows_its_queue(emulator: Emulator, target: Target) -> None:
    target.script("/overloaded", Answer(code=429), Answer())
    emulator.create("throttled", f"{target.url}/overloaded")
    target.wait_for("/overloaded", 2)

    figures = emulator.look("/queues")["throttled"]

    assert figures["effective_rate"] < figures["rate"] == 100


def test_a_paused_queue_delivers_after_it_is_resumed(emulator: Emulator, target: Target) -> None:
    emulator.client.pause_queue(name=f"{LOCATION}/queues/paused")
    emulator.create("paused", f"{target.url}/paused")
    wait_until(lambda: emulator.look("/queues")["paused"]["paused"])
    time.sleep(0.2)

    assert target.on("/paused") == []
    emulator.client.resume_queue(name=f"{LOCATION}/queues/paused")
    target.wait_for("/paused", 1)


def test_the_side_port_pauses_too(emulator: Emulator, target: Target) -> None:
    assert emulator.switch("/queues/paused/pause") == {"queue": "paused", "paused": True}
    emulator.create("paused", f"{target.url}/side")
    assert all(emulator.switch("/pause-all")["paused"].values())

    emulator.switch("/resume-all")

    target.wait_for("/side", 1)
    assert httpx.post(f"{emulator.side}/queues/nowhere/pause").status_code == 404
    assert httpx.post(f"{emulator.side}/queues/paused/explode").status_code == 404


def test_a_task_can_be_run_ahead_of_its_schedule(emulator: Emulator, target: Target) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    created = emulator.create("fast", f"{target.url}/forced", schedule_time=later)

    started = emulator.client.run_task(name=created.name)

    target.wait_for("/forced", 1)
    assert started.dispatch_count == 1


def test_a_deleted_task_is_not_delivered(emulator: Emulator, target: Target) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.4)
    doomed = emulator.create("fast", f"{target.url}/doomed", schedule_time=soon)
    emulator.create("fast", f"{target.url}/witness", schedule_time=soon + timedelta(seconds=0.1))
    emulator.client.delete_task(name=doomed.name)

    target.wait_for("/witness", 1)

    assert target.on("/doomed") == []


def test_tokens_verify_against_the_published_keys(emulator: Emulator, target: Target) -> None:
    url = f"{target.url}/oidc"
    token_fields = {"oidc_token": {"service_account_email": ACCOUNT}}
    emulator.create("fast", url, http_request=token_fields)
    token_fields["oidc_token"]["audience"] = "https://sync.example"
    emulator.create("fast", url, http_request=token_fields)
    calls = target.wait_for("/oidc", 2)

    claims = [_verify(call.headers["Authorization"], emulator) for call in calls]

    assert {one["aud"] for one in claims} == {url, "https://sync.example"}
    for one in claims:
        assert one["iss"] == "https://accounts.google.com"
        assert (one["email"], one["email_verified"]) == (ACCOUNT, True)
        assert one["exp"] - one["iat"] == 3600
        assert one["sub"].isdecimal()


def test_a_job_runs_on_demand_with_a_token_of_the_scheduler(
    emulator: Emulator, target: Target
) -> None:
    before = emulator.look("/schedules")["plan-sync"]
    emulator.switch("/schedules/plan-sync/run")
    wait_until(lambda: emulator.look("/schedules")["plan-sync"]["last_status"] is not None)

    after = emulator.look("/schedules")["plan-sync"]

    assert before["last_status"] is None
    assert after["last_status"] == "UNAVAILABLE"
    assert not after["late"]
    assert emulator.switch("/schedules/plan-sync/pause")["paused"]
    assert not emulator.switch("/schedules/plan-sync/resume")["paused"]


def test_in_duplicate_mode_every_success_is_delivered_twice(
    emulator: Emulator, target: Target
) -> None:
    target.script("/twice", Answer(code=500), Answer(), Answer())
    emulator.switch("/duplicate", {"on": True})
    emulator.create("fast", f"{target.url}/twice")
    calls = target.wait_for("/twice", 3)
    state = emulator.switch("/duplicate", {"on": False})
    emulator.create("fast", f"{target.url}/once")
    target.wait_for("/once", 1)
    time.sleep(0.1)

    counts = [call.headers["X-CloudTasks-TaskRetryCount"] for call in calls]
    assert counts == ["0", "1", "1"]
    assert state == {"on": False, "duplicated": 1}
    assert len(target.on("/once")) == 1


def _verify(header: str, emulator: Emulator) -> dict[str, Any]:
    token = header.removeprefix("Bearer ")
    key = jwt.PyJWKClient(f"{emulator.side}/certs").get_signing_key_from_jwt(token)
    audience = jwt.decode(token, options={"verify_signature": False})["aud"]
    claims: dict[str, Any] = jwt.decode(token, key, algorithms=["RS256"], audience=audience)
    assert PROJECT in str(claims["email"])
    return claims
