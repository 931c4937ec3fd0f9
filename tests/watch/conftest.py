"""A task edge with a caller's keys, as functions have it."""

from collections.abc import Iterator

import pytest

from shared.entrypoint.config.base import Settings
from tests.functions.callers import Issuer, running_issuer


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """Signs as Google would."""
    with running_issuer() as running:
        yield running


@pytest.fixture(autouse=True)
def environment(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the edge reads."""
    for name, value in {
        "ENV": "local",
        "PROJECT": "project",
        "FUNCTION_URL": "http://127.0.0.1:8085/{function}",
        "OIDC_CERTS_URL": issuer.url,
    }.items():
        monkeypatch.setenv(name, value)
    Settings.from_env.cache_clear()
    yield
    Settings.from_env.cache_clear()
