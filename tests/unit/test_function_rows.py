"""The rights that the function table gives are those that the code needs."""

import ast
import importlib
from functools import cache
from pathlib import Path

import grimp
import pytest

from infra.cloud.environment import environment_of
from infra.cloud.plan import Plan
from infra.cloud.table import Function, Table
from shared.entrypoint.config.base import Settings
from tests.settings import known_settings

TABLE = Table.load()
PLAN = Plan(
    env="prod",
    project="inbox",
    number="42",
    region="europe-west1",
    domain="inbox.example",
    repository="inbox",
    source="owner/unified-inbox",
    release="abc1234",
    leads_to="",
    mail_from="inbox@inbox.example",
    alert_email="ops@inbox.example",
    billing_account="000000-000000-000000",
    monthly_budget=100,
)
SECRETS = {
    "CURSOR_KEY": "k" * 32,
    "WB_CLIENT_SECRET": "",
    "SMTP_URL": "smtps://user:password@mail.example",
    "LLM_API_KEY": "key",
    "EMBEDDINGS_KEY": "key",
}


@pytest.mark.parametrize("row", TABLE.functions, ids=lambda row: row.name)
def test_a_function_fills_the_queues_that_its_code_names(row: Function) -> None:
    assert set(row.enqueues) == _queues_named(row.name)


@pytest.mark.parametrize("row", TABLE.functions, ids=lambda row: row.name)
def test_a_function_may_read_what_its_code_reads(row: Function) -> None:
    main = _main(row.name)

    assert (row.files != "none") == ("open_files(" in main)
    assert row.switch == ("read_switch" in main)
    assert row.gauges == ("open_gauge(" in main)


@pytest.mark.parametrize("row", TABLE.functions, ids=lambda row: row.name)
def test_a_function_starts_with_what_it_is_deployed_with(
    row: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {name for name in _main(row.name).replace("(", " ").split() if "Settings" in name}
    (settings,) = {name.removesuffix(".from_env") for name in names if name.endswith(".from_env")}
    given = environment_of(row, PLAN) | {name: SECRETS[name] for name in row.secrets}
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    Settings.from_env.cache_clear()
    read = known_settings()[settings].from_env()
    Settings.from_env.cache_clear()

    assert read.env == "prod"
    assert read.url_of(row.name) == f"https://{row.service}-42.europe-west1.run.app"
    assert {name.lower() for name in given} <= set(type(read).model_fields)


def _main(function: str) -> str:
    return Path("functions", function, "main.py").read_text(encoding="utf-8")


@cache
def _imports() -> grimp.ImportGraph:
    return grimp.build_graph("shared", *[f"functions.{row.name}" for row in TABLE.functions])


def _queues_named(function: str) -> set[str]:
    modules = _imports().find_upstream_modules(f"functions.{function}.main")
    return {
        queue
        for module in modules
        if module.startswith("shared.usecases.")
        for queue in _queues_of(module)
    }


@cache
def _queues_of(module: str) -> frozenset[str]:
    tree = ast.parse(Path(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))
    calls = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "enqueue"
    ]
    return frozenset(_queue(module, argument) for argument in calls)


def _queue(module: str, argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    assert isinstance(argument, ast.Name)
    return str(getattr(importlib.import_module(module), argument.id))
