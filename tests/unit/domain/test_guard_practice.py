"""The guardrails stay as right on the practised replies as they were."""

from pathlib import Path

from tests.answers.guards import tally_guards, tell_misses
from tests.evaluation.lines import read_lines

PRACTICE = Path(__file__).parents[2] / "answers" / "practice.tsv"


def test_practised_replies_are_judged_right() -> None:
    lines = read_lines(PRACTICE, {}).lines

    whole = tally_guards(lines)

    assert whole.recall >= 0.98, list(tell_misses(lines))
    assert whole.precision >= 0.98, list(tell_misses(lines))
