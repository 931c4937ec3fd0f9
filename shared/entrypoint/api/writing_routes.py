"""Routes of what a seller writes: words in the making."""

from shared.entrypoint.api.handlers import composer
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.shapes.interaction import ComposerAnswer, ComposerRequest

WRITING_ROUTES: tuple[Route, ...] = (
    route(
        "PUT",
        "/interactions/{id}/composer",
        composer.save_words,
        "Keep what is being written, unless another device has saved other words meanwhile.",
        body=ComposerRequest,
        answer=ComposerAnswer,
    ),
)
