"""Answers of ours that WB shows, and edits of them."""

from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Deed
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from tests.reply_bench import EDITED, Bench

MINUTE = timedelta(minutes=1)
PUBLIC = [Channel.REVIEW, Channel.QUESTION]


def answered(channel: Channel) -> tuple[Bench, InteractionId]:
    """An item whose answer of ours WB shows."""
    bench = Bench()
    item = bench.add_item(channel)
    bench.approve(item)
    bench.run_for(2 * MINUTE)
    read(bench, item)
    return bench, item


def read(bench: Bench, item: InteractionId) -> None:
    """What the next sync brings."""
    bench.clock.advance(timedelta(seconds=1))
    known = bench.item(item)
    bench.ingest(known.channel, known.source.external_id)


def edits(bench: Bench) -> list[str]:
    return [one.text for one in bench.cabinet.landings if one.deed is Deed.EDIT]


def refusal(bench: Bench, item: InteractionId, text: str = EDITED, **facts: str) -> RefusalCode:
    with pytest.raises(ReplyRefused) as refused:
        bench.edit(item, text, **facts)
    return refused.value.code
