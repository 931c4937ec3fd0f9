"""All documents of a kind, page by page, in an order that a later run can take up again."""

from collections.abc import Iterator

from shared.adapters.store.kinds import DocPath, Place, Scope
from shared.adapters.store.plain import Cursor, Database, DocQuery, Found

PAGE = 50
_SELLERS = "sellers"


def walk_pages(database: Database, place: Place, after: DocPath = ()) -> Iterator[list[Found]]:
    """Give what comes after a document, which need not be there any more."""
    above = (_SELLERS,) if place.scope is Scope.SELLER else ()
    yield from _below(database, (), (*above, *place.collections), after[1::2])


def _below(
    database: Database, root: DocPath, collections: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[list[Found]]:
    first, *rest = collections
    collection = (*root, first)
    if not rest:
        yield from _pages(database, collection, after)
        return
    if after:
        yield from _below(database, (*collection, after[0]), tuple(rest), after[1:])
    for page in _pages(database, collection, after):
        for parent in page:
            yield from _below(database, parent.path, tuple(rest), ())


def _pages(
    database: Database, collection: DocPath, after: tuple[str, ...]
) -> Iterator[list[Found]]:
    cursor = Cursor((), (*collection, after[0])) if after else None
    while page := database.query(DocQuery(collection, limit=PAGE, after=cursor)):
        yield page
        if len(page) < PAGE:
            return
        cursor = Cursor((), page[-1].path)
