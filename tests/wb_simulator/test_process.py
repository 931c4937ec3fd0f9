"""The simulator as a process: a real socket, a foreign client, a kill."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from wildberries_sdk.communications import ApiClient, Configuration, DefaultApi
from wildberries_sdk.communications.models.patch_v1_questions_request import (
    PatchV1QuestionsRequest,
)
from wildberries_sdk.communications.models.patch_v1_questions_request_one_of1 import (
    PatchV1QuestionsRequestOneOf1,
)
from wildberries_sdk.communications.models.patch_v1_questions_request_one_of1_answer import (
    PatchV1QuestionsRequestOneOf1Answer,
)
from wildberries_sdk.communications.models.post_v1_feedbacks_answer_request import (
    PostV1FeedbacksAnswerRequest,
)

from tests.wb_openapi import ROOT

pytestmark = pytest.mark.stack
LIST = "/api/v1/feedbacks?isAnswered=false&take=100&skip=0"


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WB_SIM_")}
    command = [sys.executable, "-m", "infra.wb_simulator", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"ready (http://127\.0\.0\.1:\d+)\n", line)
            assert found, line
            yield process, found[1]
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(10)


def authorized(base: str) -> httpx.Client:
    token = httpx.get(f"{base}/_control/token").json()["token"]
    return httpx.Client(base_url=base, headers={"Authorization": token})


def test_a_client_that_nobody_here_wrote_works_through_a_whole_cabinet() -> None:
    with running("--items", "120", "--set", "limits=false") as (_, base):
        token = httpx.get(f"{base}/_control/token").json()["token"]
        configuration = Configuration(
            host=base, api_key={"HeaderApiKey": token}, ignore_operation_servers=True
        )
        with ApiClient(configuration) as client:
            answer_everything(DefaultApi(client))
        summary = httpx.get(f"{base}/_control/summary").json()

    (seller,) = summary["sellers"].values()
    assert seller["reviews"]["unanswered"] == 0
    assert seller["reviews"]["in_moderation"] > 0
    assert seller["questions"]["unanswered"] == 0
    assert seller["chats"]["needs_answer"] == 0


def answer_everything(api: Any) -> None:
    waiting = api.get_v1_feedbacks(is_answered=False, take=100, skip=0).data.feedbacks
    for review in waiting:
        api.post_v1_feedbacks_answer(
            PostV1FeedbacksAnswerRequest(id=review.id, text="Спасибо за отзыв!")
        )
    questions = api.get_v1_questions(is_answered=False, take=100, skip=0).data.questions
    for question in questions:
        answer = PatchV1QuestionsRequestOneOf1Answer(text="Здравствуйте! Да, подходит.")
        body = PatchV1QuestionsRequestOneOf1(id=question.id, answer=answer, state="wbRu")
        api.patch_v1_questions(PatchV1QuestionsRequest(body))
    chats = api.get_v1_seller_chats().result
    for chat in chats:
        sent = api.post_v1_seller_message(
            reply_sign=chat.reply_sign, message="Здравствуйте!", file=[("a.pdf", b"%PDF-1.4")]
        )
        assert sent.result.chat_id == chat.chat_id
    events = api.get_v1_seller_events().result
    assert waiting
    assert questions
    assert events.total_events == len(events.events) > len(chats) > 0
    assert api.get_v1_claims(is_archive=False).total >= 0
    assert api.get_v1_feedback(id=waiting[0].id).data.answer.state == "reviewRequired"


def test_a_connection_is_kept_and_small_answers_are_fast() -> None:
    with running("--set", "limits=false") as (_, base), authorized(base) as client:
        client.get("/api/v1/new-feedbacks-questions")
        ports = set()
        started = time.perf_counter()
        for _ in range(100):
            response = client.get("/api/v1/new-feedbacks-questions")
            stream = response.extensions["network_stream"]
            ports.add(stream.get_extra_info("client_addr"))
        seconds = time.perf_counter() - started

    assert response.http_version == "HTTP/1.1"
    assert len(ports) == 1
    assert seconds < 2


def test_a_dropped_connection_gives_no_answer_and_the_write_is_done() -> None:
    with running("--set", "limits=false") as (_, base), authorized(base) as client:
        review = client.get(LIST).json()["data"]["feedbacks"][0]
        fault = {"kind": "drop", "operation": "POST *", "count": 1}
        client.post("/_control/faults", json=fault)

        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/api/v1/feedbacks/answer", json={"id": review["id"], "text": "Спасибо"})

        after = client.get("/api/v1/feedback", params={"id": review["id"]}).json()["data"]
    assert after["answer"]["text"] == "Спасибо"


def test_a_hung_call_does_not_keep_the_process_from_stopping() -> None:
    with running("--set", "limits=false") as (process, base), authorized(base) as client:
        client.post("/_control/faults", json={"kind": "timeout_before", "seconds": 600})
        with pytest.raises(httpx.ReadTimeout):
            client.get(LIST, timeout=0.3)

        process.terminate()

        assert process.wait(10) == 0


def test_the_state_survives_a_kill(tmp_path: Path) -> None:
    state = str(tmp_path / "state.db")
    with running("--state", state) as (process, base), authorized(base) as client:
        review = client.get(LIST).json()["data"]["feedbacks"][0]
        client.post("/_control/clock", json={"advance_seconds": 1000})
        body = {"id": review["id"], "text": "Переживёт"}
        assert client.post("/api/v1/feedbacks/answer", json=body).status_code == 204
        before = client.get("/_control/summary").json()["sellers"]
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    with running("--state", state) as (_, base), authorized(base) as client:
        answer = client.get("/api/v1/feedback", params={"id": review["id"]}).json()["data"]
        clock = client.get("/_control/clock").json()
        after = client.get("/_control/summary").json()["sellers"]

    assert answer["answer"]["text"] == "Переживёт"
    assert clock["offset_seconds"] == 1000
    assert after == before
