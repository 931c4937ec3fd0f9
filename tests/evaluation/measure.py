"""Read lines with a layer and compare: figures, tables and misses of each task."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from shared.domain.interaction import Channel
from shared.domain.understanding import Intent, Quote
from tests.evaluation.baseline import guess_alarms, guess_block, guess_intent
from tests.evaluation.coarse import coarse_label
from tests.evaluation.layers import Layer, find_objections
from tests.evaluation.lines import Line, Task
from tests.evaluation.scores import (
    Feelings,
    Pair,
    Tally,
    accuracy,
    confuse,
    macro_f1,
    score_topics,
    sum_tallies,
    tally_flags,
    tally_labels,
    tally_sets,
)

MOST_OF_TEXT = 160
Figures = dict[str, float]


@dataclass(slots=True)
class Result:
    """What came of one task: `tables` are labels with their tallies, `confusions` pairs."""

    figures: Figures = field(default_factory=dict)
    tables: dict[str, Mapping[str, Tally]] = field(default_factory=dict)
    confusions: dict[str, Mapping[Pair, int]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Join the results of two tasks."""
        self.figures |= other.figures
        self.tables |= other.tables
        self.confusions |= other.confusions
        self.misses += other.misses


def measure_lines(lines: Sequence[Line], layer: Layer) -> Result:
    """Every task that the lines ask and the layer does; figures of others are absent."""
    result = Result()
    for task, measure in _MEASURES.items():
        asked = [line for line in lines if line.task is task]
        if asked:
            result.add(measure(asked, layer))
    return result


def _measure_intents(lines: Sequence[Line], layer: Layer) -> Result:
    result = Result()
    heard = [line for line in lines if line.channel in layer.channels]
    guesses = [(line, layer.read_intent(line.channel, line.text)) for line in heard]
    for line, guess in guesses:
        if not _agrees(line.intent, guess.label):
            why = f"{guess.label} {guess.confidence:.2f} {guess.method}{_quote(guess.evidence)}"
            why += f" near «{guess.nearest}»" if guess.nearest else ""
            result.misses.append(_tell_miss(line, line.intent, why))
    for channel, prefix in _PREFIXES.items():
        pairs = [
            (line.intent, str(guess.label)) for line, guess in guesses if line.channel is channel
        ]
        result.figures |= _intent_figures(pairs, prefix)
        if pairs:
            result.confusions[channel] = confuse(pairs)
    return result


def _intent_figures(pairs: Sequence[Pair], prefix: str) -> Figures:
    fine = [(truth, guess) for truth, guess in pairs if truth in tuple(Intent)]
    coarse = [(coarse_label(truth), coarse_label(guess)) for truth, guess in pairs]
    figures: Figures = {}
    if fine:
        figures[f"{prefix or 'intent_'}accuracy"] = accuracy(fine)
        figures[f"{prefix}intent_macro_f1"] = macro_f1(tally_labels(fine))
    if coarse and not prefix:
        figures["intent6_accuracy"] = accuracy(coarse)
        figures["intent6_macro_f1"] = macro_f1(tally_labels(coarse))
    return figures


def _agrees(truth: str, guess: Intent) -> bool:
    return truth in (guess, coarse_label(guess)) if truth not in tuple(Intent) else truth == guess


def _measure_topics(lines: Sequence[Line], layer: Layer) -> Result:
    result = Result()
    if layer.read_topics is None:
        return result
    pairs: list[tuple[Feelings, Feelings]] = []
    for line in lines:
        found = layer.read_topics(line.text)
        truth = line.topics or {}
        guess: Feelings = {topic.label: topic.sentiment for topic in found}
        pairs.append((truth, guess))
        if not _same_topics(truth, guess):
            why = "; ".join(
                f"{one.label}:{one.sentiment} {one.confidence:.2f}{_quote(one.evidence)}"
                for one in found
            )
            told = ",".join(f"{name}:{feeling or '?'}" for name, feeling in truth.items())
            result.misses.append(_tell_miss(line, told or "none", why or "none"))
    score = score_topics(pairs)
    result.figures = {
        "topic_f1": score.f1,
        "topic_micro_f1": score.micro_f1,
        "topic_sentiment": score.sentiment,
    }
    result.tables["topic"] = score.tallies
    return result


def _same_topics(truth: Feelings, guess: Feelings) -> bool:
    return truth.keys() == guess.keys() and all(
        feeling in (None, guess[topic]) for topic, feeling in truth.items()
    )


