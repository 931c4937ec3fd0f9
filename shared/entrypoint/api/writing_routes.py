"""Routes of reply templates, and of a request to be shown the product."""

from shared.entrypoint.api.handlers import leads, templates
from shared.entrypoint.api.routing import Access, Route, route
from shared.entrypoint.api.shapes.leads import LeadRequest
from shared.entrypoint.api.shapes.templates import (
    ChangedTemplateRequest,
    KeptTemplateAnswer,
    NewTemplateRequest,
    TemplatesAnswer,
)

WRITING_ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/templates",
        templates.show_templates,
        "The seller's own reply templates, and the variables that they may hold.",
        answer=TemplatesAnswer,
        cached=True,
    ),
    route(
        "POST",
        "/templates",
        templates.make_template,
        "Store a reply template, unless no reply made from it could be sent.",
        body=NewTemplateRequest,
        answer=KeptTemplateAnswer,
        status=201,
    ),
    route(
        "PUT",
        "/templates/{id}",
        templates.replace_template,
        "Change a reply template, if it is still as it was read.",
        body=ChangedTemplateRequest,
        answer=KeptTemplateAnswer,
    ),
    route(
        "DELETE",
        "/templates/{id}",
        templates.drop_template,
        "Take a reply template away.",
        status=204,
    ),
    route(
        "POST",
        "/leads",
        leads.leave_lead,
        "Ask on the front page to be shown the product; the same request again is one.",
        body=LeadRequest,
        status=201,
        access=Access.PUBLIC,
    ),
)
