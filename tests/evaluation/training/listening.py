"""What sentence vectors and letters tell of alarms that the rules do not hear."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

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
from tests.evaluation.training.sentences import ALARMS, Sentence

WORDED = tuple(alarm for alarm in Alarm if alarm is not Alarm.MASS_DEFECT)
# Sentences without labels of alarms in which rules hear none are harmless, most of them.
UNLABELLED = 0.3
# So many false alarms weigh as much as one that is missed.
WORTH = 2.0
BETWEEN = np.arange(0.2, 0.72, 0.02)


def learn_alarms(embedder: Embedder, sentences: Sequence[Sentence]) -> dict[str, object]:
    """Everything that is learnt of alarms, ready to be written."""
    lines = read_labelled(ALARMS)
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
    scores = np.where(waived[judged] > 0, -np.inf, fit.unseen[judged])
    sounds = [
        _choose_sound(scores[:, at], wanted[judged, at], rules[judged, at])
        for at in range(len(WORDED))
    ]
    _tell_alarms(scores >= np.array(sounds), wanted[judged] > 0, rules[judged] > 0)
    return {
        "heads": fit.plain_heads([one.value for one in WORDED]),
        "sounds_from": dict(zip(WORDED, sounds, strict=True)),
    }


def _choose_sound(scores: Array, wanted: Array, rules: Array) -> float:
    """Where what is heard besides the rules gains most."""
    unheard = rules == 0
    gains = [
        float(((WORTH + 1) * wanted[unheard & (scores >= least)] - 1).sum()) for least in BETWEEN
    ]
    best = max(gains)
    return float(max(least for least, gain in zip(BETWEEN, gains, strict=True) if gain == best))


def _tell_alarms(heard: Any, wanted: Any, rules: Any) -> None:
    truth = wanted.any(axis=1)
    for name, guess in (("rules", rules), ("vectors", heard), ("both", rules | heard)):
        rung = guess.any(axis=1)
        right = int((rung & truth).sum())
        say(f"alarms, {name}: recall {right / truth.sum():.3f}, precision {right / rung.sum():.3f}")


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
