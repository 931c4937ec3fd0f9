"""The whole route table: the OpenAPI document and the tests are made from it."""

from shared.entrypoint.api.chapters import load_all
from shared.entrypoint.api.routing import Route

ROUTES: tuple[Route, ...] = load_all()
