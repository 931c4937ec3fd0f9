"""The API behind the functions framework, whose own server reads bodies after the answer."""

import json
from collections.abc import Callable
from pathlib import Path

import flask
import functions_framework
import pytest
from flask.testing import FlaskClient

from tests.functions.api import ORIGIN

MAIN = """
import flask
import functions_framework
from shared.entrypoint.api.serve import handle_request
from tests.functions.api import make_world

WORLD = make_world()


@functions_framework.http
def inbox_api(request: flask.Request) -> flask.Response:
    return handle_request(request, WORLD.outside)
"""
HEADERS = {"Origin": ORIGIN, "X-Requested-With": "inbox"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    create_app: Callable[..., flask.Flask] = functions_framework.create_app
    return create_app("inbox_api", str(main)).test_client()


def test_it_answers_posts_with_bodies(client: FlaskClient) -> None:
    body = {"email": "a@example.com", "password": "vitrina-2026", "name": "Лавка"}

    answer = client.post(
        "/api/auth/register", json=body, headers=HEADERS, base_url="https://localhost"
    )

    assert answer.status_code == 201
    assert client.get("/api/auth/me", base_url="https://localhost").status_code == 200


@pytest.mark.parametrize("size", [70_000, 2_000_000, 12_000_000])
def test_a_big_body_is_a_problem_of_ours_not_the_frameworks(client: FlaskClient, size: int) -> None:
    answer = client.post(
        "/api/auth/login",
        data=json.dumps({"email": "x" * size}),
        content_type="application/json",
        headers=HEADERS,
    )

    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["code"] == "too_large"


def test_unknown_paths_and_methods_are_ours_too(client: FlaskClient) -> None:
    assert client.get("/api/none").get_json()["code"] == "not_found"
    assert client.put("/api/inbox", headers=HEADERS).get_json()["code"] == "method_not_allowed"
    assert client.get("/").get_json()["code"] == "not_found"
