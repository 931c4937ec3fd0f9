"""A made-up year of one seller: plain facts, and the documents that they become."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from shared.domain.events import KEEP, Event, EventKind
from shared.domain.ids import ReplyId, SellerId, hash_key, hash_text
from shared.domain.interaction import (
    Answer,
    Channel,
    ChatTail,
    Interaction,
    Origin,
    Product,
    ReplyMark,
    Work,
)
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from shared.domain.understanding import Intent, IntentLabel, Sentiment, Topic, Understanding
from tests.builders import SELLER, make_chat, make_item

NOW = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
WATCHED_SINCE = datetime(2025, 12, 10, 7, tzinfo=UTC)
USES = ("accepted", "edited", "ignored", "manual", "automatic")
MARKS = {3: ("down",), 4: ("up",), 5: ("down", "up"), 6: ("up", "down")}
POLITE, RUDE = "Спасибо за отзыв, рады помочь!", "Пишите нам в WhatsApp: +7 999 123-45-67"


@dataclass(frozen=True)
class Fact:
    """One item as nobody's code has seen it: what was asked, answered, and how."""

    number: int
    channel: str
    at: datetime
    rating: int
    nm: int
    text: str
    intent: str
    topics: tuple[tuple[str, str], ...]
    # When and how it was answered: "", "inbox" or "cabinet".
    by: str = ""
    answered_at: datetime | None = None
    use: str = ""
    state: str = "confirmed"
    wb_state: str = ""
    had_order: bool = True
    has_order: bool = True
    closed: bool = False
    parent: int | None = None
    demo: bool = False
    # The words that were sent break a rule; what the seller said of them, the last word last.
    rude: bool = False
    marks: tuple[str, ...] = ()

    @property
    def done_at(self) -> datetime:
        """When it was answered, if it was."""
        return self.answered_at or self.at


def make_year(seed: int, count: int = 700) -> list[Fact]:
    """Random moments, with every third beside a Moscow midnight, many of them at month ends."""
    dice = Random(seed)
    facts = [_make_fact(dice, number) for number in range(count)]
    return [*facts, *_supplements(dice, facts)]


def _make_fact(dice: Random, number: int) -> Fact:
    channel = dice.choice(("review", "review", "question", "chat"))
    rating = dice.randint(1, 5) if channel == "review" else 0
    at = _moment(dice)
    fact = Fact(
        number=number,
        channel=channel,
        at=at,
        rating=rating,
        nm=dice.choice((101, 102, 103)),
        text="" if channel == "review" and dice.random() < 0.2 else "слова",
        intent=dice.choice(("sizing_fit", "other")) if channel != "review" else "other",
        topics=_topics(dice) if channel == "review" else (),
    )
    if not fact.text:
        return fact
    roll = dice.random()
    if channel == "chat" or roll < 0.55:
        return _answer(dice, fact)
    if roll < 0.75:
        wait = timedelta(minutes=dice.choice((3, 61, 241, 2000, 6000)))
        return replace(fact, by="cabinet", answered_at=min(at + wait, NOW - timedelta(minutes=1)))
    return replace(fact, closed=roll < 0.8)


def _answer(dice: Random, fact: Fact) -> Fact:
    wait = timedelta(
        seconds=dice.choice((30, 59, 60, 3600, 3601, 1_000, 14_400, 86_400, 200_000, 1_000_000))
        + dice.randint(0, 50)
    )
    had = dice.random() < 0.5
    return replace(
        fact,
        rude=fact.number % 13 == 0,
        marks=MARKS.get(fact.number % 17, ()),
        by="inbox",
        answered_at=min(fact.at + wait, NOW - timedelta(minutes=2)),
        use=dice.choice(USES[:4] if fact.channel != "review" else USES),
        state=dice.choice(("confirmed", "confirmed", "confirmed", "confirmed", "failed")),
        wb_state=dice.choice(("", "", "", "", "rejected")) if fact.channel == "review" else "",
        had_order=had,
        has_order=had or dice.random() < 0.4,
    )


def _moment(dice: Random) -> datetime:
    day = NOW.replace(hour=21, minute=0, second=0) - timedelta(days=dice.randint(1, 380))
    if dice.random() < 0.3:
        month_end = day.replace(day=1, hour=21) - timedelta(days=1)
        day = month_end if month_end > NOW - timedelta(days=385) else day
    if dice.random() < 0.34:
        return day + dice.choice((-1, 0, 1)) * timedelta(seconds=1)
    return day + timedelta(seconds=dice.randint(0, 86_399) - 86_399)


def _topics(dice: Random) -> tuple[tuple[str, str], ...]:
    labels = dice.sample(("sizing_fit", "quality_complaint", "thanks"), dice.randint(0, 2))
    return tuple((label, dice.choice(("positive", "neutral", "negative"))) for label in labels)


def _supplements(dice: Random, facts: list[Fact]) -> list[Fact]:
    parents = [one for one in facts if one.channel == "review" and one.text][:60]
    return [
        replace(
            _make_fact(dice, len(facts) + place),
            channel="review",
            rating=dice.randint(1, 5),
            at=min(one.at + timedelta(days=3), NOW - timedelta(minutes=3)),
            text="",
            topics=(),
            by="",
            answered_at=None,
            use="",
            closed=False,
            parent=one.number,
        )
        for place, one in enumerate(parents)
    ]


