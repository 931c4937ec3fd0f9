"""What sentence vectors tell of alarms, subjects and moods, and how much each weighs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from infra.local.screen import say
from shared.domain.interaction import Channel
from shared.domain.meaning.escalation import find_escalations, find_waived
from shared.domain.meaning.hearing import masked_words
from shared.domain.meaning.topics import TOLD_ONCE, TOLD_TWICE, VAGUE, read_topics
from shared.domain.understanding import Alarm, Intent, Sentiment
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.lines import Line, read_lines
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.training.binary import Rows, fit_rows, predict_folds
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.sentences import ALARMS, TOPICS, Sentence
from tests.evaluation.training.writing import pack_rows

WORDED = tuple(alarm for alarm in Alarm if alarm is not Alarm.MASS_DEFECT)
SURE = (VAGUE, TOLD_ONCE, TOLD_TWICE)
# Sentences without labels of alarms in which rules hear none are harmless, most of them.
UNLABELLED = 0.3
# So many false alarms are worth one that would be missed.
WORTH = 3
BETWEEN = np.arange(-1.5, 1.75, 0.25)
LEAST = np.arange(0.2, 0.65, 0.05)
# Of rarer topics nothing but the common threshold is known.
COMMON = 30
OWN_FILE = TOPICS[-1].name


def learn_listeners(embedder: Embedder, sentences: Sequence[Sentence]) -> dict[str, object]:
    """Everything beside intents, ready to be written."""
    alarms, sounds_from = _learn_alarms(embedder, sentences)
    lines = _read(TOPICS)
    vectors = np.array(embedder.embed([_words_of(line) for line in lines]))
    topics, mixing = _learn_topics(lines, vectors)
    moods = _learn_moods(lines, vectors)
    return {
        "alarms": alarms,
        "topics": topics,
        "moods": moods,
        "sounds_from": sounds_from,
        "mixing": mixing,
    }


def _learn_alarms(
    embedder: Embedder, sentences: Sequence[Sentence]
) -> tuple[dict[str, object], dict[str, float]]:
    lines = _read(ALARMS)
    known = {line.text for line in lines}
    silent = [one for one in sentences if one.text not in known and not _alarms_of(one)]
    texts = [*map(_words_of, lines), *(one.text for one in silent)]
    wanted = np.zeros((len(texts), len(WORDED)))
    rules, waived = np.zeros_like(wanted), np.zeros_like(wanted)
    for at, line in enumerate(lines):
        wanted[at] = [alarm in line.alarms for alarm in WORDED]
        rules[at] = [alarm in _alarms_of(line) for alarm in WORDED]
        waived[at] = [alarm in _waived_of(line) for alarm in WORDED]
    weights = np.where(np.arange(len(texts)) < len(lines), 1.0, UNLABELLED)
    rows = Rows(np.array(embedder.embed(texts)), wanted, weights)
    judged = slice(len(lines))
    scores = np.where(waived[judged] > 0, -np.inf, predict_folds(rows)[judged])
    sounds = [
        _choose_sound(scores[:, at], wanted[judged, at], rules[judged, at])
        for at in range(len(WORDED))
    ]
    _tell_alarms(scores >= np.array(sounds), wanted[judged] > 0, rules[judged] > 0)
    return _plain_heads([one.value for one in WORDED], rows), dict(zip(WORDED, sounds, strict=True))


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


def _learn_topics(lines: Sequence[Line], vectors: Array) -> tuple[dict[str, object], object]:
    """Rules are weighed on own sentences, that no rule was written for."""
    wanted = np.array([[topic in (line.topics or {}) for topic in Intent] for line in lines], float)
    rules = np.array([_sureness(line) for line in lines])
    own = np.array([OWN_FILE in line.source for line in lines])
    rows = Rows(vectors, wanted, np.ones(len(lines)))
    scores = predict_folds(rows)
    weights = _weigh(_facts_of(scores[own], rules[own]), wanted[own].ravel())
    shares = 1 / (1 + np.exp(-(_facts_of(scores, rules) @ weights))).reshape(wanted.shape)
    least = _choose_least(shares, wanted > 0)
    truth = wanted[own] > 0
    say(f"topics of {int(own.sum())} own reviews: rules {_macro_f1(rules[own] > 0, truth):.3f}")
    say(f"  both {_macro_f1(shares[own] >= least, truth):.3f}")
    bias, scale, *told = (round(float(one), 3) for one in weights)
    mixing = {
        "bias": bias,
        "scale": scale,
        "told": {str(sure): weight for sure, weight in zip(SURE, told, strict=True)},
        "least": {topic.value: float(one) for topic, one in zip(Intent, least, strict=True)},
    }
    return _plain_heads([one.value for one in Intent], rows), mixing


def _choose_least(shares: Array, truth: Any) -> Array:
    """The same for all, but of common topics where each is found best."""
    chosen = np.full(len(Intent), _best_least(shares, truth))
    for at in np.flatnonzero(truth.sum(axis=0) >= COMMON):
        chosen[at] = _best_least(shares[:, [at]], truth[:, [at]])
    return chosen.round(2)


def _best_least(shares: Array, truth: Any) -> float:
    return max(map(float, LEAST), key=lambda least: _macro_f1(shares >= least, truth))


def _learn_moods(lines: Sequence[Line], vectors: Array) -> dict[str, object]:
    """Each feeling of a text is one example."""
    pairs = [
        (at, feeling) for at, line in enumerate(lines) for feeling in (line.topics or {}).values()
    ]
    wanted = np.array([[one is feeling for one in Sentiment] for _, feeling in pairs], float)
    rows = Rows(vectors[[at for at, _ in pairs]], wanted, np.ones(len(pairs)))
    return _plain_heads([one.value for one in Sentiment], rows)


def _facts_of(scores: Array, rules: Array) -> Array:
    told = [(rules == sure).ravel().astype(float) for sure in SURE]
    return np.stack([np.ones(scores.size), scores.ravel(), *told], axis=1)


def _weigh(facts: Array, wanted: Array) -> Array:
    """Newton's steps: five numbers, thousands of cases."""
    weights = np.zeros(facts.shape[1])
    for _ in range(30):
        shares = 1 / (1 + np.exp(-(facts @ weights)))
        bend = (facts * (shares * (1 - shares))[:, None]).T @ facts
        pull = facts.T @ (wanted - shares)
        weights = weights + np.linalg.solve(bend + 1e-3 * np.eye(len(weights)), pull)
    return weights


