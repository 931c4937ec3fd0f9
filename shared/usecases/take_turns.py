"""Serve all sellers in rounds: a round that must stop is taken up behind whom it served last."""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from shared.domain.ids import SellerId
from shared.domain.sync.due import Shard
from shared.domain.turns import Turn
from shared.ports import Clock, Put, Store, Stores


def take_turns(
    name: str,
    shards: Iterable[int],
    serve: Callable[[SellerId], bool],
    *,
    stores: Stores,
    clock: Clock,
    seconds: float,
) -> None:
    """Serve one seller at least, until the time is over or `serve` says that it is enough.

    Nothing is written by a round that has served everybody.
    """
    started = clock.monotonic()
    sellers = _in_turn(name, shards, stores.shared())
    for seller in sellers:
        goes_on = serve(seller)
        if seller == sellers[-1]:
            return
        if not goes_on or clock.monotonic() - started >= seconds:
            stores.shared().commit([Put(Turn(id=name, after=seller))])
            return


def _in_turn(name: str, shards: Iterable[int], shared: Store) -> list[SellerId]:
    found = shared.get_many(Shard, [str(number) for number in shards])
    sellers = sorted(SellerId(one) for shard in found.values() for one in shard.value.sellers)
    turn = shared.get(Turn, name)
    first = bisect_right(sellers, turn.value.after) if turn else 0
    return [*sellers[first:], *sellers[:first]]
