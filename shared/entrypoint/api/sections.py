"""Sections of settings: from the seller's choices to what the API says, and back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Generic, TypeVar

from shared.domain.accounts.account import Seller
from shared.domain.dataclass import dataclass
from shared.domain.deadlines.rules import check_hours, check_table
from shared.domain.deadlines.table import DEFAULT_TABLE, Within
from shared.domain.deadlines.words import row_words
from shared.domain.settings_change import Section
from shared.entrypoint.api.automatic_sections import (
    AUTO_TITLES,
    PROMO_TITLES,
    show_auto,
    show_promo,
    take_auto,
    take_promo,
)
from shared.entrypoint.api.draft_section import AI_TITLES, show_ai, take_ai
from shared.entrypoint.api.hours import show_hours, take_hours
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.automatic import (
    AutoAnswer,
    AutoRequest,
    PromoAnswer,
    PromoRequest,
)
from shared.entrypoint.api.shapes.base import Answer, Request
from shared.entrypoint.api.shapes.drafts import AIAnswer, AIRequest
from shared.entrypoint.api.shapes.service import FieldProblem
from shared.entrypoint.api.shapes.settings import (
    DeadlineRow,
    DeadlinesAnswer,
    DeadlinesRequest,
    GeneralAnswer,
    GeneralRequest,
    ProfileAnswer,
    ProfileRequest,
)
from shared.usecases.change_settings import Chosen

R = TypeVar("R", bound=Request)
A = TypeVar("A", bound=Answer)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SectionShape(Generic[R, A]):
    """How one section is shown and taken; `titles` name its fields in the history of changes."""

    section: Section
    request: type[R]
    answer: type[A]
    show: Callable[[Chosen, Seller], A]
    take: Callable[[Chosen, R], Chosen]
    titles: dict[str, str]


def _show_profile(chosen: Chosen, seller: Seller) -> ProfileAnswer:
    signature = chosen.settings.signature
    return ProfileAnswer(name=chosen.name, signature=signature, email=seller.email)


def _take_profile(chosen: Chosen, body: ProfileRequest) -> Chosen:
    settings = replace(chosen.settings, signature=body.signature)
    return replace(chosen, settings=settings, name=body.name)


def _show_general(chosen: Chosen, _: Seller) -> GeneralAnswer:
    settings = chosen.settings
    return GeneralAnswer(
        undo_seconds=int(settings.undo.total_seconds()),
        auto_undo_seconds=int(settings.auto_undo.total_seconds()),
        reply_pending_minutes=int(settings.reply_pending / _MINUTE),
        store_buyer_names=settings.store_buyer_names,
    )


def _take_general(chosen: Chosen, body: GeneralRequest) -> Chosen:
    settings = replace(
        chosen.settings,
        undo=timedelta(seconds=body.undo_seconds),
        auto_undo=timedelta(seconds=body.auto_undo_seconds),
        reply_pending=body.reply_pending_minutes * _MINUTE,
        store_buyer_names=body.store_buyer_names,
    )
    return replace(chosen, settings=settings)


def _show_deadlines(chosen: Chosen, _: Seller) -> DeadlinesAnswer:
    table = DEFAULT_TABLE | chosen.settings.deadlines
    hours = chosen.settings.hours
    return DeadlinesAnswer(
        rows={name: _show_row(row) for name, row in table.items()},
        hours=show_hours(hours) if hours else None,
        titles={name: row_words(name) for name in table},
    )


def _show_row(row: Within) -> DeadlineRow:
    return DeadlineRow(
        target_minutes=int(row.target / _MINUTE),
        limit_minutes=int(row.limit / _MINUTE),
        priority=row.priority,
    )


def _take_deadlines(chosen: Chosen, body: DeadlinesRequest) -> Chosen:
    rows = {name: _take_row(row) for name, row in body.rows.items()}
    hours = take_hours(body.hours) if body.hours else None
    faults = {f"rows.{name}": fault for name, fault in check_table(rows).items()}
    if hours:
        faults |= {f"hours.{name}": fault for name, fault in check_hours(hours).items()}
    if faults:
        errors = [FieldProblem(field=one, code="refused", message=faults[one]) for one in faults]
        raise Refusal(code="invalid", errors=errors)
    return replace(chosen, settings=replace(chosen.settings, deadlines=rows, hours=hours))


def _take_row(row: DeadlineRow) -> Within:
    return Within(row.target_minutes * _MINUTE, row.limit_minutes * _MINUTE, row.priority)


SECTIONS: dict[Section, SectionShape[Any, Any]] = {
    shape.section: shape
    for shape in (
        SectionShape(
            Section.PROFILE,
            ProfileRequest,
            ProfileAnswer,
            _show_profile,
            _take_profile,
            {"name": "Название магазина", "signature": "Подпись в ответах"},
        ),
        SectionShape(
            Section.GENERAL,
            GeneralRequest,
            GeneralAnswer,
            _show_general,
            _take_general,
            {
                "undo_seconds": "Отмена отправки, секунд",
                "auto_undo_seconds": "Отмена автоответа, секунд",
                "reply_pending_minutes": "Ждать подтверждения WB, минут",
                "store_buyer_names": "Хранить имена покупателей",
            },
        ),
        SectionShape(
            Section.DEADLINES,
            DeadlinesRequest,
            DeadlinesAnswer,
            _show_deadlines,
            _take_deadlines,
            {"rows": "Сроки ответа", "hours": "Рабочее время"},
        ),
        SectionShape(Section.AI, AIRequest, AIAnswer, show_ai, take_ai, AI_TITLES),
        SectionShape(
            Section.AUTO_RESPONSE, AutoRequest, AutoAnswer, show_auto, take_auto, AUTO_TITLES
        ),
        SectionShape(
            Section.PROMO, PromoRequest, PromoAnswer, show_promo, take_promo, PROMO_TITLES
        ),
    )
}
