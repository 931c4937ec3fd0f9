"""How a contract test reads a marketplace."""

from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.raw_items import ParsedItem, RawItem
from shared.ports import Marketplace
from tests.contract.marketplace_benches import Bench


def listed(cabinet: Marketplace, channel: Channel, *, answered: bool) -> list[str]:
    page = cabinet.list_items(ListRequest(channel=channel, answered=answered))
    return [item["id"] for item in page.items]


def read(cabinet: Marketplace, channel: Channel, external_id: str) -> RawItem:
    raw = cabinet.read_item(channel, external_id)
    assert raw is not None
    return raw


def parsed(bench: Bench, channel: Channel, raw: RawItem) -> ParsedItem:
    return bench.marketplaces.parse_item(channel, raw, bench.now())


def sign_of(cabinet: Marketplace, chat_id: str) -> str:
    return str(next(c["replySign"] for c in cabinet.list_chats() if c["chatID"] == chat_id))
