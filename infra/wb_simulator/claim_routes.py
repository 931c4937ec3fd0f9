"""Handlers of the claim methods (WB API documentation, section "Возвраты покупателями")."""

import json
import uuid
from typing import Any

from infra.wb_simulator.bodies import PROBLEM, Reply, claims_error, reply_json
from infra.wb_simulator.claims import Claim
from infra.wb_simulator.operations import EffectlessError, Visit
from infra.wb_simulator.query import BadQueryError, read_bool, read_bounded, read_int

JSON_UTF8 = "application/json; charset=utf-8"
MAX_LIMIT, DEFAULT_LIMIT, MAX_OFFSET = 200, 50, 1 << 31
MIN_COMMENT, MAX_COMMENT = 10, 1000


def list_claims(visit: Visit) -> Reply:
    """The last fourteen days only."""
    args = visit.request.args
    try:
        found = select_claims(visit)
        limit = read_bounded(args, "limit", 1, MAX_LIMIT) if "limit" in args else DEFAULT_LIMIT
        offset = read_bounded(args, "offset", 0, MAX_OFFSET) if "offset" in args else 0
    except BadQueryError as bad:
        return refuse_query(str(bad), is_missing=str(bad) not in args)
    claims = [claim.body for claim in found[offset : offset + limit]]
    return reply_json({"claims": claims, "total": len(found)})


def select_claims(visit: Visit) -> list[Claim]:
    """``is_archive`` is required."""
    args = visit.request.args
    claim_id = args.get("id")
    if claim_id is not None:
        check_uuid(claim_id)
    return visit.seller.claims.select(
        archived=read_bool(args, "is_archive"), nm=read_int(args, "nm_id"), claim_id=claim_id
    )


def check_uuid(text: str) -> None:
    """Claim ids are UUIDs."""
    try:
        uuid.UUID(text)
    except ValueError as bad:
        raise BadQueryError("id") from bad


def refuse_query(name: str, *, is_missing: bool) -> Reply:
    """In the words of the returns service."""
    reason = f"missing field `{name}`" if is_missing else f"invalid value for `{name}`"
    return claims_error(
        "Invalid query params", f"Failed to deserialize query string: {reason}", PROBLEM
    )


def answer_claim(visit: Visit) -> Reply:
    """Only the claim's own actions; an empty body says that it worked."""
    body = read_body(visit)
    claim = visit.seller.claims.find(str(body.get("id")))
    if claim is None:
        raise refuse_body("The claim is not found.")
    action, comment = body.get("action"), body.get("comment")
    if not isinstance(action, str) or not action:
        raise refuse_body("The Action field is required.")
    if action not in claim.body["actions"]:
        raise refuse_body(f"The action {action} is not available for the claim.")
    if action == "rejectcustom" and comment is None:
        raise refuse_body("The Comment field is required.")
    if comment is not None and not is_comment(comment):
        raise refuse_body("The field Comment must have a length between 10 and 1000.")
    visit.seller.claims.act(claim, action, comment, visit.now)
    return Reply(200, b"", "")


def is_comment(comment: Any) -> bool:
    """10 to 1000 characters."""
    return isinstance(comment, str) and MIN_COMMENT <= len(comment) <= MAX_COMMENT


def read_body(visit: Visit) -> dict[str, Any]:
    """A JSON object."""
    try:
        body = json.loads(visit.request.get_data())
    except ValueError as bad:
        raise refuse_body("The request body is not valid JSON.") from bad
    if not isinstance(body, dict):
        raise refuse_body("The request body is not an object.")
    return body


def refuse_body(reason: str) -> EffectlessError:
    """In the words of the returns service."""
    detail = f"Input model is not valid; Details: {reason}"
    return EffectlessError(claims_error("Validation error", detail, JSON_UTF8))
