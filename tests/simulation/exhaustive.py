"""Every single fault, every pair and every triple at the first side effects of a reply's way."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations, product

from shared.domain.interaction import Channel, Origin
from shared.domain.replies.states import ReplyKind
from tests.simulation.campaign import Tally
from tests.simulation.engine import Engine
from tests.simulation.faults import SCRIPTED, Fault, Odds
from tests.simulation.story import CHANNELS, EDIT_TEXT, find_wrongs, run_world
from tests.simulation.world import ANSWER, Wish, World

# How many side effects are hit: those of the happy way, and what follows a fault.
PAIRS_AT = 16
TRIPLES_AT = 9
SCRIPT_ODDS = Odds()
EDIT_AT = 600.0

Scripted = tuple[str, tuple[tuple[int, Fault], ...]]
EXAMPLE = "example"
WAYS = (*(channel.value for channel in CHANNELS), "edit", EXAMPLE)


def single_faults(places: int = PAIRS_AT) -> Iterator[Scripted]:
    """Nothing wrong, and one thing wrong."""
    for way in WAYS:
        yield way, ()
        yield from ((way, (point,)) for point in product(range(places), SCRIPTED))


def pairs(places: int = PAIRS_AT) -> Iterator[Scripted]:
    """Two things wrong."""
    for way in WAYS:
        yield from ((way, hits) for hits in _hits(places, 2))


def triples(places: int = TRIPLES_AT) -> Iterator[Scripted]:
    """Three things wrong with the first answer or message."""
    for channel in CHANNELS:
        yield from ((channel.value, hits) for hits in _hits(places, 3))


def _hits(places: int, number: int) -> Iterator[tuple[tuple[int, Fault], ...]]:
    for where in combinations(range(places), number):
        for what in product(SCRIPTED, repeat=number):
            yield tuple(zip(where, what, strict=True))


def try_script(scripted: Scripted) -> Tally:
    """Play one script to its end."""
    way, hits = scripted
    world = play_script(way, dict(hits))
    shown = ", ".join(f"{fault} at {place}" for place, fault in hits)
    wrongs = [f"{way} with {shown}: {wrong}" for wrong in find_wrongs(world)]
    replies = world.witness.replies.values()
    ends = Counter(f"{way} {reply.state.value}" for reply in replies)
    return Tally(1, world.engine.fired, ends, wrongs, world.witness.rewritten)


def play_script(way: str, script: Mapping[int, Fault], *, text: str = ANSWER) -> World:
    """One approval, and for an edit the answer before it, which nothing disturbs."""
    world = begin_script(way, script, text=text)
    run_world(world)
    return world


def begin_script(way: str, script: Mapping[int, Fault], *, text: str = ANSWER) -> World:
    """The world at the moment of the approval."""
    engine = Engine(0, SCRIPT_ODDS, 0.0, script=script)
    is_review = way in ("edit", EXAMPLE)
    origin = Origin.DEMO if way == EXAMPLE else Origin.WB_API
    world = World(engine, Channel.REVIEW if is_review else Channel(way), origin=origin)
    if way == "edit":
        world.answer_in_portal()
        world.sync()
        world.witness.answered_at = None
        wish = Wish("edit-1", EDIT_TEXT, kind=ReplyKind.EDIT)
    else:
        wish = Wish("request-1", text)
    engine.at(0.0, lambda: world.approve(wish))
    return world
