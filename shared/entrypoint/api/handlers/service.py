"""The API about itself, and pictures on their way through it."""

from functools import cache
from importlib.resources import files

from shared.domain.errors import Rejected
from shared.entrypoint.api.calls import Call, Media, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.service import DocumentAnswer, HealthAnswer
from shared.entrypoint.api.signing import PHOTO_PURPOSE, ForgedToken, open_token

_KEEP_PICTURE_S = 86_400
_DOCUMENT = files("shared.entrypoint") / "openapi.json"


@cache
def _document() -> DocumentAnswer:
    return DocumentAnswer.model_validate_json(_DOCUMENT.read_bytes())


def show_health(_: Call[Nothing, Nothing]) -> Result:
    """Say that the process answers."""
    return Result(answer=HealthAnswer(status="ok"))


def show_document(_: Call[Nothing, Nothing]) -> Result:
    """Publish the document as it was generated and checked in."""
    return Result(answer=_document())


def show_photo(call: Call[Nothing, Nothing]) -> Result:
    """Pass on a picture whose address this API has signed for this seller."""
    outside = call.outside
    try:
        named = open_token(
            call.path["token"], keys=outside.cursor_keys, seller=call.seller, purpose=PHOTO_PURPOSE
        )
        url = outside.photos.photo_url(named) if isinstance(named, int) else named
        picture = outside.photos.fetch_photo(url)
    except (ForgedToken, Rejected) as refused:
        raise Refusal(code="not_found") from refused
    media = Media(
        content=picture.content, content_type=picture.content_type, keep_s=_KEEP_PICTURE_S
    )
    return Result(media=media)
