"""Turns a typed query into a plain one and refuses what has no one meaning."""

from collections.abc import Sequence
from math import prod
from typing import Any

from shared.adapters.store.checks import check_field_name, check_value
from shared.adapters.store.codec import encode_value
from shared.adapters.store.kinds import (
    DocPath,
    Place,
    Scope,
    collection_path,
    document_path,
    place_of,
)
from shared.adapters.store.plain import Condition, Cursor, DocQuery, Sort
from shared.domain.field_paths import Segments, split_path
from shared.ports import Order, Query, Where

SELLERS = "sellers"
INEQUALITIES = frozenset({"<", "<=", ">", ">="})
MOST_DISJUNCTIONS = 30

# Values to choose from, and arrays that hold something.
CHOICES = frozenset({"in", "array_contains_any"})
HOLDINGS = frozenset({"array_contains", "array_contains_any"})

_OPERATORS = INEQUALITIES | CHOICES | HOLDINGS | {"=="}


def plan_query(root: DocPath, query: Query[Any]) -> DocQuery:
    """Place a query below a root; ValueError for one that the code must not ask."""
    place = place_of(query.kind)
    conditions = tuple(_read_condition(where) for where in query.where)
    explicit = tuple(_read_order(order) for order in query.order)
    sorts = _all_sorts(explicit, conditions)
    _check_shape(conditions, sorts)
    if query.limit is not None and query.limit < 1:
        raise ValueError("a limit is at least one")
    return DocQuery(
        collection=_collection(root, place, query),
        group=query.everywhere,
        conditions=conditions,
        sorts=sorts,
        limit=query.limit,
        after=_read_cursor(root, place, query, sorts) if query.after else None,
    )


def _collection(root: DocPath, place: Place, query: Query[Any]) -> DocPath:
    if not query.everywhere:
        return collection_path(root, place, query.within)
    if root or place.scope is not Scope.SELLER or query.within:
        raise ValueError("only the shared store may ask for one seller kind everywhere")
    return place.collections[-1:]


def _read_condition(where: Where) -> Condition:
    if where.operator not in _OPERATORS:
        raise ValueError(f"unknown operator {where.operator!r}")
    value = encode_value(where.value)
    if where.operator in CHOICES:
        if not isinstance(value, list) or not value:
            raise ValueError(f"`{where.operator}` needs at least one value")
    elif where.operator != "==" and value is None:
        raise ValueError("None can only be equal")
    check_value(value)
    return Condition(_read_field(where.field), where.operator, value)


def _read_order(order: Order) -> Sort:
    return Sort(_read_field(order.field), order.descending)


def _read_field(path: str) -> Segments:
    segments = split_path(path)
    for segment in segments:
        check_field_name(segment)
    return segments


def _all_sorts(explicit: tuple[Sort, ...], conditions: tuple[Condition, ...]) -> tuple[Sort, ...]:
    """Firestore also sorts by every field with an inequality."""
    named = {sort.field for sort in explicit}
    ranged = {part.field for part in conditions if part.operator in INEQUALITIES} - named
    descending = bool(explicit) and explicit[-1].descending
    return explicit + tuple(Sort(field, descending) for field in sorted(ranged))


def _check_shape(conditions: tuple[Condition, ...], sorts: tuple[Sort, ...]) -> None:
    pinned = [part.field for part in conditions if part.operator in {"==", "in"}]
    sorted_by = [sort.field for sort in sorts]
    if len({*pinned, *sorted_by}) != len(pinned) + len(sorted_by):
        raise ValueError("a field is pinned or sorted by once, and never both")
    if sum(part.operator in HOLDINGS for part in conditions) > 1:
        raise ValueError("only one array_contains is possible")
    choices = prod(len(part.value) for part in conditions if part.operator in CHOICES)
    if choices > MOST_DISJUNCTIONS:
        raise ValueError(f"a query may stand for at most {MOST_DISJUNCTIONS} others")


def _read_cursor(root: DocPath, place: Place, query: Query[Any], sorts: tuple[Sort, ...]) -> Cursor:
    *values, key = query.after
    if len(values) != len(sorts) or len(sorts) != len(query.order):
        raise ValueError("`after` holds one value for each order, every range ordered, and a key")
    plain = tuple(encode_value(value) for value in values)
    for value in plain:
        check_value(value)
    return Cursor(plain, _read_key(root, place, query, key))


def _read_key(root: DocPath, place: Place, query: Query[Any], key: Any) -> DocPath:
    names: Sequence[str] = (key,) if isinstance(key, str) else tuple(key)
    if query.everywhere:
        if len(names) != len(place.fields) + 1:
            raise ValueError("a key from everywhere begins with the seller")
        root, names = seller_root(names[0]), names[1:]
    elif len(names) == 1:
        names = (*query.within, *names)
    return document_path(root, place, names)


def seller_root(seller: str) -> DocPath:
    """Where one seller's subtree begins."""
    return (*document_path((), Place(Scope.SHARED, (SELLERS,), ("id",)), (seller,)),)
