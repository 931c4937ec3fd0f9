"""Answers on their way to WB, one of each kind."""

from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.interaction import Channel
from shared.domain.replies.sending import Outcome, Outgoing
from tests.wb_recorder import Recorder

TOKEN = "header.payload.signature"
REVIEW = Outgoing(channel=Channel.REVIEW, target="Ab3dEf_hIjKlMnOpQrSt", text="Спасибо за отзыв!")
QUESTION = Outgoing(channel=Channel.QUESTION, target="2qyV4xJmTnQ1wEr8tYui", text="Да, есть.")
CHAT = Outgoing(channel=Channel.CHAT, target="1:x", text="Проверим.", reply_sign="1:x:87:0f")
ALL = (REVIEW, QUESTION, CHAT)


def send(recorder: Recorder, outgoing: Outgoing) -> Outcome:
    return WildberriesMarketplaces(transports=recorder).open(TOKEN).send_reply(outgoing)
