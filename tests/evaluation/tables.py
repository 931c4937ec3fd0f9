"""What `make eval` shows: tables of labels and of what was taken for what."""

from collections.abc import Iterator, Mapping

from shared.domain.understanding import Intent
from tests.evaluation.measure import Figures, Result
from tests.evaluation.scores import Pair, Tally


def tell_result(title: str, result: Result) -> Iterator[str]:
    """Figures in one line, then a table a task."""
    yield ""
    yield f"── {title}"
    yield "   " + "  ".join(f"{name} {value:.3f}" for name, value in result.figures.items())
    for channel, confusion in result.confusions.items():
        yield f"   {channel}: rows are true, columns guessed"
        yield from tell_confusion(confusion)
    for name, tallies in result.tables.items():
        yield from tell_tallies(name, tallies)


def tell_confusion(confusion: Mapping[Pair, int]) -> Iterator[str]:
    """A square of counts; columns bear the numbers of the rows."""
    names = _in_order({name for pair in confusion for name in pair})
    yield " " * 26 + "".join(f"{number:>4}" for number in range(1, len(names) + 1))
    for number, truth in enumerate(names, start=1):
        counts = (confusion.get((truth, guess), 0) for guess in names)
        yield f"   {number:>2} {truth:20}" + "".join(f"{count or '·':>4}" for count in counts)


def tell_tallies(name: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Precision and recall of each label, with the counts behind them."""
    yield f"   {name:24}precision  recall     f1   right  false  missed"
    for label in _in_order(set(tallies)):
        one = tallies[label]
        yield (
            f"   {label:24}{one.precision:>9.3f}{one.recall:>8.3f}{one.f1:>7.3f}"
            f"{one.right:>8}{one.false:>7}{one.missed:>8}"
        )


def tell_layers(measured: Mapping[str, Figures]) -> Iterator[str]:
    """Figures as rows, layers as columns, to compare at a glance."""
    names = list(dict.fromkeys(name for figures in measured.values() for name in figures))
    yield " " * 31 + "".join(f"{layer:>12}" for layer in measured)
    for name in names:
        cells = (figures.get(name) for figures in measured.values())
        yield f"   {name:28}" + "".join(
            f"{'–' if cell is None else f'{cell:.3f}':>12}" for cell in cells
        )


def _in_order(names: set[str]) -> list[str]:
    known = [intent.value for intent in Intent if intent.value in names]
    return known + sorted(names - set(known))
