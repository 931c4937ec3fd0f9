"""An interaction among others on one line of time: this buyer's apart from other people's."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Link, Sender
from shared.domain.linking.customers import Basis, CustomerProfile
from shared.domain.linking.exact import KIND, find_link, is_unlinked
from shared.domain.linking.guessing import GUESS
from shared.domain.linking.keys import chat_order
from shared.domain.linking.nameless import strip_name
from shared.domain.linking.policy import SAME_ARTICLE, SAME_PRODUCT, ActionPolicy, policy_of
from shared.domain.linking.policy import reasons_of as reasons_of_link

CURRENT = "current_interaction"
SAME_BUYER = "customer_id_exact"
CERTAIN, BUYER, PRODUCT, ARTICLE = 0.99, 0.95, 0.82, 0.78
_PORTAL = "https://seller.wildberries.ru"
_TABS = {Channel.REVIEW: "feedbacks-tab", Channel.QUESTION: "questions-tab"}


class ThreadScope(StrEnum):
    """The strongest thing that the steps of a timeline have in common."""

    ORDER = "customer_order"
    CUSTOMER = "customer"
    PRODUCT = "product"
    SINGLE = "single"


class Group(StrEnum):
    """How a step belongs to the current one; NEIGHBOUR is another buyer of the product."""

    CURRENT = "current"
    EXACT = "exact"
    GUESS = "guess"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKey:
    """What a timeline was gathered by; what is unknown is empty."""

    order_id: str = ""
    customer_id: str = ""
    nm_id: int = 0
    product_article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One interaction of a timeline, and why it is there."""

    item: Interaction
    group: Group
    reasons: tuple[str, ...]
    confidence: float

    @property
    def policy(self) -> ActionPolicy:
        """What may be done on the strength of it."""
        return policy_of(KIND if self.is_own else GUESS, self.confidence)

    @property
    def is_own(self) -> bool:
        """Whether these are certainly the current buyer's words."""
        return self.group in (Group.CURRENT, Group.EXACT)

    @property
    def is_other_buyer(self) -> bool:
        """Whether these are the words of somebody else."""
        return self.group is Group.NEIGHBOUR


def scope_of(item: Interaction, profile: CustomerProfile | None) -> ThreadScope:
    """An order, else a buyer, else the product, else nothing but the item itself."""
    if chat_order(item) or (profile is not None and profile.basis is Basis.ORDER):
        return ThreadScope.ORDER
    if profile is not None:
        return ThreadScope.CUSTOMER
    product = item.source.product
    return ThreadScope.PRODUCT if product.nm_id > 0 or product.article else ThreadScope.SINGLE


def key_of(item: Interaction, profile: CustomerProfile | None) -> ThreadKey:
    """Name what ties the steps together."""
    product = item.source.product
    return ThreadKey(
        order_id=chat_order(item),
        customer_id=profile.id if profile else "",
        nm_id=max(product.nm_id, 0),
        product_article=product.article,
    )


def order_steps(
    item: Interaction,
    own: Iterable[Interaction],
    neighbours: Iterable[Interaction],
    *,
    window: timedelta,
) -> tuple[Step, ...]:
    """Every interaction once, by its strongest reason, the oldest first.

    `own` are the buyer's by proof or by guess, however long ago; neighbours count in the window.
    """
    steps = {item.id: Step(item=item, group=Group.CURRENT, reasons=(CURRENT,), confidence=1.0)}
    for one in own:
        step = _own_step(item, one)
        if step is not None:
            steps.setdefault(one.id, step)
    for one in neighbours:
        step = _neighbour_step(item, one, window)
        if step is not None:
            steps.setdefault(one.id, step)
    return tuple(sorted(steps.values(), key=lambda step: (step.item.occurred_at, step.item.id)))


def channels_of(steps: Sequence[Step]) -> tuple[Channel, ...]:
    """The channels that occur, in their usual order."""
    present = {step.item.channel for step in steps}
    return tuple(channel for channel in Channel if channel in present)


def last_reply(step: Step) -> str:
    """The answer that was given.

    What was said to another buyer in private stays there, and so does another buyer's name.
    """
    source = step.item.source
    if source.chat is not None:
        is_ours = source.chat.last_sender is Sender.SELLER
        return source.chat.last_text if is_ours and step.is_own else ""
    if source.answer is None:
        return ""
    return source.answer.text if step.is_own else strip_name(source.answer.text, source.buyer_name)


def portal_address(item: Interaction) -> str:
    """Where WB's own portal shows items like this one; of a chat, the chat itself."""
    if item.channel is Channel.CHAT:
        return f"{_PORTAL}/chat-with-clients?chatId={item.source.external_id.removeprefix('1:')}"
    state = "answered" if item.source.answer else "not-answered"
    return f"{_PORTAL}/feedbacks/{_TABS[item.channel]}/{state}"


def guessed(item: Interaction) -> tuple[InteractionId, ...]:
    """Who may be of the same buyer."""
    return tuple(link.other for link in item.links if link.kind == GUESS)


def _own_step(item: Interaction, one: Interaction) -> Step | None:
    if is_unlinked(item, one):
        return None
    link: Link | None = find_link(item.links, one.id)
    if link is None:
        return Step(item=one, group=Group.EXACT, reasons=(SAME_BUYER,), confidence=BUYER)
    group = Group.EXACT if link.kind == KIND else Group.GUESS
    return Step(item=one, group=group, reasons=reasons_of_link(link), confidence=link.confidence)


def _neighbour_step(item: Interaction, one: Interaction, window: timedelta) -> Step | None:
    if abs(one.occurred_at - item.occurred_at) > window:
        return None
    mine, theirs = item.source.product, one.source.product
    if 0 < mine.nm_id == theirs.nm_id:
        reason, confidence = SAME_PRODUCT, PRODUCT
    elif mine.article and mine.article == theirs.article:
        reason, confidence = SAME_ARTICLE, ARTICLE
    else:
        return None
    return Step(item=one, group=Group.NEIGHBOUR, reasons=(reason,), confidence=confidence)
