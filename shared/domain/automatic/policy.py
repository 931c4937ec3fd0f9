"""What a seller lets the system answer by itself; nothing, until the seller says otherwise."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, field
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.deadlines.calendar import WorkingHours
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel
from shared.domain.understanding import Intent

LEAST_STARS = 4
MOST_STARS = 5
MOST_PER_DAY = 500
MOST_ARTICLES = 500
MOST_SEEN = 5
# Measured by `make eval-automatic` on the development lines: the least threshold, in steps of
# five, from which at least 98 of 100 reviews taken for praise are praise and nothing else.
DEFAULT_CONFIDENCE = 85
LEAST_CONFIDENCE = 50


class Action(StrEnum):
    """What the system does by itself with one class of one channel."""

    AUTO = "auto"
    DRAFT = "draft"
    BLOCK = "block"


# A person answers these, whatever the stars say; the last one is what nobody has understood.
LOCKED = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.QUALITY_COMPLAINT,
        Intent.COMPLIANCE_SAFETY,
        Intent.REFUND_EXCHANGE,
        Intent.CANCEL_REQUEST,
        Intent.DELIVERY_DELAY,
        Intent.OTHER,
    }
)
# Only these answer by themselves at all.
ANSWERING = (Channel.REVIEW,)

Scenarios = dict[str, Action]


def scenario_key(channel: Channel, intent: Intent) -> str:
    """Name one cell of the table of scenarios."""
    return f"{channel.value}.{intent.value}"


def may_answer(channel: Channel, intent: Intent) -> bool:
    """Whether a seller may choose `auto` here at all."""
    return channel in ANSWERING and intent not in LOCKED


def make_scenarios(auto: Iterable[Intent]) -> Scenarios:
    """Drafts everywhere but where reviews of these classes are answered."""
    chosen = frozenset(auto)
    return {
        scenario_key(channel, intent): (
            Action.AUTO if intent in chosen and may_answer(channel, intent) else Action.DRAFT
        )
        for channel in Channel
        for intent in Intent
    }


DEFAULT_SCENARIOS = make_scenarios([Intent.THANKS])


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoPolicy:
    """One seller's rules of answering by itself.

    `enabled` is the one switch of it all. In the `sandbox` everything happens but the sending.
    `confidence` and `sample` are percent: how sure the class has to be, and how many of the
    answers that could go are shown to a person first. Without `hours` it answers day and night,
    outside them answers wait for the next opening. `only` and `never` are article numbers.
    `promo` adds one of the seller's codes where one is allowed.
    """

    enabled: bool = False
    sandbox: bool = False
    rating_from: int = LEAST_STARS
    confidence: int = DEFAULT_CONFIDENCE
    scenarios: Scenarios = field(default_factory=lambda: dict(DEFAULT_SCENARIOS))
    only: tuple[int, ...] = ()
    never: tuple[int, ...] = ()
    hours: WorkingHours | None = None
    per_day: int = 100
    sample: int = 5
    promo: bool = False

    @property
    def is_live(self) -> bool:
        """Whether answers really leave."""
        return self.enabled and not self.sandbox

    def keeps_out(self, channel: Channel, intent: Intent) -> bool:
        """Whether nothing at all is to be done here unless a person asks."""
        return self.enabled and self.action_of(channel, intent) is Action.BLOCK

    def action_of(self, channel: Channel, intent: Intent) -> Action:
        """What the seller chose; what may never be automatic is not, whatever is stored."""
        chosen = self.scenarios.get(scenario_key(channel, intent), Action.DRAFT)
        return Action.DRAFT if chosen == Action.AUTO and not may_answer(channel, intent) else chosen


DEFAULT_POLICY = AutoPolicy()


def policy_hash(policy: AutoPolicy) -> str:
    """Fingerprint what would be sent and what not: the switches themselves are no part of it."""
    plain = asdict(policy)
    for switch in ("enabled", "sandbox"):
        plain.pop(switch)
    table = make_scenarios([]) | policy.scenarios
    plain["scenarios"] = {name: Action(table[name]).value for name in sorted(table)}
    plain["only"], plain["never"] = sorted({*policy.only}), sorted({*policy.never})
    return hash_text(json.dumps(plain, sort_keys=True, default=str))


def check_policy(policy: AutoPolicy) -> dict[str, str]:
    """What is wrong with a policy, by field, for the seller."""
    return dict(_find_faults(policy))


def _find_faults(policy: AutoPolicy) -> Iterator[tuple[str, str]]:
    known = make_scenarios([])
    for name, action in policy.scenarios.items():
        if name not in known:
            yield f"scenarios.{name}", "Такой темы нет"
        elif action == Action.AUTO:
            channel, _, intent = name.partition(".")
            if Channel(channel) not in ANSWERING:
                yield f"scenarios.{name}", "Без человека можно отвечать только на отзывы"
            elif Intent(intent) in LOCKED:
                yield f"scenarios.{name}", "На такие обращения отвечает только человек"
    both = {*policy.only} & {*policy.never}
    if both:
        yield "never", f"Артикул {min(both)} и включён, и исключён"


def needs_report(before: AutoPolicy, after: AutoPolicy, seen: Mapping[str, str]) -> bool:
    """Whether a policy would go live of which the seller has not seen what it would have done."""
    if not after.is_live:
        return False
    goes_on = before.is_live and policy_hash(before) == policy_hash(after)
    return not goes_on and policy_hash(after) not in seen


def note_seen(seen: Mapping[str, str], name: str, report: str) -> dict[str, str]:
    """Remember by which report a policy is known; of many policies the last ones stay."""
    kept = {key: value for key, value in seen.items() if key != name}
    return dict([*kept.items(), (name, report)][-MOST_SEEN:])
