"""What a language model says of questions, where the environment names one as ingestion does."""

import os
from collections.abc import Callable
from functools import cache

from shared.adapters.openai_adviser import OpenAIAdviser
from shared.domain.errors import Malformed, RetryLater
from shared.domain.meaning.hearing import basis_of_words
from shared.domain.understanding import Advice
from shared.ports import Adviser


def find_adviser() -> Adviser | None:
    """Off unless `ENABLE_LLM_INTENT` and an endpoint are set."""
    url, key, model = (
        os.environ.get(f"LLM_{name}", "") for name in ("BASE_URL", "API_KEY", "MODEL")
    )
    is_on = os.environ.get("ENABLE_LLM_INTENT", "").lower() in ("1", "true", "yes")
    return OpenAIAdviser(url, key, model) if is_on and url and model else None


def remember_advice(adviser: Adviser) -> Callable[[str], Advice]:
    """Ask about each text once; one that brought no valid answer has no intent."""

    @cache
    def ask(words: str) -> Advice:
        try:
            intent = adviser.name_intent(words)
        except (RetryLater, Malformed):
            intent = None
        return Advice(basis=basis_of_words(words), model=adviser.model, intent=intent)

    return ask
