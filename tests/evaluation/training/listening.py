"""What sentence vectors and letters tell of alarms that the rules do not hear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infra.local.screen import say
from shared.domain.interaction import Channel
from shared.domain.meaning.escalation import find_escalations, find_waived
from shared.domain.meaning.heads import ANY, Landmarks
from shared.domain.meaning.hearing import masked_words
from shared.domain.meaning.subjects import split_stretches
from shared.domain.understanding import Alarm
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.lines import Line, read_lines
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.ridge import RidgeFit, fit_texts
from tests.evaluation.training.sentences import ALARMS, FRESH_ALARMS, Sentence
from tests.evaluation.training.table import Texts

WORDED = tuple(alarm for alarm in Alarm if alarm is not Alarm.MASS_DEFECT)
# Sentences without labels of alarms in which rules hear none are harmless, most of them.
UNLABELLED = 0.3
# Real lines are few beside own ones, which are shorter and plainer than what buyers write.
REAL = 2.5
# How far weights are kept small; chosen on unseen lines by the mean precision.
DECAY = 2.0
# So many false alarms weigh as much as one that is missed.
WORTH = 1.5
BETWEEN = np.arange(0.3, 0.66, 0.01)
# What a phrase adds to a score and what a waived one takes away, chosen on unseen lines; whether
# there is an alarm at all is one more label.
TRUST, DOUBT = 0.3, 0.15
# A second alarm sounds beside the loudest from here on.
BESIDE = 0.4


def learn_alarms(
    embedder: Embedder, sentences: Sequence[Sentence], landmarks: Landmarks
) -> dict[str, object]:
    """Everything that is learnt of alarms, ready to be written."""
    fresh = read_labelled(FRESH_ALARMS)
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
    counts = (REAL if line.real else 1.0 for line in lines)
    weights = np.array([*counts, *(UNLABELLED for _ in silent)])
    vectors = np.array(embedder.embed(texts))
    labels = np.hstack([wanted, wanted.max(axis=1, keepdims=True)])
    wholes = [split_stretches(one)[0] for one in texts]
    fit = fit_texts(
        Texts(vectors, wholes, labels, weights, DECAY, landmarks=landmarks, paired=True)
    )
    judged = slice(len(lines))
    new = np.arange(len(lines)) >= len(lines) - len(fresh)
    scores = fit.unseen[judged] + _lift_by_sentences(fit, texts[judged])
    case = Judged(scores, wanted[judged] > 0, rules[judged] > 0, waived[judged] > 0)
    least = _choose_sound(case.part(new))
    for name, part in (("all", case), ("fresh", case.part(new))):
        _tell_alarms(name, part, least)
    return {
        "heads": fit.plain_heads([*(one.value for one in WORDED), ANY]),
        "sounds_from": dict.fromkeys(WORDED, least),
        "trust": TRUST,
        "doubt": DOUBT,
        "beside": BESIDE,
    }


@dataclass(frozen=True)
class Judged:
    """What a fit that has not seen lines says of them, what is true, and what rules say."""

    scores: Array
    wanted: NDArray[np.bool_]
    rules: NDArray[np.bool_]
    waived: NDArray[np.bool_]

    @property
    def loudness(self) -> Array:
        """The loudest alarm of each line and whether there is one at all, as in the product."""
        told = self.rules.any(axis=1)
        own = self.scores[:, :-1] + TRUST * self.rules - DOUBT * self.waived
        denied = self.waived.any(axis=1) & ~told
        at_all = self.scores[:, -1] + TRUST * told - DOUBT * denied
        return (own.max(axis=1) + at_all) / 2

    def part(self, chosen: NDArray[np.bool_]) -> "Judged":
        """Some of the lines."""
        return Judged(
            self.scores[chosen], self.wanted[chosen], self.rules[chosen], self.waived[chosen]
        )


def _lift_by_sentences(fit: RidgeFit, texts: Sequence[str]) -> Array:
    """What the loudest sentence adds to the whole, which it halves with it as in the product."""
    lifts = []
    for text, fold in zip(texts, fit.folds, strict=False):
        words = fit.words_without[fold]
        letters = np.array([words.score(stretch) for stretch in split_stretches(text)])
        lifts.append((letters.max(axis=0) - letters[0]) / 2)
    return np.array(lifts)


def _choose_sound(case: Judged) -> float:
    """Where most is gained, on lines that no phrase was written for."""
    loudness, worth = case.loudness, (WORTH + 1) * case.wanted.any(axis=1) - 1
    gains = [float(np.sum(worth * (loudness >= least))) for least in BETWEEN]
    return float(BETWEEN[int(np.argmax(gains))].round(2))


def _tell_alarms(name: str, case: Judged, least: float) -> None:
    truth, loudness = case.wanted.any(axis=1), case.loudness
    tried = {f"from {at:.2f} on": loudness >= at for at in np.arange(-2, 3) * 0.05 + least}
    for who, rung in {"rules": case.rules.any(axis=1), **tried}.items():
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
