"""What a seller may do with all of their data at once: take it along, or have it erased."""

from shared.domain.accounts.audit import Deed
from shared.domain.errors import NotFound
from shared.domain.jobs import JobKind
from shared.entrypoint.api.calls import Call, Media, Result
from shared.entrypoint.api.devices import name_device
from shared.entrypoint.api.handlers.jobs import job_answer
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.accounts import ErasureRequest
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.jobs import ExportAnswer, ExportStateAnswer
from shared.entrypoint.api.words import NO_EXPORT, WRONG_PASSWORD
from shared.usecases.erase_account import ask_erasure
from shared.usecases.export_data import ask_export, find_export
from shared.usecases.note_deed import note_deed
from shared.usecases.open_account import WrongCredentials
from shared.usecases.pack_export import pack_export
from shared.usecases.run_job import find_unfinished

_ARCHIVE = "application/zip"


def start_export(call: Call[Nothing, Nothing]) -> Result:
    """Begin to gather everything; one that is under way is told again."""
    outside = call.outside
    job, is_new = ask_export(
        call.seller, stores=outside.stores, queue=outside.queue, clock=outside.clock
    )
    if is_new:
        note_deed(
            call.seller,
            Deed.EXPORT_ASKED,
            stores=outside.stores,
            clock=outside.clock,
            ids=outside.ids,
            device=name_device(call.agent),
        )
    return Result(answer=job_answer(job))


def show_export(call: Call[Nothing, Nothing]) -> Result:
    """Tell whether an archive is ready, or being made."""
    outside = call.outside
    running = find_unfinished(call.seller, JobKind.EXPORT, stores=outside.stores)
    ready = find_export(call.seller, stores=outside.stores, clock=outside.clock)
    answer = ExportStateAnswer(
        job=job_answer(running) if running else None,
        ready=ExportAnswer.model_validate(ready) if ready else None,
    )
    return Result(answer=answer)


def download_export(call: Call[Nothing, Nothing]) -> Result:
    """Send the archive while it is packed."""
    outside = call.outside
    export = find_export(call.seller, stores=outside.stores, clock=outside.clock)
    if export is None:
        raise Refusal(code="not_found", title=NO_EXPORT)
    try:
        pieces = pack_export(
            call.seller,
            call.open_session.user,
            export,
            stores=outside.stores,
            files=outside.files,
            clock=outside.clock,
        )
    except NotFound as gone:
        raise Refusal(code="not_found", title=NO_EXPORT) from gone
    name = f"inbox-{export.made_at:%Y-%m-%d}.zip"
    return Result(media=Media(content=pieces, content_type=_ARCHIVE, keep_s=0, name=name))


def erase(call: Call[ErasureRequest, Nothing]) -> Result:
    """Close the account at once; everything below it is gone within a day."""
    outside = call.outside
    try:
        ask_erasure(
            call.open_session,
            call.body.password,
            stores=outside.stores,
            hasher=outside.hasher,
            queue=outside.queue,
            clock=outside.clock,
        )
    except WrongCredentials as wrong:
        raise invalid("password", "wrong", WRONG_PASSWORD) from wrong
    return Result(token="")
