"""The drill holds, and would notice a restore that nobody told dispatch of."""

from pathlib import Path

from shared.domain.replies.switch import Switch
from tests.restore_drill import Drill, FileVessel


class Forgetful(Drill):
    """An operator who pauses, and does not say that the store is an older copy."""

    def hold(self) -> Switch:
        return Switch(paused=True)


def test_after_a_restore_nothing_is_sent_again(tmp_path: Path) -> None:
    tally = Drill(FileVessel(tmp_path)).run()

    assert tally["brought_back"] >= 15
    assert tally["found"] >= 10
    assert (tally["sent_while_paused"], tally["resent"], tally["not_terminal"]) == (0, 0, 0)
    assert tally["sent_though_taken_back"] == 0
    assert tally["left_to_people"] >= 6


def test_the_drill_notices_a_restore_that_was_not_told(tmp_path: Path) -> None:
    tally = Forgetful(FileVessel(tmp_path)).run()

    assert tally["resent"] > 0
    assert tally["sent_though_taken_back"] > 0
