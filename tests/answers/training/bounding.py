"""From which likelihood on a sentence counts as one that breaks a rule."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infra.local.screen import say
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.sentences import Bounds
from shared.domain.guard.situation import Situation
from shared.domain.interaction import Channel
from tests.answers.training.replies import Reply
from tests.evaluation.training.fitting import Array

# Of what pieces alone clear so little may be a violation, and of what they condemn harmless.
LOST, WRONGED = 0.03, 0.01
LEAST_RECALL, LEAST_PRECISION = 0.96, 0.91
STEPS = np.arange(0.02, 0.99, 0.01)

Flags = NDArray[np.bool_]


def choose_bounds(replies: Sequence[Reply], broken: Flags, quick: Array, full: Array) -> Bounds:
    """The most precise bounds that find enough together with the words."""
    worded = np.array([_is_worded(one) for one in replies])
    clears = max(
        (step for step in STEPS if (quick[broken] < step).mean() <= LOST), default=STEPS[0]
    )
    condemns = min(
        (step for step in STEPS if _wrong(quick >= step, broken) <= WRONGED), default=STEPS[-1]
    )
    open_ones = (quick >= clears) & (quick < condemns)
    say(
        f"pieces clear below {clears:.2f}, condemn from {condemns:.2f}: {open_ones.mean():.2f} left"
    )
    say(f"words alone: {_tell(worded, broken)}")

    def found(step: float) -> Flags:
        return worded | (quick >= condemns) | (open_ones & (full >= step))

    for step in STEPS[8::10]:
        say(f"  from {step:.2f}: {_tell(found(step), broken)}")
    hears = _choose({step: found(step) for step in STEPS}, broken)
    guesses = _choose({step: worded | (quick >= step) for step in STEPS}, broken)
    say(f"chosen {hears:.2f}: {_tell(found(hears), broken)}")
    return Bounds(
        clears=round(float(clears), 2),
        condemns=round(float(condemns), 2),
        hears=round(hears, 2),
        guesses=round(guesses, 2),
    )


def _choose(verdicts: dict[float, Flags], broken: Flags) -> float:
    """The strictest step that finds enough, unless it is wrong too often."""
    enough = [s for s, found in verdicts.items() if found[broken].mean() >= LEAST_RECALL]
    precise = [s for s, found in verdicts.items() if 1 - _wrong(found, broken) >= LEAST_PRECISION]
    return float(max(max(enough, default=STEPS[0]), min(precise, default=STEPS[-1])))


def _is_worded(reply: Reply) -> bool:
    findings = check_text(Channel.REVIEW, reply.text, Situation())
    return bool(find_blocks(findings))


def _wrong(found: Flags, broken: Flags) -> float:
    return float((~broken[found]).mean()) if found.any() else 0.0


def _tell(found: Flags, broken: Flags) -> str:
    return f"recall {found[broken].mean():.3f}, precision {1 - _wrong(found, broken):.3f}"
