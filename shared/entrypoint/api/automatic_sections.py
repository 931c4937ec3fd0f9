"""Sections of what answers by itself: the policy, and the promo codes that answers may offer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.domain.accounts.account import Seller
from shared.domain.automatic.codes import PromoCode
from shared.domain.automatic.policy import (
    ANSWERING,
    DEFAULT_POLICY,
    AutoPolicy,
    check_policy,
    make_scenarios,
    may_answer,
    needs_report,
    policy_hash,
)
from shared.domain.automatic.promo import check_codes, paragraph_of
from shared.domain.deadlines.rules import check_hours
from shared.domain.search.topics import TOPICS
from shared.domain.understanding import Intent
from shared.entrypoint.api.hours import show_hours, take_hours
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.automatic import (
    AutoAnswer,
    AutoRequest,
    AutoRules,
    CodeFields,
    LockedScenario,
    PromoAnswer,
    PromoRequest,
)
from shared.entrypoint.api.shapes.service import FieldProblem
from shared.usecases.change_settings import Chosen

SEE_REPORT = (
    "Сначала посмотрите отчёт: что автоответ сделал бы с вашими прошлыми отзывами "
    "именно по этим правилам"
)
AUTO_TITLES = {
    "enabled": "Автоответы",
    "sandbox": "Только журнал, без отправки",
    "rating_from": "Оценка от",
    "confidence": "Уверенность темы, %",
    "scenarios": "Темы",
    "only": "Только артикулы",
    "never": "Кроме артикулов",
    "hours": "Время автоответов",
    "per_day": "Автоответов в день",
    "sample": "На проверку человеку, %",
    "promo": "Добавлять промокод",
}
PROMO_TITLES = {"codes": "Промокоды"}


def show_auto(chosen: Chosen, _: Seller) -> AutoAnswer:
    """The policy as it is, with what is told beside it."""
    settings, policy = chosen.settings, chosen.settings.auto
    return AutoAnswer(
        **show_rules(policy),
        enabled=policy.enabled,
        sandbox=policy.sandbox,
        classes=[
            LockedScenario(
                intent=intent,
                title=TOPICS[intent],
                may_answer=[one for one in ANSWERING if may_answer(one, intent)],
            )
            for intent in Intent
        ],
        delay_seconds=int(settings.auto_undo.total_seconds()),
        policy=policy_hash(policy),
        may_go_live=policy_hash(policy) in settings.auto_seen,
    )


def take_auto(chosen: Chosen, body: AutoRequest) -> Chosen:
    """Refuse what a policy may not say, and to go live unseen."""
    rules = take_rules(body)
    policy = replace(rules, enabled=body.enabled, sandbox=body.sandbox)
    before = chosen.settings.auto
    if needs_report(before, policy, chosen.settings.auto_seen):
        raise _refused({"enabled": SEE_REPORT})
    return replace(chosen, settings=replace(chosen.settings, auto=policy))


def show_rules(policy: AutoPolicy) -> dict[str, Any]:
    """What a policy says of answers, as the fields of every shape that holds rules."""
    table = make_scenarios([]) | policy.scenarios
    return {
        "rating_from": policy.rating_from,
        "confidence": policy.confidence,
        "scenarios": {name: table[name] for name in make_scenarios([])},
        "only": list(policy.only),
        "never": list(policy.never),
        "hours": show_hours(policy.hours) if policy.hours else None,
        "per_day": policy.per_day,
        "sample": policy.sample,
        "promo": policy.promo,
    }


def take_rules(body: AutoRules) -> AutoPolicy:
    """Make a policy of a client's rules, switched off; a wrong field is refused by its name."""
    policy = replace(
        DEFAULT_POLICY,
        rating_from=body.rating_from,
        confidence=body.confidence,
        scenarios=dict(body.scenarios),
        only=tuple(sorted({*body.only})),
        never=tuple(sorted({*body.never})),
        hours=take_hours(body.hours) if body.hours else None,
        per_day=body.per_day,
        sample=body.sample,
        promo=body.promo,
    )
    faults = check_policy(policy)
    if policy.hours:
        faults |= {f"hours.{name}": fault for name, fault in check_hours(policy.hours).items()}
    if faults:
        raise _refused(faults)
    return replace(policy, scenarios=make_scenarios([]) | policy.scenarios)


def show_promo(chosen: Chosen, _: Seller) -> PromoAnswer:
    """The codes as they are, and how each would be offered."""
    codes = chosen.settings.promo_codes
    return PromoAnswer(
        codes=[_show_code(one) for one in codes], offers=[paragraph_of(one) for one in codes]
    )


def take_promo(chosen: Chosen, body: PromoRequest) -> Chosen:
    """Refuse codes that WB would not have made or that no answer may hold."""
    codes = tuple(_take_code(one) for one in body.codes)
    faults = check_codes(codes)
    if faults:
        raise _refused(faults)
    return replace(chosen, settings=replace(chosen.settings, promo_codes=codes))


def _show_code(one: PromoCode) -> CodeFields:
    return CodeFields(
        code=one.code,
        percent=one.percent,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        channels=list(one.channels),
        articles=list(one.articles),
        active=one.active,
    )


def _take_code(body: CodeFields) -> PromoCode:
    return PromoCode(
        code=body.code.upper(),
        percent=body.percent,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        channels=tuple(sorted({*body.channels})),
        articles=tuple(sorted({*body.articles})),
        active=body.active,
    )


def _refused(faults: Mapping[str, str]) -> Refusal:
    errors = [FieldProblem(field=one, code="refused", message=faults[one]) for one in faults]
    return Refusal(code="invalid", errors=errors)
