"""The section of settings about suggested answers."""

from dataclasses import replace

from shared.domain.accounts.account import Seller
from shared.domain.drafts.choices import DraftChoices
from shared.entrypoint.api.shapes.drafts import AIAnswer, AIRequest
from shared.usecases.change_settings import Chosen

AI_TITLES = {
    "suggestions": "Готовить черновики заранее",
    "use_model": "Писать черновики нейросетью",
    "tone": "Тон ответов",
    "daily_limit": "Черновиков нейросети в день",
    "learns": "Учиться на прежних ответах",
}


def show_ai(chosen: Chosen, _: Seller) -> AIAnswer:
    """What the seller chose."""
    ai = chosen.settings.ai
    return AIAnswer(
        suggestions=ai.suggestions,
        use_model=ai.use_model,
        tone=ai.tone,
        daily_limit=ai.daily_limit,
        learns=ai.learns,
    )


def take_ai(chosen: Chosen, body: AIRequest) -> Chosen:
    """Replace it."""
    ai = DraftChoices(
        suggestions=body.suggestions,
        use_model=body.use_model,
        tone=body.tone,
        daily_limit=body.daily_limit,
        learns=body.learns,
    )
    return replace(chosen, settings=replace(chosen.settings, ai=ai))
