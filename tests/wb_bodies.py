"""Error bodies as WB's services write them (WB API documentation, communications)."""

import json
from typing import Any

import httpx

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "<html><head><title>502 Bad Gateway</title></head></html>"


def answer(status: int, body: Any = None, kind: str = JSON, **headers: str) -> httpx.Response:
    """One answer; text stays as it is, everything else becomes JSON."""
    content = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, content=content, headers={"Content-Type": kind} | named)


def envelope(data: Any = None, *, error: bool = False, text: str = "") -> dict[str, Any]:
    """What reviews and questions wrap everything in."""
    return {"data": data, "error": error, "errorText": text, "additionalErrors": None}


def problem(status: int, detail: str) -> dict[str, Any]:
    """What the gateway says."""
    return {
        "title": "unauthorized",
        "detail": detail,
        "code": "07e4668e-ac3d-4f5e-8e2a-000000000000",
        "requestId": "7b80be6d2d9b4f5a",
        "origin": "ag-marketplace",
        "status": status,
        "statusText": "Unauthorized",
        "timestamp": "2026-11-22T12:00:00Z",
    }


def chat_problem(detail: str) -> dict[str, Any]:
    """What the chat service says."""
    return {
        "status": 400,
        "title": "Bad Request",
        "origin": "proxy-chats",
        "detail": detail,
        "requestId": "1b21cad4833a0c9244dc294a000f6149",
        "error": detail,
    }
