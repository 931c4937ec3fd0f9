import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud import tasks_v2

from tests.tasks_emulator.support import LOCATION, Answer, Emulator, Target, wait_until

pytestmark = pytest.mark.stack

FAR_AWAY = "http://127.0.0.1:9/never"


def in_future(**delta: float) -> datetime:
    return datetime.now(UTC) + timedelta(**delta)


def test_an_unknown_queue_is_not_found(emulator: Emulator) -> None:
    with pytest.raises(exceptions.NotFound):
        emulator.create("nowhere", FAR_AWAY)
    with pytest.raises(exceptions.NotFound):
        emulator.client.get_queue(name="projects/elsewhere/locations/europe-west1/queues/fast")


def test_a_repeated_name_is_refused_while_the_task_waits(emulator: Emulator) -> None:
    emulator.create("paused", FAR_AWAY, "twice", schedule_time=in_future(hours=1))

    with pytest.raises(exceptions.AlreadyExists):
        emulator.create("paused", FAR_AWAY, "twice")


def test_a_repeated_name_is_refused_after_completion_and_after_deletion(
    emulator: Emulator, target: Target
) -> None:
    emulator.create("fast", f"{target.url}/completed", "completed")
    target.wait_for("/completed", 1)
    deleted = emulator.create("fast", FAR_AWAY, "deleted", schedule_time=in_future(hours=1))
    emulator.client.delete_task(name=deleted.name)

    for name in ("completed", "deleted"):
        with pytest.raises(exceptions.AlreadyExists):
            emulator.create("fast", FAR_AWAY, name)
    assert len(target.on("/completed")) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"schedule_time": in_future(days=31)}, "30 days"),
        ({"name": "a name with spaces"}, "Task name"),
        ({"http_request": {"body": b"x" * 102_401}}, "size"),
        ({"http_request": {"url": ""}}, "url is required"),
        ({"http_request": {"url": "ftp://127.0.0.1/"}}, "http or https"),
        ({"http_request": {"http_method": "GET", "body": b"x"}}, "not allowed with GET"),
        ({"http_request": {"oidc_token": {"audience": "a"}}}, "service_account_email"),
        ({"http_request": {"headers": {"X-Name": "имя"}}}, "ASCII"),
        ({"dispatch_deadline": timedelta(seconds=14)}, "dispatch_deadline"),
        ({"dispatch_deadline": timedelta(minutes=31)}, "dispatch_deadline"),
    ],
)
def test_what_cloud_tasks_refuses_is_an_invalid_argument(
    emulator: Emulator, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(exceptions.InvalidArgument, match=words):
        emulator.create("paused", FAR_AWAY, **fields)


@pytest.mark.parametrize("parent", ["queues/fast", "", f"{LOCATION}/queues/fast/tasks/a"])
def test_a_malformed_parent_is_an_invalid_argument(emulator: Emulator, parent: str) -> None:
    with pytest.raises(exceptions.InvalidArgument):
        emulator.client.create_task(
            request={"parent": parent, "task": {"http_request": {"url": FAR_AWAY}}}
        )


def test_a_task_named_after_another_queue_is_refused(emulator: Emulator) -> None:
    task = {"name": f"{LOCATION}/queues/fast/tasks/a", "http_request": {"url": FAR_AWAY}}

    with pytest.raises(exceptions.InvalidArgument):
        emulator.client.create_task(request={"parent": f"{LOCATION}/queues/paused", "task": task})


@pytest.mark.parametrize(
    "task",
    [
        {"app_engine_http_request": {"relative_uri": "/"}},
        {"http_request": {"url": FAR_AWAY, "oauth_token": {"service_account_email": "a@b.c"}}},
        {"http_request": {"url": FAR_AWAY}, "retry_config": {"max_attempts": 1}},
    ],
)
def test_features_without_a_local_counterpart_are_refused_aloud(
    emulator: Emulator, task: dict[str, Any]
) -> None:
    with pytest.raises(exceptions.MethodNotImplemented, match="local queues"):
        emulator.client.create_task(request={"parent": f"{LOCATION}/queues/fast", "task": task})


def test_methods_without_a_local_counterpart_are_refused_aloud(emulator: Emulator) -> None:
    with pytest.raises(exceptions.MethodNotImplemented, match="CreateQueue has no local"):
        emulator.client.create_queue(parent=LOCATION, queue=tasks_v2.Queue())
    with pytest.raises(exceptions.MethodNotImplemented, match="GetIamPolicy has no local"):
        emulator.client.get_iam_policy(request={"resource": f"{LOCATION}/queues/fast"})


def test_a_waiting_task_reads_back_without_its_body_unless_asked(emulator: Emulator) -> None:
    moment = in_future(hours=2)
    created = emulator.create(
        "paused",
        FAR_AWAY,
        "readable",
        http_request={"body": b"{}", "headers": {"Content-Type": "application/json"}},
        schedule_time=moment,
        dispatch_deadline=timedelta(seconds=60),
    )

    basic = emulator.client.get_task(name=created.name)
    full = emulator.client.get_task(request={"name": created.name, "response_view": "FULL"})

    assert basic.name == f"{LOCATION}/queues/paused/tasks/readable"
    assert (basic.http_request.body, full.http_request.body) == (b"", b"{}")
    assert full.http_request.url == FAR_AWAY
    assert abs(full.schedule_time - moment) < timedelta(milliseconds=1)
    assert full.dispatch_deadline == timedelta(seconds=60)
    assert (full.dispatch_count, full.response_count) == (0, 0)


def test_a_task_in_trouble_reads_back_with_its_attempts(emulator: Emulator, target: Target) -> None:
    target.script("/trouble", Answer(code=503, headers={"Retry-After": "600"}))
    created = emulator.create("throttled", f"{target.url}/trouble")
    wait_until(lambda: emulator.client.get_task(name=created.name).response_count == 1)

    task = emulator.client.get_task(name=created.name)

    assert task.dispatch_count == 1
    assert task.last_attempt.response_status.code == 14
    assert task.last_attempt.dispatch_time >= task.first_attempt.schedule_time
    assert task.schedule_time.timestamp() > time.time() + 590


def test_unnamed_tasks_get_names_of_their_own(emulator: Emulator) -> None:
    names = {emulator.create("listed", FAR_AWAY, schedule_time=in_future(days=1)).name}
    names |= {emulator.create("listed", FAR_AWAY, schedule_time=in_future(days=1)).name}

    assert len(names) == 2
    emulator.client.purge_queue(name=f"{LOCATION}/queues/listed")


def test_a_queue_is_listed_in_pages_and_purged(emulator: Emulator) -> None:
    parent = f"{LOCATION}/queues/listed"
    for number in range(7):
        emulator.create("listed", FAR_AWAY, f"page-{number}", schedule_time=in_future(days=1))

    pager = emulator.client.list_tasks(request={"parent": parent, "page_size": 3})
    pages = [[task.name[-1] for task in page.tasks] for page in pager.pages]
    emulator.client.purge_queue(name=parent)

    assert pages == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert list(emulator.client.list_tasks(parent=parent)) == []
    with pytest.raises(exceptions.AlreadyExists):
        emulator.create("listed", FAR_AWAY, "page-1")


def test_tasks_that_are_gone_are_not_found(emulator: Emulator) -> None:
    name = f"{LOCATION}/queues/fast/tasks/never-was"

    for call in (
        emulator.client.get_task,
        emulator.client.delete_task,
        emulator.client.run_task,
    ):
        with pytest.raises(exceptions.NotFound):
            call(name=name)


def test_queues_show_the_settings_of_the_table(emulator: Emulator) -> None:
    queue = emulator.client.get_queue(name=f"{LOCATION}/queues/retry")
    names = [one.name for one in emulator.client.list_queues(parent=LOCATION)]

    assert queue.state is tasks_v2.Queue.State.RUNNING
    assert queue.retry_config.max_attempts == 4
    assert queue.retry_config.min_backoff == timedelta(seconds=0.2)
    assert queue.rate_limits.max_dispatches_per_second == 500
    assert f"{LOCATION}/queues/steady" in names
