"""Ready policies to begin with: none of them turns anything on."""

from dataclasses import replace

from shared.domain.automatic.policy import (
    DEFAULT_CONFIDENCE,
    DEFAULT_POLICY,
    AutoPolicy,
    make_scenarios,
)
from shared.domain.dataclass import dataclass
from shared.domain.understanding import Intent

_SAFE = (Intent.THANKS,)
_BALANCED = (*_SAFE, Intent.PRODUCT_SPEC, Intent.SIZING_FIT, Intent.DELIVERY_STATUS)
_MOST = (
    *_BALANCED,
    Intent.AVAILABILITY,
    Intent.COMPATIBILITY,
    Intent.USAGE_HOWTO,
    Intent.PRE_PURCHASE,
    Intent.PRICE_PROMO,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A policy by the name under which it is offered, in Russian."""

    name: str
    title: str
    says: str
    policy: AutoPolicy


PRESETS = (
    Preset(
        name="safe",
        title="Осторожный",
        says="Только благодарности с пятью звёздами, каждый пятый ответ смотрит человек",
        policy=replace(
            DEFAULT_POLICY,
            rating_from=5,
            confidence=max(DEFAULT_CONFIDENCE, 90),
            scenarios=make_scenarios(_SAFE),
            per_day=30,
            sample=20,
        ),
    ),
    Preset(
        name="balanced",
        title="Обычный",
        says="Похвала с четырьмя и пятью звёздами: благодарности, посадка, свойства, доставка",
        policy=replace(DEFAULT_POLICY, scenarios=make_scenarios(_BALANCED), sample=10),
    ),
    Preset(
        name="max",
        title="Широкий",
        says="Все хорошие отзывы, в которых нет жалобы и тревожных слов",
        policy=replace(DEFAULT_POLICY, scenarios=make_scenarios(_MOST), per_day=500),
    ),
)


def apply_preset(preset: Preset, policy: AutoPolicy) -> AutoPolicy:
    """The seller's articles, hours and switches stay; the rules become the preset's."""
    rules = preset.policy
    return replace(
        policy,
        rating_from=rules.rating_from,
        confidence=rules.confidence,
        scenarios=rules.scenarios,
        per_day=rules.per_day,
        sample=rules.sample,
    )
