"""What makes a function another one."""

from infra.delivery.contents import content_of, modules_of
from infra.local.functions_server import function_names


def test_every_function_has_a_content_of_its_own_and_keeps_it() -> None:
    contents = {name: content_of(name) for name in function_names()}

    assert len(set(contents.values())) == len(contents)
    assert contents == {name: content_of(name) for name in contents}


def test_code_that_a_function_does_not_reach_is_not_part_of_it() -> None:
    reached = {path.name for path in modules_of("plan_sync")}

    assert "plan_sync.py" in reached
    assert "dispatch_reply.py" not in reached
    assert "openai_writer.py" not in reached


def test_the_files_of_packages_above_are_part_of_it() -> None:
    assert any(str(path).endswith("shared/ports/__init__.py") for path in modules_of("plan_sync"))
