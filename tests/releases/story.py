"""A seller's documents and tasks in the midst of work, as the functions of this code left them.

New items wait to be ingested, linked and drafted; answers wait to be sent and to be read back; a
sync is planned. Everything in it is invented.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.wb_cabinet import Effect
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Found
from shared.adapters.store.sqlite_log import dump_document, load_document
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.ids import hash_text, interaction_id
from shared.domain.interaction import Channel
from shared.domain.replies.approval import Approval
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.switch import RUNNING
from shared.domain.sync.category import Category
from shared.usecases.approve_reply import approve_reply
from shared.usecases.draft_reply import draft_reply
from tests.builders import SELLER
from tests.handlers import run_dispatch
from tests.judges import sure_judge
from tests.sync_bench import SyncBench

THANKS = "Спасибо за ваши слова, всё проверим!"
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
# Keys are of the machine that plays the story.
SECRETS = "secrets"


class Shop(SyncBench):
    """The handlers of sync and ingestion, and what replies and drafts need besides."""

    def __init__(self) -> None:
        super().__init__()
        self.files, self.switch = MemoryFiles(), RUNNING
        self.left: list[tuple[str, Mapping[str, str]]] = []

    @property
    def handlers(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        """Links and drafts are left to whoever goes on with the story."""
        left = {
            queue: lambda payload, queue=queue: self.left.append((queue, payload))
            for queue in ("link", "draft")
        }
        return super().handlers | left

    def read_all(self) -> None:
        """Both categories, with all that follows."""
        for category in Category:
            self.settle(category)

    def draft(self, channel: Channel, name: str) -> None:
        draft_reply(
            SELLER,
            interaction_id(channel, name),
            stores=self.stores,
            writers=[TemplateWriter()],
            cards=MemoryCards(),
            clock=self.clock,
        )

    def approve(self, channel: Channel, name: str) -> Reply:
        approval = Approval(
            interaction=interaction_id(channel, name),
            text=THANKS,
            text_hash=hash_text(THANKS),
            revision=self.item(channel, name).revision,
            client_request_id=name,
            confirm=True,
        )
        return approve_reply(
            SELLER,
            approval,
            stores=self.stores,
            queue=self.queue,
            clock=self.clock,
            judge=sure_judge(),
        )

    def send(self, reply: Reply) -> None:
        self.later(minutes=1)
        run_dispatch(self, reply.id)


def play_story() -> Shop:
    """Work begun and left."""
    shop = Shop()
    cabinet = shop.cabinet
    reviews = [
        cabinet.add_review(text=text, rating=rating)
        for text, rating in (("Порвалось через день", 1), ("Отлично село", 5), ("Норм", 4))
    ]
    question = cabinet.add_question(text="Какой состав ткани?")
    chat = cabinet.open_chat(text="Где мой заказ?")
    shop.read_all()
    shop.draft(Channel.REVIEW, reviews[0])
    shop.draft(Channel.QUESTION, question)
    shop.send(shop.approve(Channel.REVIEW, reviews[1]))
    cabinet.fail_write(NO_ANSWER, Effect.NONE)
    shop.send(shop.approve(Channel.REVIEW, reviews[2]))
    shop.approve(Channel.CHAT, chat)
    shop.approve(Channel.QUESTION, question)
    cabinet.add_review(text="Пришёл не тот размер", rating=2)
    cabinet.add_question(text="Когда будет красный?")
    cabinet.say(chat, "Так где он?")
    shop.clock.advance(timedelta(minutes=5))
    for category in Category:
        shop.sync(category)
    shop.plan()
    return shop


def story_documents(shop: Shop) -> Iterator[str]:
    """Each document behind its path."""
    for path, found in sorted(shop.plain._embedded._shelves._documents.items()):
        if SECRETS not in path:
            yield f"{json.dumps(path)} {dump_document(found.data)}"


def story_tasks(shop: Shop) -> Iterator[str]:
    """Each body behind its queue, in the order in which they are due."""
    waiting = [*shop.left, *((task.queue, task.payload) for task in shop.queue.waiting)]
    for queue, payload in waiting:
        yield f"{queue} {json.dumps(dict(payload), sort_keys=True)}"


def read_document(line: str) -> tuple[DocPath, Found]:
    """One line of `story_documents`."""
    end = line.index("]") + 1
    path = tuple(json.loads(line[:end]))
    return path, Found(path, load_document(line[end + 1 :]), "1")
