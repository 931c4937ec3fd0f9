"""Bounds that WB states in prose, checked before a call is spent (WB API documentation)."""

from shared.domain.attachments import find_file_fault
from shared.domain.connectors import capabilities_of
from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outcome, Outgoing, Verdict

LONGEST_SIGN = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBounds:
    """How far a list can be paged; `reach` bounds `take` and `skip` together."""

    take: int
    skip: int
    reach: int


PAGE_BOUNDS = {
    Channel.REVIEW: PageBounds(take=5000, skip=199_990, reach=204_990),
    Channel.QUESTION: PageBounds(take=10_000, skip=10_000, reach=10_000),
}


def check_page(request: ListRequest) -> None:
    """Malformed where WB would answer 400."""
    bounds = PAGE_BOUNDS.get(request.channel)
    if bounds is None:
        raise Malformed("chats have no pages")
    if request.archived and request.channel is not Channel.REVIEW:
        raise Malformed("reviews alone are archived")
    within = 1 <= request.take <= bounds.take and 0 <= request.skip <= bounds.skip
    if not within or request.take + request.skip > bounds.reach:
        raise Malformed("a page beyond WB's bounds")


def refuse_outgoing(outgoing: Outgoing) -> Outcome | None:
    """A text that WB would refuse costs no call; None when nothing speaks against sending."""
    fault = _text_fault(outgoing) or _files_fault(outgoing)
    if fault is not None:
        return _refusal(fault)
    if outgoing.channel is Channel.CHAT and not 0 < len(outgoing.reply_sign) <= LONGEST_SIGN:
        return Outcome(
            verdict=Verdict.REFUSED,
            reason="Нет действующей подписи чата",
            stale_sign=True,
        )
    return None if outgoing.target else _refusal("Не указано, на что отвечать")


def refuse_edit(outgoing: Outgoing) -> Outcome | None:
    """As `refuse_outgoing`, for the one change that WB allows; a message cannot be changed."""
    if not capabilities_of(outgoing.channel).edits:
        return _refusal("Сообщение в чате изменить нельзя")
    return refuse_outgoing(outgoing)


def _text_fault(outgoing: Outgoing) -> str | None:
    limits = capabilities_of(outgoing.channel).limits
    length = len(outgoing.text)
    if not length and outgoing.files:
        return None
    if not outgoing.text.strip() or not _is_sendable(outgoing.text):
        return "В ответе нет текста"
    if length < limits.least:
        return f"Ответ короче {limits.least} символов"
    return f"Ответ длиннее {limits.most} символов" if length > limits.most else None


def _files_fault(outgoing: Outgoing) -> str | None:
    allowed = capabilities_of(outgoing.channel).files
    if allowed is None:
        return "Файлы можно отправить только в чат" if outgoing.files else None
    return find_file_fault(outgoing.files, allowed)


def _is_sendable(text: str) -> bool:
    """Half of a surrogate pair has no bytes in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refusal(reason: str) -> Outcome:
    return Outcome(verdict=Verdict.REFUSED, reason=reason)
