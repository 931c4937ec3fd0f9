"""Pinned reviews of one seller (WB API documentation, section "Закреплённые отзывы")."""

from typing import Any

from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.context import Context
from infra.wb_simulator.reviews import Review

Body = dict[str, Any]
FIRST_PIN = 18_577_001
LIMITS = {"subscription": {"total": 15, "unit": 2}, "tariff": {"total": 5, "unit": 1}}


class Pins:
    """What is pinned now; an unpinned pin is gone, as only WB's own unpinning is listed."""

    def __init__(self, seller: str, context: Context) -> None:
        self._seller = seller
        self._context = context
        self._all: dict[int, Body] = {}
        self._last = FIRST_PIN

    def __len__(self) -> int:
        return len(self._all)

    def everything(self) -> list[Body]:
        """In the order of pinning."""
        return [self._all[key] for key in sorted(self._all)]

    def refusal(self, review: Review | None, method: str, unit: str) -> tuple[str, str] | None:
        """Status and detail of the first reason against pinning, if there is one."""
        if review is None:
            return "itemNotFound", "item not found or does not belong to seller"
        pinned = [pin for pin in self._all.values() if pin["pinMethod"] == method]
        if any(pin["feedbackId"] == review.id for pin in self._all.values()):
            return "alreadyPinned", "feedback is already pinned"
        if len(pinned) >= LIMITS[method]["total"]:
            return "globalLimitReached", "no free slots are left"
        field = "nmId" if unit == "nm" else "imtId"
        key = review.body["productDetails"][field]
        if sum(pin[field] == key for pin in pinned) >= LIMITS[method]["unit"]:
            return "unitLimitReached", "no free slots are left for the item"
        return None

    def pin(self, review: Review, method: str, unit: str, now: float) -> Body:
        """Pin numbers only grow."""
        self._last += 1
        product = review.body["productDetails"]
        pin = {
            "changeStateAt": to_iso(now),
            "imtId": product["imtId"],
            "nmId": product["nmId"],
            "pinId": self._last,
            "pinMethod": method,
            "pinOn": unit,
            "feedbackId": review.id,
            "state": "pinned",
        }
        self.restore(pin)
        self._context.store.save("pin", self._seller, str(self._last), pin)
        return pin

    def unpin(self, pin_id: int) -> bool:
        """False for a pin of somebody else."""
        if self._all.pop(pin_id, None) is None:
            return False
        self._context.store.delete("pin", self._seller, str(pin_id))
        return True

    def restore(self, pin: Body) -> None:
        """Take back a saved pin."""
        self._last = max(self._last, pin["pinId"])
        self._all[pin["pinId"]] = pin

    def limits(self) -> Body:
        """Used and free slots of both methods."""
        return {method: self._limit(method) for method in LIMITS}

    def _limit(self, method: str) -> Body:
        total = LIMITS[method]["total"]
        used = sum(pin["pinMethod"] == method for pin in self._all.values())
        return {
            "perUnitLimit": LIMITS[method]["unit"],
            "remaining": total - used,
            "totalLimit": total,
            "unlimited": False,
            "used": used,
        }
