"""Wildberries in memory: the same raw items, rules and refusals as the real API."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.adapters.memory.wb_cabinet import (
    ARCHIVED_AFTER,
    Deed,
    Effect,
    Landing,
    MemoryCabinet,
    Shelved,
)
from shared.adapters.memory.wb_files import show_file
from shared.adapters.memory.wb_items import TOKEN_LIFETIME, make_token, millis
from shared.adapters.wildberries.claims import claims_params, read_claims
from shared.adapters.wildberries.files import download_path
from shared.adapters.wildberries.limits import check_page, refuse_edit, refuse_outgoing
from shared.adapters.wildberries.reading import WBReader
from shared.adapters.wildberries.tokens import bare_token
from shared.domain.accounts.tokens import Scope, TokenFacts, TokenKind
from shared.domain.attachments import Download
from shared.domain.claims import ClaimsPage, ClaimsRequest
from shared.domain.errors import AccessDenied, Denial
from shared.domain.interaction import Channel
from shared.domain.marketplace import CabinetProfile, EventPage, ListPage, ListRequest
from shared.domain.raw_items import RawItem
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.ports import Clock, Marketplace, Marketplaces

SCOPE_OF = {
    Channel.REVIEW: Scope.FEEDBACKS,
    Channel.QUESTION: Scope.FEEDBACKS,
    Channel.CHAT: Scope.CHATS,
}


class MemoryMarketplaces(WBReader, Marketplaces):
    """All cabinets of one pretended marketplace; scripting and the call log sit on each."""

    def __init__(self, clock: Clock, *, client_secret: str = "") -> None:
        self._clock = clock
        self.client_secret = client_secret
        self._revoked: set[str] = set()
        self.cabinets: dict[str, MemoryCabinet] = {}

    def add_cabinet(self, sid: str = "sid-1") -> MemoryCabinet:
        """Open a seller's account, or find the one that is there."""
        return self.cabinets.setdefault(sid, MemoryCabinet(sid, self._clock))

    def issue_token(
        self,
        sid: str = "sid-1",
        *,
        kind: TokenKind = TokenKind.SERVICE,
        scopes: Sequence[Scope] = tuple(Scope),
        read_only: bool = False,
        lifetime: timedelta = TOKEN_LIFETIME,
    ) -> str:
        """Make a token that `open` accepts; a negative lifetime makes a dead one."""
        self.add_cabinet(sid)
        expires_at = self._clock.now() + lifetime
        return make_token(sid, expires_at, kind=kind, scopes=scopes, read_only=read_only)

    def revoke(self, token: str) -> None:
        """Make WB refuse a token before it expires."""
        self._revoked.add(bare_token(token))

    def read_token(self, token: str) -> TokenFacts:
        """Decode a token; beside the service's secret a Base token has the full limits."""
        facts = super().read_token(token)
        lifted = bool(self.client_secret) and facts.kind is TokenKind.BASE
        return replace(facts, kind=TokenKind.BASE_SECRET) if lifted else facts

    def open(self, token: str) -> Marketplace:
        """Open the cabinet of a token; a token that WB does not know is denied at each call."""
        facts = self.read_token(token)
        known = facts.sid in self.cabinets and bare_token(token) not in self._revoked
        cabinet = self.cabinets[facts.sid] if known else MemoryCabinet(facts.sid, self._clock)
        return _OpenCabinet(cabinet, facts, is_known=known)


