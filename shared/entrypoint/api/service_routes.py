"""Routes of the API itself, of pictures that it signed, and of long work."""

from shared.entrypoint.api.handlers import jobs, service
from shared.entrypoint.api.routing import Access, Kind, Route, route
from shared.entrypoint.api.shapes.jobs import JobAnswer
from shared.entrypoint.api.shapes.service import DocumentAnswer, HealthAnswer

SERVICE_ROUTES: tuple[Route, ...] = (
    route("GET", "/jobs/{id}", jobs.show_job, "How far a job got.", answer=JobAnswer),
    route(
        "GET",
        "/photos/{token}",
        service.show_photo,
        "A picture whose address this API has signed for this seller.",
        kind=Kind.PICTURE,
    ),
    route(
        "GET",
        "/health",
        service.show_health,
        "The process answers.",
        answer=HealthAnswer,
        access=Access.PUBLIC,
    ),
    route(
        "GET",
        "/openapi.json",
        service.show_document,
        "This document.",
        answer=DocumentAnswer,
        access=Access.PUBLIC,
    ),
)
