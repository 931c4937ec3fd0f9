"""Evaluates the part of Prometheus' query language that the deployed expressions use.

Its documentation is "Querying Prometheus". Counters are kept as what was added and when, as Cloud
Monitoring keeps a delta metric: `increase` is the sum of a window, without extrapolation.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, isnan, nan
from operator import eq, ge, gt, le, lt, ne, truediv
from typing import Any

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
Value = float | Vector
Node = tuple[Any, ...]

_TOKEN = re.compile(r"\s*([\w:]+(?:\.\d+)?|\[\d+m\]|\"[^\"]*\"|[<>!=]=|[-+*/(){}<>=,])")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">": gt,
    "<": lt,
    ">=": ge,
    "<=": le,
    "==": eq,
    "!=": ne,
}
_AGGREGATES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "min": min,
    "max": max,
    "avg": lambda values: sum(values) / len(values),
}
_NOBODY: Labels = frozenset()


@dataclass
class Samples:
    """One series: minutes in order, and the value of each; of a counter, what each added."""

    minutes: Sequence[float]
    values: Sequence[float] | None = None

    def added(self, end: float, window: float) -> float:
        """What a counter gained within a window; an entry without a value counts as one."""
        first, behind = (bisect_right(self.minutes, at) for at in (end - window, end))
        if self.values is None:
            return behind - first
        return sum(self.values[first:behind])

    def within(self, end: float, window: float) -> Sequence[float]:
        """The values of a gauge within a window."""
        first, behind = (bisect_right(self.minutes, at) for at in (end - window, end))
        return (self.values or [])[first:behind]


# By metric, then by labels.
Series = Mapping[str, Mapping[Labels, Samples]]
# A gauge that has told nothing for so long tells nothing.
_FRESH = 5.0


def is_on(expression: str, series: Series, minute: float) -> bool:
    """Whether an alert of this expression is on: anything at all is left of it."""
    found = _evaluate(parse(expression), series, minute)
    return isinstance(found, dict) and bool(found)


@cache
def parse(expression: str) -> Node:
    """Read an expression; ValueError for what the reader does not know."""
    tokens, at = [], 0
    while at < len(expression.rstrip()):
        found = _TOKEN.match(expression, at)
        if found is None:
            raise ValueError(expression[at:])
        tokens.append(found[1])
        at = found.end()
    reader = _Reader(tokens)
    node = reader.either()
    if reader.tokens:
        raise ValueError(" ".join(reader.tokens))
    return node


@dataclass
class _Reader:
    tokens: list[str]

    def take(self, wanted: str = "") -> str:
        token = self.tokens.pop(0)
        if wanted and token != wanted:
            raise ValueError(f"{wanted} expected, not {token}")
        return token

    def sees(self, *wanted: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in wanted

    def either(self) -> Node:
        return self._chain(("or",), self.both)

    def both(self) -> Node:
        return self._chain(("and", "unless"), self.compared)

    def compared(self) -> Node:
        return self._chain(tuple(_COMPARE), self.divided)

    def divided(self) -> Node:
        return self._chain(("/",), self.single)

    def _chain(self, operators: tuple[str, ...], below: Callable[[], Node]) -> Node:
        node = below()
        while self.sees(*operators):
            node = (self.take(), node, below())
        return node

    def single(self) -> Node:
        token = self.take()
        if token == "(":
            node = self.either()
            self.take(")")
            return node
        if token[0].isdigit():
            return ("number", float(token))
        if token in _AGGREGATES:
            kept = self._names() if self.sees("by") else ()
            return ("aggregate", token, kept, self._arguments()[0])
        if self.sees("("):
            return ("call", token, self._arguments())
        return self._selector(token)

    def _names(self) -> tuple[str, ...]:
        self.take("by")
        self.take("(")
        names = []
        while not self.sees(")"):
            names.append(self.take())
            if self.sees(","):
                self.take()
        self.take(")")
        return tuple(names)

    def _arguments(self) -> list[Node]:
        self.take("(")
        found = [self.either()]
        while self.sees(","):
            self.take()
            found.append(self.either())
        self.take(")")
        return found

    def _selector(self, metric: str) -> Node:
        wanted = []
        if self.sees("{"):
            self.take()
            while not self.sees("}"):
                name, sign, value = self.take(), self.take(), self.take().strip('"')
                wanted.append((name, sign, value))
                if self.sees(","):
                    self.take()
            self.take("}")
        window = 0.0
        if self.tokens and self.tokens[0].startswith("["):
            window = float(self.take()[1:-2])
        return ("select", metric, wanted, window)


def _evaluate(node: Node, series: Series, minute: float) -> Value:
    match node:
        case ("number", float(number)):
            return number
        case ("select", *_):
            chosen = _choose(node, series)
            last = {at: one.within(minute, _FRESH) for at, one in chosen.items()}
            return {at: values[-1] for at, values in last.items() if values}
        case ("aggregate", name, kept, below):
            return _gather(name, kept, _vector(_evaluate(below, series, minute)))
        case ("call", name, arguments):
            return _call(name, arguments, series, minute)
        case (operator, first, second):
            known = _evaluate(first, series, minute), _evaluate(second, series, minute)
            return _combine(operator, *known)
        case _:
            raise ValueError(node)


def _choose(node: Node, series: Series) -> dict[Labels, Samples]:
    _, metric, wanted, _ = node
    return {
        labels: samples
        for labels, samples in series.get(metric, {}).items()
        if all(_COMPARE[_sign(sign)](_text(labels, name), value) for name, sign, value in wanted)
    }


def _sign(sign: str) -> str:
    return "==" if sign == "=" else sign


def _text(labels: Labels, name: str) -> Any:
    return dict(labels).get(name, "")


def _gather(name: str, kept: tuple[str, ...], vector: Vector) -> Vector:
    groups: dict[Labels, list[float]] = {}
    for labels, value in vector.items():
        own = frozenset((key, text) for key, text in labels if key in kept)
        groups.setdefault(own, []).append(value)
    return {labels: _AGGREGATES[name](values) for labels, values in groups.items()}


def _call(name: str, arguments: list[Node], series: Series, minute: float) -> Value:
    if name == "vector":
        number = _evaluate(arguments[0], series, minute)
        return {_NOBODY: number} if isinstance(number, float) else {}
    if name == "histogram_quantile":
        share, buckets = (_evaluate(one, series, minute) for one in arguments)
        return _quantile(share if isinstance(share, float) else nan, _vector(buckets))
    window = arguments[0][3]
    chosen = _choose(arguments[0], series)
    if name in ("increase", "rate"):
        # A counter that nothing was ever added to is no series yet.
        lived = {at: one for at, one in chosen.items() if one.minutes and one.minutes[0] <= minute}
        seconds = window * 60 if name == "rate" else 1.0
        return {at: one.added(minute, window) / seconds for at, one in lived.items()}
    if name == "avg_over_time":
        seen = {at: one.within(minute, window) for at, one in chosen.items()}
        return {at: sum(values) / len(values) for at, values in seen.items() if values}
    raise ValueError(name)


def _vector(value: Value) -> Vector:
    if isinstance(value, float):
        raise ValueError("a vector was expected")  # noqa: TRY004 - the expression is wrong
    return value


def _combine(operator: str, first: Value, second: Value) -> Vector:
    left = _vector(first)
    if operator == "or":
        return {**_vector(second), **left} if left else _vector(second)
    if operator == "and":
        return {labels: value for labels, value in left.items() if labels in _vector(second)}
    if operator == "unless":
        return {labels: value for labels, value in left.items() if labels not in _vector(second)}
    pairs = {
        labels: (value, second if isinstance(second, float) else second[labels])
        for labels, value in left.items()
        if isinstance(second, float) or labels in second
    }
    if operator == "/":
        return {labels: _divide(*pair) for labels, pair in pairs.items()}
    return {labels: pair[0] for labels, pair in pairs.items() if _COMPARE[operator](*pair)}


def _divide(part: float, whole: float) -> float:
    return truediv(part, whole) if whole else nan if not part or isnan(part) else inf


def _quantile(share: float, vector: Vector) -> Vector:
    """Where the value of that rank lies, straight between the bounds of its bucket."""
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, count in vector.items():
        own = frozenset(pair for pair in labels if pair[0] != "le")
        groups.setdefault(own, []).append((float(_text(labels, "le")), count))
    return {labels: _rank(share, sorted(buckets)) for labels, buckets in groups.items()}


def _rank(share: float, buckets: list[tuple[float, float]]) -> float:
    total = buckets[-1][1]
    if not total:
        return nan
    lower, below = 0.0, 0.0
    for bound, count in buckets:
        if count >= share * total:
            if bound == inf:
                return lower
            return lower + (bound - lower) * (share * total - below) / (count - below)
        lower, below = bound, count
    return lower
