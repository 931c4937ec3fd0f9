"""Read a form that holds one file: few requests bring one."""

from io import BytesIO
from typing import Any

import flask
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from shared.domain.attachments import CHAT_FILES
from shared.entrypoint.api.bodies import as_invalid, read_bytes
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.replies import FileRequest
from shared.entrypoint.api.words import FILE_MISSING, FORM_EXPECTED

# The largest file that a marketplace takes, and what a form puts around it.
MOST_FORM_BYTES = CHAT_FILES.each_bytes + 8 * 1024
FORM_SECONDS = 20.0


def read_file(request: flask.Request) -> FileRequest:
    """Read a form that holds one file, and nothing else."""
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    if kind.lower() != "multipart/form-data":
        raise Refusal(code="unsupported_media_type", title=FORM_EXPECTED)
    raw = read_bytes(request, MOST_FORM_BYTES, FORM_SECONDS)
    parser = FormDataParser(_in_memory, max_form_parts=2)
    try:
        _, fields, files = parser.parse(BytesIO(raw), kind.lower(), len(raw), options)
    except ValueError as error:
        raise Refusal(code="malformed") from error
    if fields or [name for name, _ in files.items(multi=True)] != ["file"]:
        raise invalid("file", "missing", FILE_MISSING)
    given = {"name": files["file"].filename or "", "content": _content(files["file"])}
    try:
        return FileRequest.model_validate(given)
    except ValidationError as error:
        raise as_invalid(error) from error


def _content(file: FileStorage) -> bytes:
    """The whole file; what the parser wrote it into gives it away without a copy."""
    return file.stream.getvalue() if isinstance(file.stream, BytesIO) else file.read()


def _in_memory(*_: Any, **__: Any) -> BytesIO:
    """The form is small, so nothing of it is ever written to a disk."""
    return BytesIO()
