"""Addresses that stand in for WB's own, and what is said of hosts that are refused."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from shared.entrypoint.config.wildberries import TokenSettings, WBSettings
from shared.entrypoint.logs import report_foreign_host

PROJECT: dict[str, Any] = {"project": "p", "function_url": "https://{service}.example"}
ADDRESSES = ("feedbacks", "chat", "returns", "common", "cards")


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("env", ["staging", "prod"])
def test_plain_http_serves_on_a_developers_machine_alone(name: str, env: str) -> None:
    plain: dict[str, Any] = {f"wb_{name}_url": "http://127.0.0.1:8090"}

    with pytest.raises(ValidationError, match=f"WB_{name.upper()}_URL"):
        WBSettings(env=env, **plain, **PROJECT)

    WBSettings(env="local", **plain, **PROJECT)
    safe: dict[str, Any] = {f"wb_{name}_url": "https://wb.example"}
    WBSettings(env=env, **safe, **PROJECT)


def test_a_foreign_host_is_reported_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    report_foreign_host("evil.example")

    line = json.loads(capsys.readouterr().out)
    assert (line["severity"], line["event"], line["host"]) == (
        "WARNING",
        "cards.foreign_host",
        "evil.example",
    )


@pytest.mark.parametrize(("given", "sent"), [({}, ""), ({"wb_client_secret": " s3\n"}, "s3")])
def test_the_services_secret_is_what_a_header_can_carry(given: dict[str, Any], sent: str) -> None:
    key = "local:" + "A" * 43 + "="
    settings = TokenSettings(env="local", token_key=key, **given, **PROJECT)

    assert settings.client_secret == sent
    assert "s3" not in repr(settings)
