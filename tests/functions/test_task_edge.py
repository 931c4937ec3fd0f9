"""The edge of every task function: who may call, and what the queue is told."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from shared.domain.errors import NotFound, RetryLater, Stale, Unavailable
from shared.entrypoint.config.api import APISettings
from shared.entrypoint.config.base import Settings
from shared.entrypoint.config.wildberries import TokenSettings
from shared.entrypoint.logs import log_event, set_trace
from shared.entrypoint.task import Facts, Payload, task, tick, tick_or_task
from shared.entrypoint.traces import Trace
from tests.functions.callers import Issuer, running_issuer

URL = "http://127.0.0.1:8085/draft_reply"
TASKS = "tasks@inbox-local.iam.gserviceaccount.com"
SCHEDULER = "scheduler@inbox-local.iam.gserviceaccount.com"
LOCAL: dict[str, Any] = {
    "env": "local",
    "project": "p",
    "function_url": "http://127.0.0.1/{function}",
}
KEY = "A" * 43 + "="
KMS = "projects/p/locations/l/keyRings/inbox/cryptoKeys/wb-tokens"


class Body(Payload):
    seller: str


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture(autouse=True)
def environment(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    values = {
        "ENV": "local",
        "PROJECT": "inbox-local",
        "FUNCTION_URL": "http://127.0.0.1:8085/{function}",
        "OIDC_CERTS_URL": issuer.url,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    Settings.from_env.cache_clear()
    yield
    Settings.from_env.cache_clear()


def client_of(run: Callable[[Body], Facts]) -> FlaskClient:
    app = flask.Flask(__name__)
    handler = task("draft_reply", Body)(run)
    app.add_url_rule("/", view_func=lambda: handler(flask.request), methods=["POST"])
    return app.test_client()


def deliver(client: FlaskClient, token: str, body: str = '{"seller": "s1"}') -> int:
    headers = {"Authorization": f"Bearer {token}", "X-CloudTasks-TaskName": "t1"}
    return client.post("/", data=body, headers=headers).status_code


def test_a_task_runs_with_its_payload_and_logs_what_came_of_it(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    client = client_of(lambda body: {"items": len(body.seller)})

    assert deliver(client, issuer.token(URL, TASKS)) == 200
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["event"] == "task.done"
    assert line["items"] == 2
    assert line["task"] == "t1"


@pytest.mark.parametrize(
    "spoil",
    [
        {"aud": "http://127.0.0.1:8085/dispatch_reply"},
        {"aud": None},
        {"email": "somebody@inbox-local.iam.gserviceaccount.com"},
        {"email": SCHEDULER},
        {"email_verified": False},
        {"iss": "https://evil.example"},
        {"exp": 1_600_000_000},
        {"exp": 4_000_000_000},
        {"iat": None},
    ],
)
def test_a_spoiled_token_is_refused_and_nothing_runs(issuer: Issuer, spoil: dict[str, Any]) -> None:
    ran: list[Body] = []

    def run(body: Body) -> Facts:
        ran.append(body)
        return {}

    assert deliver(client_of(run), issuer.token(URL, TASKS, **spoil)) == 401
    assert not ran


@pytest.mark.parametrize("header", ["", "Bearer ", "Basic abc", "Bearer not.a.token"])
def test_without_a_token_nothing_runs(header: str) -> None:
    client = client_of(lambda _body: {})

    assert client.post("/", data="{}", headers={"Authorization": header}).status_code == 401


def test_a_token_of_another_key_is_refused() -> None:
    stranger = Issuer()

    assert deliver(client_of(lambda _body: {}), stranger.token(URL, TASKS)) == 401


def test_a_caller_whom_nobody_can_check_comes_again(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OIDC_CERTS_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/certs")
        Settings.from_env.cache_clear()
        ran: list[Body] = []

        def run(body: Body) -> Facts:
            ran.append(body)
            return {}

        assert deliver(client_of(run), issuer.token(URL, TASKS)) == 503
    assert not ran


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unavailable("store"), 503),
        (RetryLater("lease"), 500),
        (Stale("moved on"), 500),
        (NotFound("gone"), 200),
        (ZeroDivisionError(), 500),
    ],
)
def test_the_queue_is_told_what_to_do(issuer: Issuer, error: Exception, status: int) -> None:
    def run(_body: Body) -> Facts:
        raise error

    assert deliver(client_of(run), issuer.token(URL, TASKS)) == status


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"seller": 1}'])
def test_a_body_of_another_shape_is_hopeless_and_not_repeated(issuer: Issuer, body: str) -> None:
    ran: list[Body] = []

    def run(body: Body) -> Facts:
        ran.append(body)
        return {}

    assert deliver(client_of(run), issuer.token(URL, TASKS), body) == 200
    assert not ran


def test_a_field_of_a_later_release_is_left_to_it(issuer: Issuer) -> None:
    ran: list[Body] = []

    def run(body: Body) -> Facts:
        ran.append(body)
        return {}

    body = '{"seller": "s1", "later": "x"}'
    assert deliver(client_of(run), issuer.token(URL, TASKS), body) == 200
    assert ran == [Body(seller="s1")]


def test_a_crash_is_logged_without_its_words(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_body: Body) -> Facts:
        raise KeyError("Анна Петрова, +7 900 000-00-00")

    deliver(client_of(run), issuer.token(URL, TASKS))

    printed = capsys.readouterr().out
    assert "KeyError" in printed
    assert "Анна" not in printed


def test_a_tick_takes_the_scheduler_alone(issuer: Issuer) -> None:
    app = flask.Flask(__name__)
    handler = tick("draft_reply")(lambda: {"due": 1})
    app.add_url_rule("/", view_func=lambda: handler(flask.request), methods=["POST"])

    assert deliver(app.test_client(), issuer.token(URL, SCHEDULER)) == 200
    assert deliver(app.test_client(), issuer.token(URL, TASKS)) == 401


def test_only_listed_facts_are_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log_event("task.done", "INFO", buyer_name="Анна", items=3)

    line = json.loads(capsys.readouterr().out)
    assert line["items"] == 3
    assert line["unlisted"] == "buyer_name"
    assert "Анна" not in str(line)


def test_a_tasks_lines_belong_to_the_trace_of_its_project(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {
        "Authorization": f"Bearer {issuer.token(URL, TASKS)}",
        "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
    }
    client_of(lambda _body: {}).post("/", data='{"seller": "s1"}', headers=headers)

    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["logging.googleapis.com/trace"] == f"projects/inbox-local/traces/{'a' * 32}"
    assert line["logging.googleapis.com/spanId"] == "b" * 16


def test_a_label_is_of_the_task_at_hand_alone(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    client = client_of(lambda _body: {})
    deliver(client, issuer.token(URL, TASKS))
    deliver(client, issuer.token(URL, TASKS), '{"seller": "s2"}')
    deliver(client, issuer.token(URL, TASKS), "{}")
    deliver(client, "")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    labels = [line.get("logging.googleapis.com/labels") for line in lines]
    assert labels[0] != labels[1]
    assert all(labels[:2])
    assert labels[2:] == [None, None]


@pytest.mark.parametrize(("project", "trace_id"), [("", "a"), ("p", "")])
def test_half_a_trace_is_none(
    project: str, trace_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_trace(project, Trace(trace_id))
    log_event("task.done")

    assert "trace" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "setting",
    [
        {"store_backend": "embedded"},
        {"clock_offset_s": 5},
        {"clock_speed": 2},
        {"quiet_period_s": 60},
        {"crash_points": "/tmp"},
        {"tasks_emulator": "127.0.0.1:1"},
        {"oidc_certs_url": "http://127.0.0.1/certs"},
    ],
)
def test_local_stand_ins_are_refused_in_production(
    setting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OIDC_CERTS_URL")
    with pytest.raises(ValidationError, match="only ENV=local"):
        Settings(**{**LOCAL, "env": "prod", **setting})


def test_a_development_key_never_opens_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIDC_CERTS_URL")
    with pytest.raises(ValidationError, match="only ENV=local may set TOKEN_KEY"):
        TokenSettings(**{**LOCAL, "env": "prod", "token_key": f"local:{KEY}"})
    with pytest.raises(ValidationError, match="32 bytes"):
        TokenSettings(**{**LOCAL, "token_key": "local:QUJD"})

    assert len(TokenSettings(**{**LOCAL, "token_key": f"local:{KEY}"}).token_keys[0]) == 32


def test_the_app_is_https_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIDC_CERTS_URL")
    secret: dict[str, Any] = {"token_kms_key": KMS, "cursor_key": "x" * 32, "files_bucket": "b"}
    with pytest.raises(ValidationError, match="https"):
        APISettings(**{**LOCAL, **secret, "env": "prod", "app_origin": "http://inbox.example"})


def test_one_function_serves_its_schedule_and_its_queue(issuer: Issuer) -> None:
    ran: list[str] = []

    def note(what: str) -> Facts:
        ran.append(what)
        return {}

    handler = tick_or_task(
        tick("draft_reply")(lambda: note("tick")),
        task("draft_reply", Body)(lambda body: note(body.seller)),
    )
    app = flask.Flask(__name__)
    app.add_url_rule("/", view_func=lambda: handler(flask.request), methods=["POST"])
    client = app.test_client()
    by_schedule, by_queue = issuer.token(URL, SCHEDULER), issuer.token(URL, TASKS)

    assert deliver(client, by_schedule, "{}") == deliver(client, by_schedule, "") == 200
    assert deliver(client, by_queue) == 200
    assert deliver(client, by_queue, "{}") == deliver(client, by_schedule) == 401
    assert ran == ["tick", "tick", "s1"]
