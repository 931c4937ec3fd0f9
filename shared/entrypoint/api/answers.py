"""From what the product knows to what the API says; nothing else ever leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.token_health import days_left
from shared.domain.accounts.tokens import TokenFacts
from shared.domain.composing import ComposerWords
from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.claim import Claim
from shared.domain.drafts.claims.findings import FACT_RULES
from shared.domain.drafts.draft import Draft, Finding
from shared.domain.errors import Rejected
from shared.domain.files import FilePlace
from shared.domain.guard.rewriting import rewrite_finding
from shared.domain.guard.rules import RULES
from shared.domain.ids import SellerId
from shared.domain.interaction import (
    ANY_IMAGE,
    Attachment,
    Channel,
    Message,
    Photo,
    Sender,
    Source,
    Video,
)
from shared.domain.interaction import Answer as WBAnswer
from shared.domain.products.card import Card, Price
from shared.domain.replies.doubles import OUR_SOURCE
from shared.domain.replies.editing import EditBudget
from shared.domain.replies.note import AnswerBy, note_answer
from shared.domain.replies.reply import Reply
from shared.domain.sync.pace import Freshness
from shared.domain.sync.state import ChannelSync, RunFacts
from shared.domain.words import budget_title
from shared.entrypoint.api.notices import notices_of
from shared.entrypoint.api.shapes.accounts import (
    CabinetAnswer,
    ChannelSyncAnswer,
    LastRunAnswer,
    Scopes,
    SellerAnswer,
    SyncAnswer,
    TokenAnswer,
)
from shared.entrypoint.api.shapes.drafts import AskAnswer, FactAnswer
from shared.entrypoint.api.shapes.inbox import CountsAnswer
from shared.entrypoint.api.shapes.interaction import (
    CardLine,
    ComposerAnswer,
    FileAnswer,
    MessageAnswer,
    PhotoAnswer,
    PriceAnswer,
    ProductCardAnswer,
    PublishedAnswer,
    SourceAnswer,
    VideoAnswer,
)
from shared.entrypoint.api.shapes.replies import (
    DraftAnswer,
    EditAnswer,
    FindingAnswer,
    RewriteAnswer,
)
from shared.entrypoint.api.signing import PHOTO_PURPOSE, sign_token
from shared.entrypoint.api.words import BUYER, WITHHELD
from shared.ports import Photos
from shared.usecases.read_inbox import InboxCounts

# A list shows the same products again and again, and signing was a quarter of its work.
_MOST_SIGNED = 10_000


@lru_cache(maxsize=_MOST_SIGNED)
def _sign_picture(picture: str | int, key: str, seller: SellerId) -> str:
    return sign_token(picture, key=key, seller=seller, purpose=PHOTO_PURPOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPaths:
    """Turns WB's addresses of pictures into paths of this API that only one seller may open."""

    key: str
    seller: SellerId
    photos: Photos

    def of_url(self, url: str) -> str:
        """Sign one address."""
        return self._path(url)

    def of_product(self, nm_id: int) -> str | None:
        """Sign the number whose first picture is meant; an item may name no product."""
        try:
            self.photos.photo_url(nm_id)
        except Rejected:
            return None
        # A number is a third of its picture's address, and a list carries one in every row.
        return self._path(nm_id)

    def of_video(self, video: Video) -> VideoAnswer:
        """Sign its picture; the stream is opened at WB, or not at all."""
        return VideoAnswer(
            preview=self.of_url(video.preview) if video.preview else None,
            link=video.link if self.photos.is_public(video.link) else None,
            seconds=video.seconds,
        )

    def of_card(self, card: Card) -> PhotoAnswer | None:
        """Sign a product's first picture in both sizes, if its card has one."""
        thumb = self.of_product(card.nm_id)
        if not card.photo or thumb is None:
            return None
        return PhotoAnswer(full=self.of_url(card.photo), mini=thumb)

    def shows(self, url: str) -> bool:
        """Tell whether a picture can be passed on at all."""
        return bool(url) and self.photos.is_public(url)

    def of_photos(self, photos: Iterable[Photo]) -> list[PhotoAnswer]:
        """Sign a buyer's pictures."""
        return [
            PhotoAnswer(full=self.of_url(photo.full), mini=self.of_url(photo.mini))
            for photo in photos
        ]

    def _path(self, picture: str | int) -> str:
        return f"/api/photos/{_sign_picture(picture, self.key, self.seller)}"


def seller_answer(seller: Seller) -> SellerAnswer:
    """The account as its owner sees it."""
    return SellerAnswer.model_validate(seller)


def cabinet_answer(connection: Connection | None, now: datetime) -> CabinetAnswer:
    """The link to WB; the token itself is never at hand here."""
    if connection is None:
        return CabinetAnswer(connected=False)
    return CabinetAnswer(
        connected=True,
        sid=connection.facts.sid,
        trade_mark=connection.trade_mark or None,
        token=_token_answer(connection.facts, now),
    )


def _token_answer(facts: TokenFacts, now: datetime) -> TokenAnswer:
    return TokenAnswer(
        type=facts.kind,
        scopes=Scopes(feedbacks=facts.feedbacks, chats=facts.chats, returns=facts.returns),
        read_only=facts.read_only,
        expires_at=facts.expires_at,
        days_left=days_left(facts.expires_at, now),
    )


def last_run_answer(facts: RunFacts | None) -> LastRunAnswer | None:
    """What the last run of a channel did."""
    if facts is None:
        return None
    return LastRunAnswer(
        at=facts.at,
        seconds=facts.seconds,
        waited_s=facts.waited_s,
        calls=facts.calls,
        fetched=facts.fetched,
        created=facts.created,
        updated=facts.updated,
        unchanged=facts.unchanged,
        quarantined=facts.quarantined,
    )


