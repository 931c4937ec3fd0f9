"""The buckets in which WB counts calls."""

from enum import StrEnum


class Category(StrEnum):
    """WB's rate categories that the product reads; reviews and questions share one bucket."""

    FEEDBACKS = "feedbacks"
    CHAT = "chat"
