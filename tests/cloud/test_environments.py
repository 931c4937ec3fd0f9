"""Both environments are told everything that the program asks for."""

import re

import pytest
import yaml  # type: ignore[import-untyped]

from infra.cloud.table import INFRA

PROGRAM = (INFRA / "cloud" / "__main__.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("stack", ["staging", "production"])
def test_an_environment_is_told_everything(stack: str) -> None:
    told = yaml.safe_load((INFRA / "cloud" / f"Pulumi.{stack}.yaml").read_text())["config"]
    asked = set(re.findall(r"_config\.require(?:_int)?\(\"(\w+)\"\)", PROGRAM))

    assert len(asked) >= 7
    assert {f"unified-inbox:{name}" for name in asked} <= told.keys()
    assert {"gcp:project", "gcp:region"} <= told.keys()


def test_environments_share_nothing() -> None:
    staging, production = (
        yaml.safe_load((INFRA / "cloud" / f"Pulumi.{stack}.yaml").read_text())["config"]
        for stack in ("staging", "production")
    )

    for name in ("gcp:project", "unified-inbox:number", "unified-inbox:domain"):
        assert staging[name] != production[name]
