"""Problem bodies (RFC 9457): one table of codes, and which error becomes which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from math import ceil
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoRoute

from shared.domain.dataclass import dataclass
from shared.domain.errors import (
    AccessDenied,
    Conflict,
    Malformed,
    NotFound,
    RateLimited,
    RetryLater,
)
from shared.entrypoint.api.shapes.service import FieldProblem

if TYPE_CHECKING:
    from shared.entrypoint.api.shapes.problems import Problem
    from shared.entrypoint.api.shapes.replies import FindingAnswer

PROBLEM_TYPE = "application/problem+json"
_PAUSE_S = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: the status, and what a seller reads."""

    status: int
    title: str


KINDS: dict[str, Kind] = {
    "malformed": Kind(400, "Запрос не удалось прочитать"),
    "unauthenticated": Kind(401, "Войдите в аккаунт"),
    "csrf": Kind(403, "Запрос пришёл не со страницы приложения"),
    "not_found": Kind(404, "Не найдено"),
    "method_not_allowed": Kind(405, "Такое действие здесь невозможно"),
    "conflict": Kind(409, "Данные успели измениться"),
    "reply_in_flight": Kind(409, "Предыдущий ответ ещё отправляется"),
    "precondition_failed": Kind(412, "Раздел изменили в другом окне"),
    "too_large": Kind(413, "Слишком большой запрос"),
    "unsupported_media_type": Kind(415, "Принимается только JSON"),
    "refused_by_wb": Kind(451, "Wildberries не пропустил файл"),
    "invalid": Kind(422, "Проверьте введённые данные"),
    "guardrails": Kind(422, "Ответ нарушает правила"),
    "rate_limited": Kind(429, "Слишком часто, подождите немного"),
    "internal": Kind(500, "Что-то сломалось у нас"),
    "upstream": Kind(502, "Wildberries не ответил"),
    "unavailable": Kind(503, "Сервис временно недоступен"),
}


@dataclass(eq=False, kw_only=True)
class Refusal(Exception):
    """A request is refused; `code` is a row of the table, everything else is told if known."""

    code: str
    title: str | None = None
    detail: str | None = None
    errors: Sequence[FieldProblem] | None = None
    findings: Sequence[FindingAnswer] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return KINDS[self.code].status

    def body(self, trace: str) -> Problem:
        """Make the body that a client reads."""
        from shared.entrypoint.api.shapes.problems import Problem

        return Problem(
            type=f"urn:inbox:problem:{self.code}",
            title=self.title or KINDS[self.code].title,
            status=self.status,
            code=self.code,
            detail=self.detail,
            errors=list(self.errors) if self.errors is not None else None,
            findings=list(self.findings) if self.findings is not None else None,
            trace_id=trace,
        )


def invalid(name: str, code: str, message: str) -> Refusal:
    """Refuse one field."""
    return Refusal(code="invalid", errors=[FieldProblem(field=name, code=code, message=message)])


def as_refusal(error: Exception) -> Refusal | None:
    """Translate an expected error once; None for what nobody expected."""
    match error:
        case Refusal():
            return error
        case HTTPException():
            return _of_http(error)
        case RateLimited():
            return Refusal(code="rate_limited", headers=_retry_after(error.retry_after))
        case RetryLater():
            return Refusal(code="unavailable", headers=_retry_after(_PAUSE_S))
        case NotFound():
            return Refusal(code="not_found")
        case Conflict():
            return Refusal(code="conflict")
        case Malformed() | AccessDenied():
            return Refusal(code="upstream")
    # Any other Rejected is translated by the handler that expects it.
    return None


def _of_http(error: HTTPException) -> Refusal | None:
    match error:
        case NoRoute():
            return Refusal(code="not_found")
        case MethodNotAllowed():
            allowed = ", ".join(sorted(error.valid_methods or ()))
            return Refusal(code="method_not_allowed", headers={"Allow": allowed})
        case RequestEntityTooLarge():
            return Refusal(code="too_large")
    # Whatever else werkzeug objects to, it could not read the request.
    return Refusal(code="malformed")


def _retry_after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, ceil(seconds)))}
