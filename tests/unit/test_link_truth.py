"""What guesses state is what was measured, and holds for buyers nobody measured before."""

import pytest

from shared.domain.linking.calibration import PRECISION
from shared.domain.linking.guessing import LEAST_CONFIDENCE, Signal
from tests.evaluation.link_buyers import invent_contacts
from tests.evaluation.link_truth import calibration_rows, try_guesses

pytestmark = pytest.mark.uncounted

SEED = 977


@pytest.fixture(scope="module")
def rows() -> list[dict[str, float]]:
    trials = list(try_guesses(invent_contacts(seed=SEED)))
    return calibration_rows([one for one in trials if one[0].confidence >= LEAST_CONFIDENCE])


def test_guesses_are_right_as_often_as_they_say(rows: list[dict[str, float]]) -> None:
    large = [row for row in rows if row["pairs"] >= 60]

    assert sum(row["pairs"] for row in rows) > 500
    assert len(large) >= 2
    for row in large:
        assert abs(row["stated"] - row["right"]) < 0.15, row


def test_nothing_is_measured_of_product_and_time_alone() -> None:
    personal = {
        Signal.NAME.value,
        Signal.PART_OF_NAME.value,
        Signal.MUCH_TEXT.value,
        Signal.SOME_TEXT.value,
    }

    assert PRECISION
    assert all(personal & set(cell.split("+")) for cell in PRECISION)
    assert all(0 <= share <= 1 for shares in PRECISION.values() for share in shares)


def test_a_name_is_worth_nothing_in_a_crowd() -> None:
    for period in ("24h", "7d", "30d"):
        lone, *crowds = PRECISION[f"time_window_{period}+name_match_probabilistic"]
        assert max(crowds[1:]) < LEAST_CONFIDENCE
        assert lone >= max(crowds)
