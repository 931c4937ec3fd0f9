"""What is remembered of a channel, and what is forgotten first."""

from shared.domain.interaction import Channel
from shared.domain.sync import known as module
from shared.domain.sync.known import MOST_MISSES, MOST_OTHERS, Memory, Place

HASH, OTHER_HASH = "a" * 64, "b" * 64


def repack(memory: Memory) -> Memory:
    return Memory.unpack(memory.channel, memory.pack())


def test_memory_survives_a_run_with_its_order() -> None:
    memory = Memory(channel=Channel.REVIEW)
    memory.note("second\nline", HASH, Place.LISTED)
    memory.note("a", OTHER_HASH, Place.ELSEWHERE)

    again = repack(memory)

    assert list(again.entries.items()) == list(memory.entries.items())
    assert again.pack().body == again.packed
    assert Memory.unpack(Channel.CHAT, None).entries == {}


def test_only_a_new_content_is_news() -> None:
    memory = Memory(channel=Channel.REVIEW)

    assert memory.is_news("a", HASH)
    assert not memory.was_other("a", HASH)
    memory.note("a", HASH, Place.LISTED)
    assert not repack(memory).is_news("a", HASH)
    assert repack(memory).was_other("a", OTHER_HASH)


def test_an_item_that_is_not_in_the_list_any_more_has_left() -> None:
    memory = Memory(channel=Channel.REVIEW)
    for name in ("stays", "leaves"):
        memory.note(name, HASH, Place.LISTED)
    memory.note("answered long ago", HASH, Place.ELSEWHERE)
    memory.close_list()

    memory.note("stays", HASH, Place.LISTED)
    memory = repack(memory)
    memory.close_list()

    assert list(memory.left()) == ["leaves"]


def test_an_item_that_stays_unanswered_outside_the_list_is_asked_for_a_few_times() -> None:
    memory = Memory(channel=Channel.REVIEW)
    memory.note("archived", HASH, Place.LISTED)
    memory.close_list()
    asked = 0

    for _ in range(10):
        memory = repack(memory)
        memory.close_list()
        for name in list(memory.left()):
            asked += 1
            misses = memory.entries[name].misses
            memory.note(name, HASH, Place.ELSEWHERE)
            memory.miss(name, misses)

    assert asked == MOST_MISSES


def test_an_item_that_comes_back_to_the_list_begins_anew() -> None:
    memory = Memory(channel=Channel.REVIEW)
    memory.note("a", HASH, Place.ELSEWHERE)
    memory.miss("a", 0)

    memory.note("a", HASH, Place.LISTED)

    assert memory.entries["a"].misses == 0
    memory.forget("a")
    memory.forget("a")
    assert not memory.entries


def test_the_oldest_answered_items_are_forgotten_and_no_open_one() -> None:
    memory = Memory(channel=Channel.REVIEW)
    memory.note("open", HASH, Place.LISTED)
    for number in range(MOST_OTHERS + 5):
        memory.note(f"i{number}", HASH, Place.ELSEWHERE)
    memory.note("i0", OTHER_HASH, Place.ELSEWHERE)

    kept = repack(memory).entries

    assert len(kept) == MOST_OTHERS + 1
    assert {"open", "i0"} <= kept.keys()
    assert "i1" not in kept


def test_the_largest_memory_fits_a_document() -> None:
    memory = Memory(channel=Channel.REVIEW)
    for number in range(module.MOST_LISTED):
        memory.note(f"{number * 7919:020x}", f"{number * 104729:064x}"[::-1], Place.LISTED)

    assert len(memory.pack().body) < 900_000
