"""The shape of a problem, as refused requests are told it."""

from shared.entrypoint.api.shapes.base import Answer
from shared.entrypoint.api.shapes.replies import FindingAnswer
from shared.entrypoint.api.shapes.service import FieldProblem


class Problem(Answer):
    """RFC 9457 problem body; `title` is Russian, `code` is for machines.

    `findings` come with the code `guardrails`.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] | None = None
    findings: list[FindingAnswer] | None = None
    trace_id: str