def _macro_f1(guess: Any, truth: Any) -> float:
    sizes = guess.sum(axis=0) + truth.sum(axis=0)
    right = 2 * (guess & truth).sum(axis=0)
    return float((right[sizes > 0] / sizes[sizes > 0]).mean())


def _plain_heads(labels: Sequence[str], rows: Rows) -> dict[str, object]:
    weights, biases = fit_rows(rows)
    return {
        "labels": list(labels),
        "weights": pack_rows(weights),
        "biases": [round(float(one), 4) for one in biases],
    }


def _sureness(line: Line) -> list[float]:
    told = {
        one.label: one.confidence
        for one in read_topics(Channel.REVIEW, source_of(line.text, Channel.REVIEW))
    }
    return [told.get(topic, 0.0) for topic in Intent]


def _alarms_of(one: Line | Sentence) -> set[Alarm]:
    found = find_escalations(one.channel, source_of(one.text, one.channel))
    return {escalation.alarm for escalation in found}


def _waived_of(line: Line) -> frozenset[Alarm]:
    return find_waived(line.channel, source_of(line.text, line.channel))


def _read(files: Sequence[Any]) -> list[Line]:
    texts = read_texts(find_folder())
    found: Mapping[tuple[str, Channel], Line] = {
        (line.text, line.channel): line for path in files for line in read_lines(path, texts).lines
    }
    return [line for line in found.values() if _words_of(line)]


def _words_of(line: Line) -> str:
    return masked_words(line.channel, source_of(line.text, line.channel))