def name_of(number: int) -> str:
    """WB's name of a fact."""
    return f"F{number}"


def make_documents(fact: Fact, facts: list[Fact]) -> tuple[Interaction, list[Event]]:
    """What the product stores of a fact once it has come to its end."""
    item = _item(fact, facts)
    if fact.by != "inbox":
        return item, []
    marks = [_mark(fact, item, place) for place in range(len(fact.marks))]
    return item, [_event(fact, item), *marks]


def make_reply(fact: Fact, item: Interaction, seller: SellerId = SELLER) -> Reply:
    """What was sent, as it is kept beside the events."""
    text = RUDE if fact.rude else POLITE
    return Reply(
        id=ReplyId(_reply(item)),
        seller=seller,
        shard=0,
        interaction=item.id,
        channel=item.channel,
        target=name_of(fact.number),
        text=text,
        text_hash=hash_text(text),
        client_request_id=_reply(item),
        author=Author.SYSTEM if fact.use == "automatic" else Author.SELLER,
        state=ReplyState(fact.state),
        approved_at=fact.done_at,
        due_at=None,
    )


def _item(fact: Fact, facts: list[Fact]) -> Interaction:
    channel = Channel(fact.channel)
    origin = Origin.DEMO if fact.demo else Origin.WB_API
    known: dict[str, Any] = {
        "created_at": fact.at,
        "product": Product(nm_id=fact.nm),
        "text": fact.text,
        "origin": origin,
        "answer": _shown(fact),
    }
    if fact.parent is not None:
        known["parent_id"] = name_of(fact.parent)
    children = [one for one in facts if one.parent == fact.number]
    if children:
        known["child_id"] = name_of(children[0].number)
    if channel is Channel.CHAT:
        item = make_chat(name_of(fact.number))
        tail = replace(item.source.chat or ChatTail(), order_key="order" if fact.has_order else "")
        source = replace(item.source, created_at=fact.at, chat=tail, origin=origin)
        item = replace(item, source=source)
    else:
        item = make_item(channel, name_of(fact.number), rating=fact.rating or None, **known)
    ai = Understanding(
        intent=IntentLabel(label=Intent(fact.intent)),
        topics=tuple(
            Topic(label=Intent(label), sentiment=Sentiment(feeling), confidence=1.0)
            for label, feeling in fact.topics
        ),
    )
    return replace(
        item,
        ai=ai,
        occurred_at=fact.at,
        changed_at=max(fact.at, fact.done_at),
        work=_work(fact, item),
    )


def _shown(fact: Fact) -> Answer | None:
    if fact.by != "cabinet":
        return None
    dated = fact.answered_at if fact.channel == "question" else None
    return Answer(text="ответ", created_at=dated, noticed_at=fact.answered_at)


def _work(fact: Fact, item: Interaction) -> Work:
    if fact.by != "inbox":
        return Work(closed=fact.closed)
    at = fact.done_at
    return Work(reply=ReplyMark(id=_reply(item), state=fact.state, at=at, text_hash=""))


def _reply(item: Interaction) -> str:
    return hash_key("made-up reply", item.id)


def _event(fact: Fact, item: Interaction) -> Event:
    at = fact.done_at
    target, limit = chat_due(fact)
    automatic = fact.use == "automatic"
    return Event(
        id=hash_key("event", EventKind.REPLY_SETTLED, _reply(item)),
        kind=EventKind.REPLY_SETTLED,
        at=at + timedelta(seconds=30),
        expires_at=at + KEEP,
        actor="system" if automatic else "seller",
        interaction=item.id,
        facts={
            "reply": _reply(item),
            "kind": "answer",
            "channel": fact.channel,
            "state": fact.state,
            "wb_state": fact.wb_state,
            "approved_at": at.isoformat(),
            "sent_at": at.isoformat(),
            "asked_at": fact.at.isoformat(),
            "target_at": target.isoformat(),
            "limit_at": limit.isoformat(),
            "rule": noted_rule(fact),
            "had_order": str(fact.had_order).lower(),
            "simulated": str(fact.demo).lower(),
            **({} if automatic else {"use": fact.use}),
        },
    )


def _mark(fact: Fact, item: Interaction, place: int) -> Event:
    """One word of the seller's about a reply; the words come in any order."""
    at = fact.done_at + timedelta(hours=1, minutes=place)
    return Event(
        id=hash_key("event", EventKind.REPLY_JUDGED, _reply(item), str(-place)),
        kind=EventKind.REPLY_JUDGED,
        at=at,
        expires_at=at + KEEP,
        actor="seller",
        interaction=item.id,
        facts={"reply": _reply(item), "mark": fact.marks[place]},
    )


def noted_rule(fact: Fact) -> str:
    """The row of the table that was noted when the reply was approved."""
    return f"{fact.intent}_chat" if fact.intent == "sizing_fit" else fact.intent


def chat_due(fact: Fact) -> tuple[datetime, datetime]:
    """What the seller's table said when the reply was approved."""
    spans = (2, 10) if fact.intent == "sizing_fit" else (240, 1440)
    return fact.at + timedelta(minutes=spans[0]), fact.at + timedelta(minutes=spans[1])
