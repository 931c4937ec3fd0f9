"""Claims for a return (WB API documentation, section "Возвраты покупателями"), read only."""

from datetime import datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.adapters.wildberries.moments import read_moscow
from shared.adapters.wildberries.wire import LARGEST_NUMBER
from shared.domain.claims import (
    Claim,
    ClaimDecision,
    ClaimList,
    ClaimsPage,
    ClaimsRequest,
    GoodsState,
)
from shared.domain.errors import Malformed

LONGEST_PAGE = 200
LONGEST_TEXT = 10_000
_DECISIONS: dict[int | None, ClaimDecision] = {
    0: ClaimDecision.OPEN,
    1: ClaimDecision.REFUSED,
    2: ClaimDecision.APPROVED,
}
_GOODS: dict[int | None, GoodsState] = {
    0: GoodsState.UNDECIDED,
    1: GoodsState.KEPT_REFUSED,
    2: GoodsState.SCRAPPED,
    5: GoodsState.KEPT_APPROVED,
    8: GoodsState.RESOLD,
    10: GoodsState.TO_SELLER,
}


def _loose_text(value: Any) -> str:
    """Half of a surrogate pair passes as JSON and has no bytes that a store could keep."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode()[:LONGEST_TEXT]


def _loose_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _loose_amount(value: Any) -> int | None:
    """WB states a price as a number, which may have kopecks; whole roubles are enough here."""
    is_fraction = isinstance(value, float) and isfinite(value)
    amount = round(value) if is_fraction else _loose_number(value)
    if amount is not None and abs(amount) > LARGEST_NUMBER:
        raise ValueError("a number beyond 64 bits")
    return amount


def _loose_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _loose_moscow(value: Any) -> datetime | None:
    try:
        return read_moscow(value)
    except ValueError:
        return None


Name = Annotated[str, Field(pattern=r"^[\w.:-]{1,200}$")]
Text = Annotated[str, BeforeValidator(_loose_text)]
Number = Annotated[int | None, BeforeValidator(_loose_number)]


class ClaimShape(BaseModel):
    """Only the claims write names with underscores, and Moscow's time without saying so."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, defer_build=True)

    id: Name
    srid: Name
    nm_id: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
    dt: Annotated[datetime, BeforeValidator(read_moscow)]
    dt_update: Annotated[datetime | None, BeforeValidator(_loose_moscow)] = None
    status: Number = None
    status_ex: Number = None
    imt_name: Text = ""
    user_comment: Text = ""
    wb_comment: Text = ""
    photos: Annotated[list[Any], BeforeValidator(_loose_list)] = []
    price: Annotated[int | None, BeforeValidator(_loose_amount)] = None


def claims_params(request: ClaimsRequest) -> dict[str, str]:
    """The query of one page; Malformed where WB would answer 400."""
    if not 1 <= request.take <= LONGEST_PAGE or request.skip < 0:
        raise Malformed("a page beyond WB's bounds")
    return {
        "is_archive": "true" if request.which is ClaimList.DECIDED else "false",
        "limit": str(request.take),
        "offset": str(request.skip),
    }


def read_claims(body: dict[str, Any]) -> ClaimsPage:
    """Understand a page; one claim that cannot be read hides no other."""
    entries = body.get("claims")
    if not isinstance(entries, list):
        raise Malformed("claims that are no list")
    read = [_read_claim(entry) for entry in entries]
    claims = tuple(claim for claim in read if claim is not None)
    total = _loose_number(body.get("total"))
    return ClaimsPage(
        claims=claims,
        total=len(entries) if total is None else total,
        skipped=len(entries) - len(claims),
    )


def _read_claim(entry: Any) -> Claim | None:
    try:
        shape = ClaimShape.model_validate(entry)
    except ValidationError:
        return None
    return Claim(
        id=shape.id,
        order_key=shape.srid,
        nm_id=shape.nm_id,
        decision=_DECISIONS.get(shape.status, ClaimDecision.UNKNOWN),
        goods=_GOODS.get(shape.status_ex, GoodsState.UNKNOWN),
        created_at=shape.dt,
        updated_at=shape.dt_update or shape.dt,
        product=shape.imt_name,
        comment=shape.user_comment,
        answer=shape.wb_comment,
        photos=len(shape.photos),
        price=shape.price,
    )
