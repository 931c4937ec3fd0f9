"""Lines that drafts are put together from bear no objection of our own guardrails."""

import pytest

from shared.adapters.embeddings.late import late_judge
from shared.domain.drafts.phrases import answers, sorrow
from shared.domain.interaction import Channel

JUDGE = late_judge()


def spoken(*given: object) -> list[str]:
    """Every whole line among what is given; one with a slot depends on what fills it."""
    lines: list[str] = []
    for one in given:
        match one:
            case str():
                lines += [] if "{" in one or " " not in one else [one]
            case dict():
                lines += spoken(*one.values())
            case tuple() | list():
                lines += spoken(*one)
    return lines


LINES = sorted(
    {
        line
        for module in (answers, sorrow)
        for name, value in vars(module).items()
        if name.strip("_").isupper()
        for line in spoken(value)
        if line.endswith((".", "!"))
    }
)


def test_there_are_lines_to_check() -> None:
    assert len(LINES) > 60


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_our_own_is_no_offence(line: str) -> None:
    found = {one.rule for one in JUDGE.check(Channel.QUESTION, line, thorough=True)}

    # A line is a part of a draft: how long the whole is, it cannot tell.
    assert found <= {"too_short"}
