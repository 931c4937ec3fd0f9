"""How right links are where the truth is known: proofs, and guesses by how sure they are.

`python -m tests.evaluation.link_truth` prints the calibration, measured on buyers that no figure
was made from; `--write` makes `shared/domain/linking/calibration.py` anew from the others.
"""

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from infra.local.screen import say
from shared.domain.interaction import Interaction
from shared.domain.linking import calibration as link_calibration
from shared.domain.linking.guessing import (
    LEAST_CONFIDENCE,
    Guess,
    cell_of,
    rank_guesses,
    weigh_guess,
)
from shared.domain.linking.telling import WINDOW
from tests.evaluation.link_buyers import Contacts, invent_contacts
from tests.profile_bench import measure_profiles

TUNING_SEEDS, CHECKING_SEEDS = range(1, 9), range(101, 105)
EDGES = (0.55, 0.65, 0.75, 0.85, 1.0)
# A cell with fewer pairs than this says nothing.
LEAST_PAIRS = 20
Trial = tuple[Guess, bool]
Shares = tuple[float, float, float, float]


def measure_links() -> dict[str, float]:
    """Precision and recall of proofs on 500 orders, and how right guesses are per confidence."""
    proofs = measure_profiles()
    figures = {"link_precision": proofs["precision"], "link_recall": proofs["recall"]}
    trials = [trial for seed in CHECKING_SEEDS for trial in try_guesses(invent_contacts(seed=seed))]
    made = [trial for trial in trials if trial[0].confidence >= LEAST_CONFIDENCE]
    right = sum(is_right for _, is_right in made)
    figures["guess_pairs"] = len(made)
    figures["guess_precision"] = round(right / max(len(made), 1), 3)
    figures["guess_false_buyers"] = len(made) - right
    for row in calibration_rows(made):
        name = f"guess_{row['from']:.2f}_{row['to']:.2f}"
        figures[f"{name}_pairs"] = row["pairs"]
        figures[f"{name}_stated"] = row["stated"]
        figures[f"{name}_right"] = row["right"]
    for line in tell_calibration(figures):
        say(line)
    return figures


def calibration_rows(trials: Sequence[Trial]) -> list[dict[str, float]]:
    """What guesses stated and how often they were right, per band of confidence."""
    bands: dict[int, list[Trial]] = defaultdict(list)
    for guess, is_right in trials:
        bands[min(bisect_right(EDGES, guess.confidence), len(EDGES) - 1)].append((guess, is_right))
    return [
        {
            "from": EDGES[band - 1],
            "to": EDGES[band],
            "pairs": len(found),
            "stated": round(sum(guess.confidence for guess, _ in found) / len(found), 3),
            "right": round(sum(is_right for _, is_right in found) / len(found), 3),
        }
        for band, found in sorted(bands.items())
    ]


def measure_precision() -> dict[str, Shares]:
    """How often each set of signals was right, per crowd and among rivals."""
    counts: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for seed in TUNING_SEEDS:
        for guess, is_right in try_guesses(invent_contacts(seed=seed)):
            counts[cell_of(guess.signals), guess.setting].append(is_right)
    return {name: _shares(name, counts) for name in sorted({name for name, _ in counts})}


def _shares(name: str, counts: Mapping[tuple[str, int], Sequence[bool]]) -> Shares:
    """Where there were too few pairs to tell, what holds in a larger crowd holds."""
    rivals, crowded, busy, quiet = (counts.get((name, setting), []) for setting in (3, 2, 1, 0))
    shares = [_share(crowded, 0.0)]
    for pairs in (busy, quiet):
        shares.append(_share(pairs, shares[-1]))
    return shares[2], shares[1], shares[0], _share(rivals, 0.0)


def tell_calibration(figures: Mapping[str, float]) -> Iterator[str]:
    """The table for people, a line per band."""
    yield "confidence   pairs  stated  right"
    for low, high in pairwise(EDGES):
        name = f"guess_{low:.2f}_{high:.2f}"
        if f"{name}_pairs" in figures:
            pairs, stated = figures[f"{name}_pairs"], figures[f"{name}_stated"]
            right = figures[f"{name}_right"]
            yield f"{low:.2f}–{high:.2f}  {pairs:6.0f}  {stated:6.2f}  {right:5.2f}"


def try_guesses(contacts: Contacts) -> Iterator[Trial]:
    """Every guess that linking would weigh, each pair once, when the later one arrives."""
    for items in contacts.of_product():
        ordered = sorted(items, key=lambda item: item.occurred_at)
        for number, item in enumerate(ordered):
            crowd = [one for one in ordered[:number] if _is_near(one, item)]
            ranked = rank_guesses(item, crowd, uses_names=True)
            for guess in ranked:
                weighed = weigh_guess(guess, ranked, crowd, uses_names=True)
                yield weighed, contacts.is_right(item.id, guess.other.id)


def _is_near(one: Interaction, other: Interaction) -> bool:
    return abs(one.occurred_at - other.occurred_at) <= WINDOW


def _share(pairs: Sequence[bool], otherwise: float) -> float:
    return round(sum(pairs) / len(pairs), 2) if len(pairs) >= LEAST_PAIRS else otherwise


def _write_table(cells: Mapping[str, Shares]) -> str:
    head = (link_calibration.__doc__ or "").strip()
    lines = [f'    "{name}": {shares},' for name, shares in cells.items()]
    return "\n".join(
        [
            f'"""{head}\n"""',
            "",
            "from collections.abc import Mapping",
            "",
            "PRECISION: Mapping[str, tuple[float, float, float, float]] = {",
            *lines,
            "}",
            "",
        ]
    )


def main() -> int:
    """Print the calibration, or write the table that it judges."""
    if sys.argv[1:] == ["--write"]:
        Path(link_calibration.__file__).write_text(_write_table(measure_precision()))
        say("written; run `make fmt`")
        return 0
    measure_links()
    return 0


if __name__ == "__main__":
    sys.exit(main())
