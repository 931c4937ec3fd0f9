"""Which marketplaces there are, and what each lets a seller do."""

from shared.domain.claims import Claim
from shared.domain.connectors import CONNECTORS, Capabilities, Connector, Readiness, refusal_of
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.marketplaces import (
    CapabilitiesAnswer,
    ClaimAnswer,
    FilesAnswer,
    LimitsAnswer,
    MarketplaceAnswer,
    MarketplacesAnswer,
)


def list_marketplaces(_: Call[Nothing, Nothing]) -> Result:
    """List them all, those that are still to come among them."""
    items = [_marketplace_answer(connector) for connector in CONNECTORS.values()]
    return Result(answer=MarketplacesAnswer(items=items))


def capabilities_answer(can: Capabilities) -> CapabilitiesAnswer:
    """What a channel allows."""
    files = can.files
    return CapabilitiesAnswer(
        replies=can.replies,
        edits=can.edits,
        edit_days=can.edit_within.days,
        closes=can.closes,
        limits=LimitsAnswer.model_validate(can.limits),
        files=None
        if files is None
        else FilesAnswer(
            types=list(files.types), each_bytes=files.each_bytes, total_bytes=files.total_bytes
        ),
    )


def claim_answer(claim: Claim) -> ClaimAnswer:
    """A claim, without the key of its order."""
    return ClaimAnswer(
        id=claim.id,
        decision=claim.decision,
        goods=claim.goods,
        product=claim.product,
        comment=claim.comment,
        answer=claim.answer,
        photos=claim.photos,
        roubles=claim.price,
        created_at=claim.created_at,
        updated_at=claim.updated_at,
    )


def _marketplace_answer(connector: Connector) -> MarketplaceAnswer:
    return MarketplaceAnswer(
        name=connector.name,
        title=connector.title,
        ready=connector.readiness is Readiness.READY,
        note=refusal_of(connector),
        channels={name: capabilities_answer(can) for name, can in connector.channels.items()},
    )