def sync_answer(
    progress: dict[Channel, ChannelSync],
    connection: Connection | None,
    now: datetime,
    freshness: Mapping[Channel, Freshness] | None = None,
) -> SyncAnswer:
    """How each channel stands, without the cursors."""
    judged = freshness or {}
    return SyncAnswer(
        notices=notices_of(connection, now) if connection else [],
        channels={
            channel: ChannelSyncAnswer(
                state=sync.status,
                phase=sync.phase,
                fetched=sync.fetched,
                last_success_at=sync.last_success_at,
                compared_at=sync.compared_at,
                last_run=last_run_answer(sync.last_run),
                freshness=judged.get(channel),
                error=sync.error or None,
            )
            for channel, sync in progress.items()
        },
    )


def counts_answer(counts: InboxCounts) -> CountsAnswer:
    """Counts per list and channel."""
    views = {place.value: row for place, row in counts.places.items()}
    return CountsAnswer.model_validate({"views": views, "version": counts.version})


def source_answer(source: Source, replies: Iterable[Reply], paths: PhotoPaths) -> SourceAnswer:
    """What the buyer wrote and what WB shows of the answer."""
    answer = source.answer
    return SourceAnswer(
        buyer=source.buyer_name or BUYER,
        origin=source.origin,
        text=source.text,
        pros=source.pros,
        cons=source.cons,
        tags=list(source.tags),
        photos=paths.of_photos(source.photos),
        video=paths.of_video(source.video) if source.video else None,
        size_fit=source.size_fit,
        order_status=source.order.status,
        answer=_published_answer(answer, replies) if answer else None,
    )


def _published_answer(answer: WBAnswer, replies: Iterable[Reply]) -> PublishedAnswer:
    note = note_answer(answer, replies)
    return PublishedAnswer(
        text=answer.text,
        state=answer.state,
        editable=answer.editable,
        by=note.by,
        at=note.at,
        at_kind=note.at_kind,
    )


def finding_answer(channel: Channel, text: str, finding: Finding) -> FindingAnswer:
    """One objection, the rule behind it, and what to say instead."""
    rule = RULES.get(finding.rule)
    quote = rule.rule if rule else FACT_RULES.get(finding.rule, "")
    rewrite = rewrite_finding(channel, text, finding)
    return FindingAnswer(
        rule=finding.rule,
        severity=finding.severity,
        start=finding.start,
        end=finding.end,
        message=finding.message,
        quote=quote,
        rewrite=RewriteAnswer.model_validate(rewrite) if rewrite else None,
    )


def draft_answer(channel: Channel, draft: Draft) -> DraftAnswer:
    """A suggestion, who made it, and what the checks say of it."""
    return DraftAnswer(
        id=draft.id,
        text=draft.text,
        method=draft.method,
        model=draft.model,
        made_at=draft.made_at,
        findings=[finding_answer(channel, draft.text, one) for one in draft.findings],
        claims=[fact_answer(one) for one in draft.claims],
        asks=[AskAnswer(quote=one.quote, covered=one.covered) for one in draft.asks],
        reasons=[WITHHELD[one] for one in draft.reasons if one in WITHHELD],
    )


def composer_answer(words: ComposerWords | None) -> ComposerAnswer:
    """What a seller has begun to write; nothing is revision 0."""
    if words is None:
        return ComposerAnswer(text="", revision=0)
    return ComposerAnswer(
        text=words.text, revision=words.revision, device=words.device, saved_at=words.saved_at
    )


def fact_answer(claim: Claim) -> FactAnswer:
    """One claim beside the line of the card that it was compared with."""
    return FactAnswer(
        kind=claim.kind,
        verdict=claim.verdict,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        field=claim.field,
        value=claim.value,
    )


def edit_answer(budget: EditBudget) -> EditAnswer:
    """What is left of the one edit."""
    return EditAnswer(
        allowed=budget.refusal is None, until=budget.until, title=budget_title(budget)
    )


def _written_by(message: Message) -> AnswerBy | None:
    """WB names the way by which a seller's message came: programs have one of their own."""
    if message.sender is not Sender.SELLER:
        return None
    return AnswerBy.INBOX if message.source == OUR_SOURCE else AnswerBy.CABINET


def message_answer(message: Message, paths: PhotoPaths) -> MessageAnswer:
    """One chat message."""
    return MessageAnswer(
        id=message.id,
        sender=message.sender,
        by=_written_by(message),
        sent_at=message.sent_at,
        text=message.text,
        photos=paths.of_photos(photo for photo in message.photos if paths.shows(photo.full)),
        files=[
            _file_answer(message, number, one)
            for number, one in enumerate(message.attachments)
            if not (one.content_type == ANY_IMAGE and paths.shows(one.url))
        ],
    )


def _file_answer(message: Message, number: int, attachment: Attachment) -> FileAnswer:
    place = FilePlace(interaction=message.interaction, message=message.id, number=number)
    return FileAnswer(
        id=place.name if attachment.download_id else None,
        name=attachment.name,
        content_type=attachment.content_type,
        size=attachment.size,
    )


def card_answer(card: Card, paths: PhotoPaths) -> ProductCardAnswer:
    """The public card, for the context panel."""
    return ProductCardAnswer(
        nm_id=card.nm_id,
        name=card.name,
        brand=card.brand,
        subject=card.subject,
        description=card.description,
        characteristics=[CardLine.model_validate(line) for line in card.characteristics],
        photo=paths.of_card(card),
        price=_price_answer(card.price) if card.price else None,
    )


def _price_answer(price: Price) -> PriceAnswer:
    return PriceAnswer(roubles=price.kopecks / 100, noted_at=price.noted_at)
