"""What sentence vectors and letters tell of alarms that the rules do not hear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infra.local.screen import say
from shared.domain.interaction import Channel
from shared.domain.meaning.escalation import find_escalations, find_waived
from shared.domain.meaning.hearing import masked_words
from shared.domain.meaning.subjects import split_stretches
from shared.domain.understanding import Alarm
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.lines import Line, read_lines
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.ridge import Texts, fit_texts
from tests.evaluation.training.sentences import ALARMS, FRESH_ALARMS, Sentence

WORDED = tuple(alarm for alarm in Alarm if alarm is not Alarm.MASS_DEFECT)
# Sentences without labels of alarms in which rules hear none are harmless, most of them.
UNLABELLED = 0.3
# So many false alarms weigh as much as one that is missed.
WORTH = 2.0
BETWEEN = np.arange(0.2, 0.72, 0.02)
# What rules hear is silenced only where it saves so many false alarms for one that is lost.
DEAF = 3.0
BELOW = np.arange(-0.1, 0.26, 0.02)


def learn_alarms(embedder: Embedder, sentences: Sequence[Sentence]) -> dict[str, object]:
    """Everything that is learnt of alarms, ready to be written."""
    fresh = read_labelled([FRESH_ALARMS])
    lines = [*read_labelled(ALARMS), *fresh]
    known = {line.text for line in lines}
    silent = [one for one in sentences if one.text not in known and not _alarms_of(one)]
    texts = [*map(words_of_line, lines), *(one.text for one in silent)]
    wanted = np.zeros((len(texts), len(WORDED)))
    rules, waived = np.zeros_like(wanted), np.zeros_like(wanted)
    for at, line in enumerate(lines):
        wanted[at] = [alarm in line.alarms for alarm in WORDED]
        rules[at] = [alarm in _alarms_of(line) for alarm in WORDED]
        waived[at] = [alarm in _waived_of(line) for alarm in WORDED]
    weights = np.where(np.arange(len(texts)) < len(lines), 1.0, UNLABELLED)
    vectors = np.array(embedder.embed(texts))
    fit = fit_texts(Texts(vectors, [split_stretches(one)[0] for one in texts], wanted, weights))
    judged = slice(len(lines))
    new = np.arange(len(lines)) >= len(lines) - len(fresh)
    case = Judged(fit.unseen[judged], wanted[judged] > 0, rules[judged] > 0, waived[judged] > 0)
    columns = range(len(WORDED))
    sounds = [_choose_sound(case, at) for at in columns]
    heeded = [_choose_heed(case, new, at) for at in columns]
    for name, part in (("all", case), ("fresh", case.part(new))):
        _tell_alarms(name, part, np.array(sounds), np.array(heeded))
    return {
        "heads": fit.plain_heads([one.value for one in WORDED]),
        "sounds_from": dict(zip(WORDED, sounds, strict=True)),
        "heeded_from": {
            alarm: least for alarm, least in zip(WORDED, heeded, strict=True) if least > -np.inf
        },
    }


@dataclass(frozen=True)
class Judged:
    """What a fit that has not seen lines says of them, what is true, and what rules say."""

    scores: Array
    wanted: NDArray[np.bool_]
    rules: NDArray[np.bool_]
    waived: NDArray[np.bool_]

    def part(self, chosen: NDArray[np.bool_]) -> "Judged":
        """Some of the lines."""
        return Judged(
            self.scores[chosen], self.wanted[chosen], self.rules[chosen], self.waived[chosen]
        )


def _choose_sound(case: Judged, at: int) -> float:
    """Where what is heard besides the rules gains most."""
    unheard = ~case.rules[:, at] & ~case.waived[:, at]
    scores, wanted = case.scores[unheard, at], case.wanted[unheard, at]
    gains = [float(((WORTH + 1) * wanted[scores >= least] - 1).sum()) for least in BETWEEN]
    best = max(gains)
    return float(max(least for least, gain in zip(BETWEEN, gains, strict=True) if gain == best))


def _choose_heed(case: Judged, new: NDArray[np.bool_], at: int) -> float:
    """Below which score what rules hear is mostly nothing; often nowhere.

    Only new lines tell what rules hear in vain, and all of them what is lost.
    """
    heard, wanted = case.rules[:, at], case.wanted[:, at]
    saved, lost = case.scores[heard & new & ~wanted, at], case.scores[heard & wanted, at]
    gains = {least: float((saved < least).sum() - DEAF * (lost < least).sum()) for least in BELOW}
    best = max(gains.values())
    if best <= 0:
        return -np.inf
    return float(min(least for least, gain in gains.items() if gain == best))


def _tell_alarms(name: str, case: Judged, sounds: Array, heeded: Array) -> None:
    truth = case.wanted.any(axis=1)
    heard = (case.scores >= sounds) & ~case.waived
    kept = case.rules & (case.scores >= heeded)
    for who, guess in (("rules", case.rules), ("vectors", heard), ("both", kept | heard)):
        rung = guess.any(axis=1)
        right = int((rung & truth).sum())
        say(
            f"alarms of {name} lines, {who}: recall {right / truth.sum():.3f},"
            f" precision {right / rung.sum():.3f}"
        )


def _alarms_of(one: Line | Sentence) -> set[Alarm]:
    found = find_escalations(one.channel, source_of(one.text, one.channel))
    return {escalation.alarm for escalation in found}


def _waived_of(line: Line) -> frozenset[Alarm]:
    return find_waived(line.channel, source_of(line.text, line.channel))


def read_labelled(files: Sequence[Path]) -> list[Line]:
    """Every line with words, each text once."""
    texts = read_texts(find_folder())
    found: Mapping[tuple[str, Channel], Line] = {
        (line.text, line.channel): line for path in files for line in read_lines(path, texts).lines
    }
    return [line for line in found.values() if words_of_line(line)]


def words_of_line(line: Line) -> str:
    """What ingestion would embed of it."""
    return masked_words(line.channel, source_of(line.text, line.channel))
