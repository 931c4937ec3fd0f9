"""Files that buyers hang on chat messages (WB API documentation, "Получить файл из сообщения")."""

import json
from http import HTTPStatus
from urllib.parse import quote

from shared.adapters.wildberries.answers import raise_failure
from shared.adapters.wildberries.calls import Answered
from shared.domain.attachments import Download, FileState
from shared.domain.errors import Malformed

DEFAULT_CHECK_SECONDS = 30.0
LONGEST_CHECK_SECONDS = 3600.0
_FINAL = {
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: FileState.REFUSED,
    HTTPStatus.BAD_REQUEST: FileState.GONE,
}
_UNTYPED = "application/octet-stream"
# Words that a client or a proxy would resolve instead of sending.
_NOT_IDS = ("", ".", "..")
_SEPARATORS = frozenset("/\\")


def download_path(download_id: str) -> str:
    """The id is WB's own word and may hold anything but a way out of its place."""
    if download_id in _NOT_IDS or _SEPARATORS & set(download_id):
        raise Malformed("not a file id")
    try:
        return "/api/v1/seller/download/" + quote(download_id, safe="")
    except UnicodeEncodeError:
        raise Malformed("not a file id") from None


def read_download(answered: Answered) -> Download:
    """Tell a file from one that is still being checked, was refused, or is unknown."""
    if answered.status == HTTPStatus.ACCEPTED:
        return Download(state=FileState.CHECKING, retry_after=_check_seconds(answered.body))
    if answered.status in _FINAL:
        return Download(state=_FINAL[HTTPStatus(answered.status)])
    if answered.status != HTTPStatus.OK:
        raise_failure(answered)
    kind = answered.content_type or _UNTYPED
    return Download(state=FileState.READY, content=answered.body, content_type=kind)


def _check_seconds(body: bytes) -> float:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return DEFAULT_CHECK_SECONDS
    seconds = value.get("retrySeconds") if isinstance(value, dict) else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not seconds >= 0:
        return DEFAULT_CHECK_SECONDS
    return min(max(float(seconds), 1.0), LONGEST_CHECK_SECONDS)
