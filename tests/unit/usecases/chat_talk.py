"""Talks in a cabinet that a test syncs."""

from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Message
from shared.domain.sync.category import Category
from shared.ports import Query
from tests.sync_bench import SyncBench

CHAT = Channel.CHAT


def settle(bench: SyncBench) -> None:
    bench.settle(Category.CHAT)


def messages(bench: SyncBench, chat: str) -> list[str]:
    query = Query(kind=Message, within=(interaction_id("chat", chat),))
    found = [stored.value for stored in bench.store.find(query)]
    return [message.text for message in sorted(found, key=lambda one: one.sent_at)]


def talk(bench: SyncBench, *words: str, minutes: float = 1) -> str:
    chat = bench.cabinet.open_chat(text=words[0])
    for text in words[1:]:
        bench.later(minutes=minutes)
        bench.cabinet.say(chat, text)
    bench.later(minutes=minutes)
    return chat
