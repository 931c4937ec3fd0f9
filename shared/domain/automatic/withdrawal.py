"""Whether an answer that was approved without a person may still leave, when it is its time."""

from datetime import datetime

from shared.domain.automatic.eligibility import complains, is_praise
from shared.domain.automatic.policy import Action
from shared.domain.automatic.promo import names_code, split_paragraph
from shared.domain.guard.edition import RULES_VERSION
from shared.domain.ids import hash_text
from shared.domain.interaction import Interaction
from shared.domain.replies.reply import Reply, Verdict
from shared.domain.replies.revision import fingerprint_words
from shared.domain.settings import SellerSettings


def why_withdrawn(
    reply: Reply, item: Interaction, settings: SellerSettings, now: datetime
) -> str | None:
    """The first reason not to send; None while everything is as it was approved.

    It is asked at every try, so that a switch turned off holds back whatever has not left.
    """
    policy, source = settings.auto, item.source
    if not policy.is_live:
        return "off"
    if not is_praise(item) or complains(item) or item.ai.escalations:
        return "complaint"
    if policy.action_of(item.channel, item.ai.intent.label) is not Action.AUTO:
        return "scenario"
    article = source.product.nm_id
    if article in policy.never or (policy.only and article not in policy.only):
        return "article"
    if reply.answers != fingerprint_words(item):
        return "changed"
    if reply.verdict != Verdict(text_hash=hash_text(reply.text), rules_version=RULES_VERSION):
        return "rules"
    body, code = split_paragraph(reply.text, settings.promo_codes, item, now)
    if code is None and names_code(body):
        return "promo"
    return None
