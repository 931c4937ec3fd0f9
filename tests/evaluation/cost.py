"""What understanding one text costs: processor time, warm, the median over real lines."""

import statistics
import time
from collections.abc import Sequence

from tests.evaluation.layers import Layer
from tests.evaluation.lines import Line

ITEMS = 100


def measure_cost(lines: Sequence[Line], layer: Layer) -> float:
    """Milliseconds for everything that a layer without a memory does with a text."""
    every = max(1, len(lines) // ITEMS)
    some = lines[::every][:ITEMS]
    for line in some:
        _understand(line, layer)
    return statistics.median(_time(line, layer) for line in some) if some else 0.0


def _time(line: Line, layer: Layer) -> float:
    started = time.process_time()
    _understand(line, layer)
    return (time.process_time() - started) * 1000


def _understand(line: Line, layer: Layer) -> None:
    if layer.understand is not None:
        layer.understand(line.channel, line.text)
        return
    layer.read_intent(line.channel, line.text)
    if layer.read_topics is not None:
        layer.read_topics(line.text)
    if layer.read_alarms is not None:
        layer.read_alarms(line.channel, line.text)
