"""The WB connector before a server that is not ours: Prism with WB's own OpenAPI."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from infra.prism.server import PRISM, serve_spec
from shared.adapters.system import SystemClock
from shared.adapters.wildberries.calls import open_transports
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import FileState
from shared.domain.claims import ClaimList, ClaimsRequest
from shared.domain.errors import AccessDenied, Denial, RateLimited
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing, Verdict
from shared.ports import Marketplace
from tests.wb_openapi import FILE, require_folder

pytestmark = pytest.mark.prism
TOKEN = "header.payload.signature"
REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
Open = Callable[..., Marketplace]


class Preferring(httpx.BaseTransport):
    """Asks Prism for one of the documented answers."""

    def __init__(self, prefer: str) -> None:
        self._inner = open_transports()()
        self._prefer = prefer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Prefer"] = self._prefer
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not PRISM.exists():
        pytest.skip("Prism is not installed: `make prism-smoke` installs it")
    spec = require_folder("INBOX_WB_OPENAPI", "../shared/wb/openapi") / FILE
    log: Path = tmp_path_factory.mktemp("prism") / "prism.log"
    with serve_spec(spec, log) as address:
        yield address


@pytest.fixture
def open_cabinet(base: str) -> Iterator[Open]:
    made: list[WildberriesMarketplaces] = []

    def make(prefer: str = "") -> Marketplace:
        transports = (lambda: Preferring(prefer)) if prefer else None
        made.append(WildberriesMarketplaces(WBHosts.at(base), transports))
        return made[-1].open(TOKEN)

    yield make
    for marketplaces in made:
        marketplaces.close()


def read_any(cabinet: Marketplace, channel: Channel) -> None:
    if channel is CHAT:
        cabinet.list_chats()
    else:
        cabinet.list_items(ListRequest(channel=channel, answered=False))


def test_the_official_examples_are_read(open_cabinet: Open) -> None:
    cabinet, reader, now = open_cabinet(), WildberriesMarketplaces(), SystemClock().now()

    for channel in (REVIEW, QUESTION):
        [raw, *_] = cabinet.list_items(ListRequest(channel=channel, answered=False)).items
        assert reader.parse_item(channel, raw, now).source.external_id
        again = cabinet.read_item(channel, str(raw["id"]))
        assert again is not None
        assert reader.read_answer(channel, again).exists
    archive = cabinet.list_items(ListRequest(channel=REVIEW, answered=True, take=5000))
    assert archive.items
    # Prism makes up the line of a chat, and its stream never ends: one page is read.
    [chat, *_] = cabinet.list_chats()
    assert chat["chatID"]
    page = cabinet.list_events(1_796_000_000_000)
    by_chat = {str(event["chatID"]): event for event in page.items}
    for event in by_chat.values():
        reader.parse_item(CHAT, {"chat": None, "events": [event]}, now)
    assert by_chat
    [claim] = cabinet.list_claims(ClaimsRequest(which=ClaimList.OPEN)).claims
    assert claim.order_key
    reader.close()


def test_every_scope_is_checked(open_cabinet: Open) -> None:
    for scope in Scope:
        open_cabinet().check_scope(scope)


@pytest.mark.parametrize("channel", [REVIEW, QUESTION])
def test_an_answer_and_its_edit_are_taken(open_cabinet: Open, channel: Channel) -> None:
    outgoing = Outgoing(channel=channel, target="Ab3dEf_hIjKlMnOpQrSt", text="Спасибо за отзыв!")

    assert open_cabinet().send_reply(outgoing).verdict is Verdict.ACCEPTED
    assert open_cabinet().edit_answer(outgoing).verdict is Verdict.ACCEPTED


def test_a_message_is_taken(open_cabinet: Open) -> None:
    outgoing = Outgoing(channel=CHAT, target="1:x", text="Проверим.", reply_sign="1:x:87:0f")

    outcome = open_cabinet().send_reply(outgoing)

    assert (outcome.verdict, outcome.add_time) == (Verdict.ACCEPTED, 1_712_848_270_018)


def test_a_file_is_given_checked_or_refused(open_cabinet: Open) -> None:
    file_id = "ecaeb056-a4ee-45b4-ae45-666811755d38"

    assert open_cabinet().download_file(file_id).state is FileState.READY
    checking = open_cabinet("code=202").download_file(file_id)
    assert (checking.state, checking.retry_after) == (FileState.CHECKING, 30.0)
    assert open_cabinet("code=451").download_file(file_id).state is FileState.REFUSED
    assert open_cabinet("code=400").download_file(file_id).state is FileState.GONE


@pytest.mark.parametrize(
    ("code", "denial"), [(401, Denial.TOKEN), (402, Denial.PAYMENT), (403, Denial.SCOPE)]
)
@pytest.mark.parametrize("channel", Channel)
def test_documented_refusals_are_understood(
    open_cabinet: Open, code: int, denial: Denial, channel: Channel
) -> None:
    cabinet = open_cabinet(f"code={code}")
    outgoing = Outgoing(channel=channel, target="t", text="Спасибо!", reply_sign="sign")

    with pytest.raises(AccessDenied) as refused:
        read_any(cabinet, channel)
    outcome = cabinet.send_reply(outgoing)

    assert refused.value.denial is denial
    assert (outcome.verdict, outcome.denial) == (Verdict.DENIED, denial)


def test_a_limit_and_an_unknown_item_are_told_apart(open_cabinet: Open) -> None:
    with pytest.raises(RateLimited):
        open_cabinet("code=429").list_chats()

    limited = open_cabinet("code=429").send_reply(
        Outgoing(channel=REVIEW, target="r", text="Спасибо!")
    )
    refused = open_cabinet("code=422").send_reply(
        Outgoing(channel=QUESTION, target="q", text="Да, есть.")
    )

    assert limited.verdict is Verdict.RATE_LIMITED
    assert refused.verdict is Verdict.REFUSED
    assert open_cabinet("code=422").read_item(REVIEW, "nobody") is None
