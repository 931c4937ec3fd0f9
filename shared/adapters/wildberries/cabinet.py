"""One seller's cabinet over WB's seller API (WB API documentation, "Общение с покупателями")."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from shared.adapters.wildberries.answers import (
    accepted_answer,
    accepted_message,
    failed_write,
    is_success,
    is_unknown_item,
    not_sent,
    read_json,
    unknown,
)
from shared.adapters.wildberries.calls import (
    FILE,
    Answered,
    CountedCalls,
    TooLargeError,
    WBCalls,
    WBKey,
)
from shared.adapters.wildberries.files import download_path, read_download
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.limits import check_page, refuse_edit, refuse_outgoing
from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import Download, FileState
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.marketplace import CabinetProfile, EventPage, ListPage, ListRequest
from shared.domain.raw_items import RawItem
from shared.domain.replies.sending import Outcome, Outgoing
from shared.ports import Marketplace

if TYPE_CHECKING:
    from shared.domain.claims import ClaimsPage, ClaimsRequest

_LISTS = {
    Channel.REVIEW: ("/api/v1/feedbacks", "feedbacks"),
    Channel.QUESTION: ("/api/v1/questions", "questions"),
}
_ARCHIVE = ("/api/v1/feedbacks/archive", "feedbacks")
_ITEMS = {Channel.REVIEW: "/api/v1/feedback", Channel.QUESTION: "/api/v1/question"}
_CLAIMS = "/api/v1/claims"
# `none` would reject the question and hide it from buyers, so it is never sent.
_ANSWERED = "wbRu"


class WildberriesCabinet(Marketplace):
    """Reads raise what the caller should do; a write happens at most once and never raises."""

    def __init__(self, calls: WBCalls, hosts: WBHosts, key: WBKey) -> None:
        self._calls = CountedCalls(calls)
        self._hosts = hosts
        self._key = key

    def list_items(self, request: ListRequest) -> ListPage:
        """Read one page of reviews or questions."""
        check_page(request)
        path, name = _ARCHIVE if request.archived else _LISTS[request.channel]
        data = self._read(self._hosts.feedbacks + path, _page_params(request)).get("data")
        if not isinstance(data, dict):
            raise Malformed("a list without data")
        return ListPage(items=_objects(data.get(name)), total=_total(data))

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        """Read one review or question by WB's id; None when WB does not know it."""
        if channel not in _ITEMS:
            raise Malformed("chats are not read by id")
        url = self._hosts.feedbacks + _ITEMS[channel]
        answered = self._calls.read(url, self._key, {"id": external_id})
        if is_unknown_item(answered):
            return None
        data = read_json(answered).get("data")
        if data is None:
            return None
        if not isinstance(data, dict):
            raise Malformed("an item that is no object")
        return data

    def list_chats(self) -> tuple[RawItem, ...]:
        """Read every chat with its current reply sign."""
        return _objects(self._read(self._hosts.chat + "/api/v1/seller/chats", {}).get("result"))

    def list_events(self, cursor: int | None) -> EventPage:
        """Read chat events after a cursor in Unix milliseconds."""
        params = {} if cursor is None else {"next": str(cursor)}
        result = self._read(self._hosts.chat + "/api/v1/seller/events", params).get("result")
        if not isinstance(result, dict):
            raise Malformed("events without a result")
        events, following = _objects(result.get("events")), result.get("next")
        if not isinstance(following, int) or isinstance(following, bool):
            if events or cursor is None:
                raise Malformed("events without a cursor")
            following = cursor
        return EventPage(items=events, next_cursor=following)

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Write once; whatever is not surely a no or a yes is UNKNOWN."""
        return refuse_outgoing(outgoing) or _attempt(outgoing, lambda: self._write(outgoing))

    def edit_answer(self, outgoing: Outgoing) -> Outcome:
        """Change once; WB answers an edit that it does not carry out like any other."""
        return refuse_edit(outgoing) or _attempt(outgoing, lambda: self._edit(outgoing))

    def download_file(self, download_id: str) -> Download:
        """Read a file that hangs on a chat message."""
        url = self._hosts.chat + download_path(download_id)
        try:
            answered = self._calls.read(url, self._key, {}, FILE)
        except TooLargeError:
            return Download(state=FileState.TOO_LARGE)
        return read_download(answered)

    def list_claims(self, request: ClaimsRequest) -> ClaimsPage:
        """Read one page of the claims of the last fourteen days."""
        from shared.adapters.wildberries.claims import claims_params, read_claims

        return read_claims(self._read(self._hosts.returns + _CLAIMS, claims_params(request)))

    def calls_left(self) -> int | None:
        """Say what the last answer said."""
        return self._calls.left

    def check_scope(self, scope: Scope) -> None:
        """Make the cheapest call that needs a scope."""
        match scope:
            case Scope.FEEDBACKS:
                self._read(self._hosts.feedbacks + "/api/v1/new-feedbacks-questions", {})
            case Scope.CHATS:
                self._read(self._hosts.chat + "/api/v1/seller/chats", {})
            case Scope.RETURNS:
                params = {"is_archive": "false", "limit": "1"}
                self._read(self._hosts.returns + _CLAIMS, params)

    def read_profile(self) -> CabinetProfile:
        """Read whose cabinet it is."""
        body = self._read(self._hosts.common + "/api/v1/seller-info", {})
        sid, name, mark = (body.get(key) for key in ("sid", "name", "tradeMark"))
        if not isinstance(sid, str) or not sid:
            raise Malformed("a seller without an id")
        return CabinetProfile(sid=sid, name=str(name or ""), trade_mark=str(mark or ""))

    def _read(self, url: str, params: dict[str, str]) -> dict[str, Any]:
        return read_json(self._calls.read(url, self._key, params))

    def _write(self, outgoing: Outgoing) -> Answered:
        match outgoing.channel:
            case Channel.REVIEW:
                return self._answer_review("POST", outgoing)
            case Channel.QUESTION:
                return self._answer_question(outgoing)
            case Channel.CHAT:
                url = self._hosts.chat + "/api/v1/seller/message"
                return self._calls.write("POST", url, self._key, files=_message_parts(outgoing))

    def _edit(self, outgoing: Outgoing) -> Answered:
        if outgoing.channel is Channel.REVIEW:
            return self._answer_review("PATCH", outgoing)
        return self._answer_question(outgoing)

    def _answer_review(self, method: str, outgoing: Outgoing) -> Answered:
        url = self._hosts.feedbacks + "/api/v1/feedbacks/answer"
        body = {"id": outgoing.target, "text": outgoing.text}
        return self._calls.write(method, url, self._key, json=body)

    def _answer_question(self, outgoing: Outgoing) -> Answered:
        """The first answer and its edit are one request."""
        url = self._hosts.feedbacks + "/api/v1/questions"
        answer = {"text": outgoing.text}
        question = {"id": outgoing.target, "answer": answer, "state": _ANSWERED}
        return self._calls.write("PATCH", url, self._key, json=question)


def _attempt(outgoing: Outgoing, write: Callable[[], Answered]) -> Outcome:
    try:
        answered = write()
    except (httpx.ConnectError, httpx.ConnectTimeout):
        # The name was not found, nobody listened, or TLS failed: nothing has left.
        return not_sent()
    except (httpx.HTTPError, httpx.InvalidURL, OSError, Malformed):
        return unknown()
    if not is_success(answered):
        return failed_write(answered)
    if outgoing.channel is Channel.CHAT:
        return accepted_message(answered)
    return accepted_answer(answered, needs_body=outgoing.channel is Channel.QUESTION)


def _message_parts(outgoing: Outgoing) -> list[tuple[str, Any]]:
    """Multipart is the only form that WB takes: parts without a file name are plain fields."""
    parts: list[tuple[str, Any]] = [("replySign", (None, outgoing.reply_sign))]
    if outgoing.text:
        parts.append(("message", (None, outgoing.text)))
    files = (("file", (file.name, file.content, file.content_type)) for file in outgoing.files)
    return [*parts, *files]


def _total(data: dict[str, Any]) -> int | None:
    """Both counters beside a list together; the archive's own list has none."""
    counts = [data.get(name) for name in ("countUnanswered", "countArchive")]
    known = [count for count in counts if isinstance(count, int) and not isinstance(count, bool)]
    return sum(known) if len(known) == len(counts) else None


def _page_params(request: ListRequest) -> dict[str, str]:
    params = {
        "take": str(request.take),
        "skip": str(request.skip),
        "order": "dateDesc" if request.newest_first else "dateAsc",
    }
    if request.archived:
        return params
    params["isAnswered"] = "true" if request.answered else "false"
    if request.created_from is not None:
        params["dateFrom"] = str(int(request.created_from.timestamp()))
    if request.created_to is not None:
        params["dateTo"] = str(int(request.created_to.timestamp()))
    return params


def _objects(value: Any) -> tuple[RawItem, ...]:
    """WB writes an empty list as null; an entry that is no object is kept for quarantine."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Malformed("a list that is none")
    return tuple(one if isinstance(one, dict) else {"unreadable": one} for one in value)
