"""Which channels share a bucket of calls."""

from shared.domain.interaction import Channel
from shared.domain.sync.category import Category

CHANNELS = {
    Category.FEEDBACKS: (Channel.REVIEW, Channel.QUESTION),
    Category.CHAT: (Channel.CHAT,),
}

CATEGORY_OF = {channel: category for category, group in CHANNELS.items() for channel in group}
