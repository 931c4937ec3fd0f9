"""A cabinet whose connector is recorded."""

from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.ports import Marketplace
from tests.wb_bodies import envelope
from tests.wb_recorder import Recorder

TOKEN = "header.payload.signature"
NEW_REVIEWS = ListRequest(channel=Channel.REVIEW, answered=False)
REVIEWS = envelope({"countUnanswered": 7, "countArchive": 1, "feedbacks": [{"id": "r"}]})


def cabinet(recorder: Recorder) -> Marketplace:
    return WildberriesMarketplaces(transports=recorder).open(TOKEN)
