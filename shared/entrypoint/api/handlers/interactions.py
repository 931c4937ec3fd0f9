"""One interaction: read it, change it by hand."""

from shared.domain.automatic.promo import choose_code, paragraph_of
from shared.domain.connectors import capabilities_of
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.editing import edit_budget
from shared.entrypoint.api.answers import (
    card_answer,
    composer_answer,
    draft_answer,
    edit_answer,
    message_answer,
    source_answer,
)
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.context_answers import link_answer
from shared.entrypoint.api.cursors import open_position, sign_position
from shared.entrypoint.api.customer_answers import customer_answer
from shared.entrypoint.api.handlers.inbox import photo_paths, rows
from shared.entrypoint.api.handlers.marketplaces import capabilities_answer, claim_answer
from shared.entrypoint.api.handlers.replies import reply_answer
from shared.entrypoint.api.meaning_answers import (
    escalation_answers,
    intent_answer,
    topic_answers,
)
from shared.entrypoint.api.problems import invalid
from shared.entrypoint.api.shapes.base import Nothing, Request
from shared.entrypoint.api.shapes.interaction import (
    InteractionAnswer,
    MessagesAnswer,
    MessagesQuery,
    PatchRequest,
)
from shared.entrypoint.api.shapes.replies import EditAnswer
from shared.entrypoint.api.words import BAD_SNOOZE
from shared.usecases.edit_interaction import AS_IS, BadSnooze, Edit, edit_interaction, mark_read
from shared.usecases.find_card import named_card
from shared.usecases.read_interaction import (
    Conversation,
    MessagePage,
    read_interaction,
    read_messages,
)
from shared.usecases.read_settings import read_settings
from shared.usecases.request_card import request_card


def show_interaction(call: Call[Nothing, Nothing]) -> Result:
    """Read one item with all that belongs to it."""
    outside = call.outside
    conversation = read_interaction(call.seller, _interaction_id(call), stores=outside.stores)
    request_card(
        call.seller,
        conversation.item,
        conversation.card,
        queue=outside.queue,
        clock=outside.clock,
    )
    return Result(answer=_conversation_answer(call, conversation))


def list_messages(call: Call[Nothing, MessagesQuery]) -> Result:
    """Read a page of a chat."""
    page = read_messages(
        call.seller,
        _interaction_id(call),
        limit=call.query.limit,
        after=open_position(call, _messages_purpose(call), call.query.cursor),
        stores=call.outside.stores,
    )
    return Result(answer=_messages(call, page))


def edit(call: Call[PatchRequest, Nothing]) -> Result:
    """Close, reopen, put off, wake, note, tag."""
    body = call.body
    given = body.model_fields_set
    wish = Edit(
        closed=AS_IS if body.status is None else body.status == "closed",
        snoozed_until=body.snoozed_until if "snoozed_until" in given else AS_IS,
        note=AS_IS if body.note is None else body.note,
        tags=AS_IS if body.tags is None else body.tags,
    )
    outside = call.outside
    try:
        edit_interaction(
            call.seller, _interaction_id(call), wish, stores=outside.stores, clock=outside.clock
        )
    except BadSnooze as bad:
        raise invalid("snoozed_until", "out_of_range", BAD_SNOOZE) from bad
    return Result(answer=_read(call))


def read(call: Call[Nothing, Nothing]) -> Result:
    """Note that the seller has seen it."""
    outside = call.outside
    mark_read(call.seller, _interaction_id(call), stores=outside.stores, clock=outside.clock)
    return Result()


def _interaction_id(call: Call[Request, Request]) -> InteractionId:
    return InteractionId(call.path["id"])


def _messages_purpose(call: Call[Request, Request]) -> str:
    return f"messages|{call.path['id']}"


def _read(call: Call[Request, Nothing]) -> InteractionAnswer:
    conversation = read_interaction(call.seller, _interaction_id(call), stores=call.outside.stores)
    return _conversation_answer(call, conversation)


def _conversation_answer(
    call: Call[Request, Request], conversation: Conversation
) -> InteractionAnswer:
    item, ai = conversation.item, conversation.item.ai
    card, paths = named_card(conversation.card), photo_paths(call)
    can = capabilities_of(item.channel)
    return InteractionAnswer(
        row=rows(call, (item,))[0],
        source=source_answer(item.source, conversation.replies, paths),
        intent=intent_answer(ai.intent),
        topics=topic_answers(ai.topics),
        escalations=escalation_answers(ai.escalations),
        draft=draft_answer(item.channel, conversation.draft) if conversation.draft else None,
        reply=reply_answer(call, conversation.reply) if conversation.reply else None,
        edit=_edit_answer(call, conversation),
        links=[link_answer(link, other) for link, other in conversation.links],
        product_card=card_answer(card, paths) if card else None,
        customer=customer_answer(conversation.customer) if conversation.customer else None,
        messages=_messages(call, conversation.messages) if conversation.messages else None,
        can=capabilities_answer(can),
        claims=[claim_answer(claim) for claim in conversation.claims],
        composer=composer_answer(conversation.words) if conversation.words else None,
        promo=_promo(call, item),
        note=item.work.note,
        tags=list(item.work.tags),
        now=call.now,
    )


def _promo(call: Call[Request, Request], item: Interaction) -> str | None:
    """A person offers codes in private only; what a review may offer, the system adds itself."""
    if item.channel is not Channel.CHAT:
        return None
    codes = read_settings(call.outside.stores.of_seller(call.seller)).promo_codes
    code = choose_code(codes, item.channel, item.source.product.nm_id, call.now)
    return paragraph_of(code) if code else None


def _edit_answer(call: Call[Request, Request], conversation: Conversation) -> EditAnswer | None:
    if conversation.item.source.answer is None:
        return None
    return edit_answer(edit_budget(conversation.item, conversation.replies, call.now))


def _messages(call: Call[Request, Request], page: MessagePage) -> MessagesAnswer:
    paths = photo_paths(call)
    return MessagesAnswer(
        items=[message_answer(message, paths) for message in page.messages],
        next_cursor=sign_position(call, _messages_purpose(call), page.next_after),
    )
