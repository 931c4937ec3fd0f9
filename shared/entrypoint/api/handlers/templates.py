"""A seller's own reply templates."""

from collections.abc import Sequence

from shared.domain.drafts.draft import Finding
from shared.domain.errors import Stale
from shared.domain.guard.rules import RULES
from shared.domain.reply_templates import MOST_TEMPLATES, VARIABLES, TemplateWords
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.replies import FindingAnswer
from shared.entrypoint.api.shapes.templates import (
    ChangedTemplateRequest,
    KeptTemplateAnswer,
    NewTemplateRequest,
    TemplateAnswer,
    TemplateRequest,
    TemplatesAnswer,
    VariableAnswer,
)
from shared.entrypoint.api.words import BAD_TEMPLATE, OTHER_TEMPLATE, TOO_MANY_TEMPLATES
from shared.usecases.keep_templates import (
    BadTemplate,
    Kept,
    TemplateRefused,
    TooManyTemplates,
    add_template,
    change_template,
    list_templates,
    remove_template,
)


def show_templates(call: Call[Nothing, Nothing]) -> Result:
    """List them with the variables that they may hold."""
    found = list_templates(call.seller, stores=call.outside.stores)
    answer = TemplatesAnswer(
        items=[TemplateAnswer.model_validate(one) for one in found],
        most=MOST_TEMPLATES,
        variables=[VariableAnswer(name=name, says=says) for name, (says, _) in VARIABLES.items()],
    )
    return Result(answer=answer, etag=answer.model_dump_json())


def make_template(call: Call[NewTemplateRequest, Nothing]) -> Result:
    """Store a new one."""
    outside, body = call.outside, call.body
    try:
        kept = add_template(
            call.seller,
            _words_of(body),
            str(body.client_request_id),
            stores=outside.stores,
            clock=outside.clock,
            judge=outside.judge,
        )
    except (BadTemplate, TemplateRefused, TooManyTemplates) as refused:
        raise _refusal(refused) from refused
    return Result(answer=_kept_answer(kept))


def replace_template(call: Call[ChangedTemplateRequest, Nothing]) -> Result:
    """Store other words for one."""
    outside, body = call.outside, call.body
    try:
        kept = change_template(
            call.seller,
            call.path["id"],
            _words_of(body),
            body.revision,
            stores=outside.stores,
            clock=outside.clock,
            judge=outside.judge,
        )
    except (BadTemplate, TemplateRefused) as refused:
        raise _refusal(refused) from refused
    except Stale as stale:
        raise Refusal(code="conflict", title=OTHER_TEMPLATE) from stale
    return Result(answer=_kept_answer(kept))


def drop_template(call: Call[Nothing, Nothing]) -> Result:
    """Take one away."""
    remove_template(call.seller, call.path["id"], stores=call.outside.stores)
    return Result()


def _words_of(body: TemplateRequest) -> TemplateWords:
    return TemplateWords(
        title=body.title,
        text=body.text,
        channels=tuple(dict.fromkeys(body.channels)),
        intents=tuple(dict.fromkeys(body.intents)),
    )


def _kept_answer(kept: Kept) -> KeptTemplateAnswer:
    return KeptTemplateAnswer(
        template=TemplateAnswer.model_validate(kept.template),
        findings=_findings(kept.findings),
    )


def _findings(findings: Sequence[Finding]) -> list[FindingAnswer]:
    """Without rewrites, which would hold the values that the template was looked at with."""
    return [
        FindingAnswer(
            rule=one.rule,
            severity=one.severity,
            start=one.start,
            end=one.end,
            message=one.message,
            quote=RULES[one.rule].rule if one.rule in RULES else "",
        )
        for one in findings
    ]


def _refusal(refused: BadTemplate | TemplateRefused | TooManyTemplates) -> Refusal:
    match refused:
        case BadTemplate():
            return invalid("text", refused.code, refused.words)
        case TemplateRefused():
            findings = _findings(refused.findings)
            return Refusal(code="guardrails", title=BAD_TEMPLATE, findings=findings)
        case TooManyTemplates():
            return invalid("title", "too_many", TOO_MANY_TEMPLATES)
