"""The six labels that questions once had, each a union of the eighteen."""

from collections.abc import Mapping

from shared.domain.understanding import Intent

GENERAL = "general_question"

_UNIONS: Mapping[str, tuple[Intent, ...]] = {
    "availability_delivery": (Intent.AVAILABILITY, Intent.DELIVERY_STATUS, Intent.DELIVERY_DELAY),
    "spec_compatibility": (Intent.PRODUCT_SPEC, Intent.COMPATIBILITY),
    "post_purchase_issue": (
        *(Intent.DEFECT_NOT_WORKING, Intent.WRONG_ITEM, Intent.MISSING_PARTS),
        *(Intent.REFUND_EXCHANGE, Intent.QUALITY_COMPLAINT),
    ),
    "sizing_fit": (Intent.SIZING_FIT,),
    "compliance_safety": (Intent.COMPLIANCE_SAFETY,),
}
_COARSE = {intent: name for name, intents in _UNIONS.items() for intent in intents}


def coarse_intent(intent: Intent) -> str:
    """What belongs to no union is a general question, thanks and cancellations too."""
    return _COARSE.get(intent, GENERAL)