def _measure_alarms(lines: Sequence[Line], layer: Layer) -> Result:
    result = Result()
    if layer.read_alarms is None:
        return result
    sets: list[tuple[frozenset[str], frozenset[str]]] = []
    for line in lines:
        found = layer.read_alarms(line.channel, line.text)
        guess = frozenset(one.alarm for one in found)
        sets.append((frozenset(line.alarms), frozenset(guess)))
        if guess != line.alarms:
            why = "; ".join(f"{one.alarm}{_quote(one.evidence)}" for one in found)
            result.misses.append(_tell_miss(line, ",".join(sorted(line.alarms)) or "none", why))
    whole = tally_flags((bool(truth), bool(guess)) for truth, guess in sets)
    tallies = tally_sets(sets)
    kinds = sum_tallies(tallies.values())
    result.figures = {
        "escalation_recall": whole.recall,
        "escalation_precision": whole.precision,
        "escalation_kind_recall": kinds.recall,
        "escalation_kind_precision": kinds.precision,
    }
    result.tables["escalation"] = {**tallies, "any": whole}
    return result


def _measure_guards(lines: Sequence[Line], layer: Layer) -> Result:
    """Guardrails are no layer of understanding: they are the same beside each."""
    result = Result()
    pairs = []
    for line in lines:
        found = find_objections(line.channel, line.text, line.context)
        pairs.append((line.blocked, bool(found)))
        if line.blocked is not bool(found):
            why = "; ".join(f"{one.rule} «{line.text[one.start : one.end]}»" for one in found)
            truth = "block" if line.blocked else "pass"
            result.misses.append(_tell_miss(line, truth, f"block: {why}" if found else "pass"))
    whole = tally_flags(pairs)
    result.figures = {"guard_recall": whole.recall, "guard_precision": whole.precision}
    result.tables["guard"] = {"block": whole}
    return result


def measure_baseline(lines: Sequence[Line]) -> Figures:
    """A plain search for substrings on the same lines; questions in the six labels it had."""
    figures: Figures = {}
    pairs: dict[Channel, list[Pair]] = {channel: [] for channel in Channel}
    for line in lines:
        if line.task is Task.INTENT:
            truth = coarse_label(line.intent) if line.channel is Channel.QUESTION else line.intent
            pairs[line.channel].append((truth, guess_intent(line.channel, line.text)))
    for channel, some in pairs.items():
        if some:
            figures[f"baseline_{channel}_accuracy"] = accuracy(some)
    everything = [pair for some in pairs.values() for pair in some]
    if everything:
        figures["baseline_accuracy"] = accuracy(everything)
    return figures | _baseline_flags(lines)


def _baseline_flags(lines: Sequence[Line]) -> Figures:
    figures: Figures = {}
    alarms = [line for line in lines if line.task is Task.ESCALATION]
    if alarms:
        whole = tally_flags((bool(line.alarms), bool(guess_alarms(line.text))) for line in alarms)
        figures["baseline_escalation_recall"] = whole.recall
        figures["baseline_escalation_precision"] = whole.precision
    guards = [line for line in lines if line.task is Task.GUARD]
    if guards:
        whole = tally_flags((line.blocked, guess_block(line.text)) for line in guards)
        figures["guard_baseline_recall"] = whole.recall
        figures["guard_baseline_precision"] = whole.precision
    return figures


def _tell_miss(line: Line, truth: str, guess: str) -> str:
    text = " ".join(line.text.split())
    cut = text if len(text) <= MOST_OF_TEXT else text[:MOST_OF_TEXT] + "…"
    place = f"{line.source}:{line.number}"
    return f"{place} {line.task}/{line.channel}: {truth} ← {guess or 'none'} | {cut}"


def _quote(evidence: Sequence[Quote]) -> str:
    return f" «{' / '.join(one.text for one in evidence)}»" if evidence else ""


_PREFIXES: Mapping[Channel, str] = {
    Channel.QUESTION: "",
    Channel.CHAT: "chat_",
    Channel.REVIEW: "review_",
}
_MEASURES: Mapping[Task, Callable[[Sequence[Line], Layer], Result]] = {
    Task.INTENT: _measure_intents,
    Task.TOPIC: _measure_topics,
    Task.ESCALATION: _measure_alarms,
    Task.GUARD: _measure_guards,
}