class _OpenCabinet(Marketplace):
    """A cabinet as far as one token reaches."""

    def __init__(self, cabinet: MemoryCabinet, facts: TokenFacts, *, is_known: bool) -> None:
        self._cabinet = cabinet
        self._facts = facts
        self._is_known = is_known

    def list_items(self, request: ListRequest) -> ListPage:
        """Read one page of reviews or questions."""
        check_page(request)
        self._read("list_items", SCOPE_OF[request.channel], request.channel.value)
        shelf = self._cabinet.shelf(request.channel)
        waiting = [item for item in shelf if self._is_waiting(item)]
        pool = [item for item in shelf if _is_done(item)] if request.answered else waiting
        if request.archived:
            pool = [item for item in shelf if not self._is_waiting(item)]
        found = [item.raw for item in pool if _is_within(item, request)]
        ordered = found[::-1] if request.newest_first else found
        page = ordered[request.skip : request.skip + request.take]
        return ListPage(items=tuple(deepcopy(page)), total=None if request.archived else len(shelf))

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        """Read one review or question by its id."""
        self._read("read_item", SCOPE_OF[channel], external_id)
        item = self._cabinet.look_at(channel, external_id)
        return None if item is None else deepcopy(item.raw)

    def list_chats(self) -> tuple[RawItem, ...]:
        """Read every chat, the one that moved last first."""
        self._read("list_chats", Scope.CHATS)
        chats = self._cabinet.chats.values()
        return tuple(deepcopy(sorted(chats, key=_last_moved, reverse=True)))

    def list_events(self, cursor: int | None) -> EventPage:
        """Read events strictly after a cursor; an empty page repeats it."""
        self._read("list_events", Scope.CHATS, "" if cursor is None else str(cursor))
        after = -1 if cursor is None else cursor
        found = [event for event in self._cabinet.events if event["addTimestamp"] > after]
        page = found[: self._cabinet.events_page]
        empty = millis(self._cabinet.clock.now()) if cursor is None else cursor
        following = page[-1]["addTimestamp"] if page else empty
        return EventPage(items=tuple(deepcopy(page)), next_cursor=following)

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Write once, or fail as scripted."""
        return refuse_outgoing(outgoing) or self._write("send_reply", outgoing, Deed.REPLY)

    def edit_answer(self, outgoing: Outgoing) -> Outcome:
        """Change an answer, or fail as scripted."""
        return refuse_edit(outgoing) or self._write("edit_answer", outgoing, Deed.EDIT)

    def download_file(self, download_id: str) -> Download:
        """Read a file of a message, as far as WB has let it through."""
        download_path(download_id)
        self._read("download_file", Scope.CHATS, download_id)
        return show_file(self._cabinet.files.get(download_id))

    def list_claims(self, request: ClaimsRequest) -> ClaimsPage:
        """Read one page of claims, the newest first."""
        claims_params(request)
        self._read("list_claims", Scope.RETURNS, request.which.value)
        found = self._cabinet.claims_of(request.which)
        page = found[request.skip : request.skip + request.take]
        return read_claims({"claims": deepcopy(page), "total": len(found)})

    def calls_left(self) -> int | None:
        """Say what the cabinet was told to say."""
        return self._cabinet.calls_left

    def check_scope(self, scope: Scope) -> None:
        """Make the cheapest call that needs a scope."""
        self._read("check_scope", scope, scope.value)

    def read_profile(self) -> CabinetProfile:
        """Read whose cabinet it is."""
        self._read("read_profile", None)
        sid, mark = self._cabinet.sid, self._cabinet.trade_mark
        return CabinetProfile(sid=sid, name=f"ООО {mark}", trade_mark=mark)

    def _write(self, method: str, outgoing: Outgoing, deed: Deed) -> Outcome:
        self._cabinet.note_call(method, outgoing.target, outgoing.text)
        if self._cabinet.write_failures:
            return self._fail(outgoing, deed, *self._cabinet.write_failures.pop(0))
        denial = self._denial(SCOPE_OF[outgoing.channel])
        if denial is None and self._facts.read_only:
            denial = Denial.READ_ONLY
        if denial is not None:
            return Outcome(verdict=Verdict.DENIED, denial=denial)
        landing = self._cabinet.apply(outgoing, deed)
        return self._answer(landing) if landing else _effectless(outgoing)

    def _read(self, method: str, scope: Scope | None, target: str = "") -> None:
        self._cabinet.note_call(method, target)
        if self._cabinet.read_errors:
            raise self._cabinet.read_errors.pop(0)
        denial = self._denial(scope)
        if denial is not None:
            raise AccessDenied(denial)

    def _denial(self, scope: Scope | None) -> Denial | None:
        if self._facts.expires_at <= self._cabinet.clock.now():
            return Denial.EXPIRED
        if not self._is_known or self._facts.kind is TokenKind.TEST:
            return Denial.TOKEN
        granted = {
            Scope.FEEDBACKS: self._facts.feedbacks,
            Scope.CHATS: self._facts.chats,
            Scope.RETURNS: self._facts.returns,
        }
        return None if scope is None or granted[scope] else Denial.SCOPE

    def _fail(self, outgoing: Outgoing, deed: Deed, outcome: Outcome, effect: Effect) -> Outcome:
        if effect is Effect.AT_ONCE:
            self._cabinet.apply(outgoing, deed)
        if effect is Effect.LATER:
            self._cabinet.late.append((outgoing, deed))
        return outcome

    def _answer(self, landing: Landing) -> Outcome:
        if landing.add_time is None:
            return Outcome(verdict=Verdict.ACCEPTED)
        self._cabinet.renew_sign(landing.target)
        return Outcome(verdict=Verdict.ACCEPTED, add_time=landing.add_time)

    def _is_waiting(self, item: Shelved) -> bool:
        young = self._cabinet.clock.now() - item.created_at < ARCHIVED_AFTER
        return not _is_done(item) and (item.channel is Channel.QUESTION or young)


def _is_done(item: Shelved) -> bool:
    """WB calls a review processed when it is answered or holds neither text nor picture."""
    raw = item.raw
    if item.channel is Channel.QUESTION:
        return raw["answer"] is not None or raw["state"] == "none"
    words = (raw["text"] + raw["pros"] + raw["cons"]).strip()
    return raw["answer"] is not None or not (words or raw["photoLinks"] or raw["video"])


def _last_moved(chat: RawItem) -> int:
    """WB dates some lines not at all."""
    return (chat["lastMessage"] or {}).get("addTimestamp") or 0


def _is_within(item: Shelved, request: ListRequest) -> bool:
    """WB compares whole seconds."""
    second = int(item.created_at.timestamp())
    low = request.created_from or datetime.min.replace(tzinfo=UTC)
    high = request.created_to or datetime.max.replace(tzinfo=UTC)
    return int(low.timestamp()) <= second <= int(high.timestamp())


def _effectless(outgoing: Outgoing) -> Outcome:
    """WB takes an answer to any review id in silence, and refuses the rest."""
    match outgoing.channel:
        case Channel.REVIEW:
            return Outcome(verdict=Verdict.ACCEPTED)
        case Channel.QUESTION:
            return Outcome(verdict=Verdict.REFUSED, reason="WB не смог сохранить ответ на вопрос")
        case Channel.CHAT:
            return Outcome(
                verdict=Verdict.REFUSED, reason="WB не принял подпись чата", stale_sign=True
            )
