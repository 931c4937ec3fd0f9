"""Return claims of one seller (WB API documentation, section "Возвраты покупателями")."""

from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.clock import DAY, to_moscow_naive
from infra.wb_simulator.context import Context
from infra.wb_simulator.timeline import Timeline

LISTED_FOR = 14 * DAY
Body = dict[str, Any]
REFUSED, APPROVED = 1, 2
# action: decision, state of the goods, actions that stay possible
OUTCOMES: dict[str, tuple[int, int, list[str]]] = {
    "approve1": (APPROVED, 8, []),
    "approve2": (APPROVED, 10, []),
    "autorefund1": (APPROVED, 5, []),
    "reject1": (REFUSED, 1, ["approve1", "autorefund1"]),
    "reject2": (REFUSED, 1, ["approve1", "autorefund1"]),
    "reject3": (REFUSED, 1, ["approve1", "autorefund1"]),
    "rejectcustom": (REFUSED, 1, ["approve1", "autorefund1"]),
    "approvecc1": (0, 0, ["confirmreturngoodcc1", "rejectcustom"]),
    "confirmreturngoodcc1": (APPROVED, 10, []),
}
CANNED = {
    "reject1": "Пришлось отклонить заявку — подтвердить производственный брак не получилось.",
    "reject2": "Пришлось отклонить заявку — нужно чуть больше информации.",
    "reject3": "Пришлось отклонить заявку — обратитесь в сервисный центр.",
}


@dataclass(slots=True)
class Claim:
    """The public body beside its age."""

    body: Body
    created: float

    @property
    def id(self) -> str:
        """A UUID."""
        return str(self.body["id"])


class Claims:
    """All claims of one seller."""

    def __init__(self, seller: str, context: Context) -> None:
        self._seller = seller
        self._context = context
        self._all: dict[str, Claim] = {}
        self._timeline = Timeline()

    def __len__(self) -> int:
        return len(self._all)

    def find(self, claim_id: str) -> Claim | None:
        """Claims of other sellers are unknown."""
        return self._all.get(claim_id)

    def everything(self) -> list[Claim]:
        """Oldest first."""
        return [self._all[key] for key in self._timeline.between(None, None)]

    def add(self, body: Body, created: float) -> Claim:
        """A body must be complete."""
        claim = Claim(body, created)
        self._register(claim)
        self._save(claim)
        return claim

    def restore(self, row: Body) -> None:
        """Take back a saved row."""
        self._register(Claim(**row))

    def remove(self, claim_id: str) -> bool:
        """The buyer took the claim back."""
        claim = self._all.pop(claim_id, None)
        if claim is None:
            return False
        self._timeline.remove(claim.created, claim_id)
        self._context.store.delete("claim", self._seller, claim_id)
        return True

    def select(self, *, archived: bool, nm: int | None, claim_id: str | None) -> list[Claim]:
        """The last fourteen days only, newest first."""
        since = self._context.clock.now() - LISTED_FOR
        recent = (self._all[key] for key in reversed(self._timeline.between(since, None)))
        return [
            claim
            for claim in recent
            if bool(claim.body["status"]) == archived
            and nm in (None, claim.body["nm_id"])
            and claim_id in (None, claim.id)
        ]

    def act(self, claim: Claim, action: str, comment: str | None, now: float) -> None:
        """The action must be one of the claim's own."""
        status, status_ex, actions = OUTCOMES[action]
        claim.body |= {
            "status": status,
            "status_ex": status_ex,
            "actions": list(actions),
            "dt_update": to_moscow_naive(now),
            "wb_comment": comment or CANNED.get(action, claim.body["wb_comment"]),
        }
        self._save(claim)

    def _register(self, claim: Claim) -> None:
        if claim.id not in self._all:
            self._timeline.add(claim.created, claim.id)
        self._all[claim.id] = claim

    def _save(self, claim: Claim) -> None:
        self._context.store.save(
            "claim", self._seller, claim.id, {"body": claim.body, "created": claim.created}
        )
