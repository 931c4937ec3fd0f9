"""Pack an export into a ZIP archive that is sent while it is made."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase

from shared.domain.accounts.account import Seller
from shared.domain.accounts.export import README, Export, as_plain, part_name
from shared.domain.accounts.sign_in import Session, User
from shared.domain.errors import NotFound
from shared.domain.files import FetchedFile, FetchState, UploadedFile
from shared.domain.ids import SellerId
from shared.ports import Clock, Files, Query, Stored, Stores
from shared.usecases.keep_session import list_sessions

PAGE = 100
_QUICKLY = 1


class _Outlet(RawIOBase):
    """What has been written and not yet been sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, some: object) -> int:
        content = bytes(some)  # type: ignore[call-overload]
        self._waiting.append(content)
        return len(content)

    def take(self) -> bytes:
        content, self._waiting = b"".join(self._waiting), []
        return content


def pack_export(
    seller: SellerId, user: str, export: Export, *, stores: Stores, files: Files, clock: Clock
) -> Iterator[bytes]:
    """Give the archive piece by piece; NotFound, before anything is given, if a part is gone."""
    first = files.read(seller, part_name(export.job, 0))
    if first is None:
        raise NotFound("the export is gone")
    about = _describe(seller, user, stores=stores, clock=clock)
    return _zip(_entries(seller, export, first, about, stores=stores, files=files))


def _entries(
    seller: SellerId,
    export: Export,
    first: bytes,
    about: bytes,
    *,
    stores: Stores,
    files: Files,
) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    yield "account.json", about
    yield _data_name(0), first
    for number in range(1, export.parts):
        part = files.read(seller, part_name(export.job, number))
        if part is None:
            # The archive ends without its directory, so that nobody takes it for a whole one.
            raise NotFound("a part of the export is gone")
        yield _data_name(number), part
    for name in _file_names(seller, stores):
        content = files.read(seller, name)
        if content is not None:
            yield f"files/{name}", content


def _data_name(number: int) -> str:
    return f"data-{number + 1:04}.ndjson"


def _file_names(seller: SellerId, stores: Stores) -> Iterator[str]:
    for kind in (FetchedFile, UploadedFile):
        after: tuple[str, ...] = ()
        while found := _page(seller, kind, after, stores):
            yield from (one.value.id for one in found if _is_kept(one.value))
            if len(found) < PAGE:
                break
            after = (found[-1].value.id,)


def _page(
    seller: SellerId,
    kind: type[FetchedFile] | type[UploadedFile],
    after: tuple[str, ...],
    stores: Stores,
) -> list[Stored[FetchedFile]] | list[Stored[UploadedFile]]:
    query = Query(kind=kind, limit=PAGE, after=after)
    return stores.of_seller(seller).find(query)  # type: ignore[return-value]


def _is_kept(file: FetchedFile | UploadedFile) -> bool:
    return isinstance(file, UploadedFile) or file.state is FetchState.READY


def _describe(seller: SellerId, user: str, *, stores: Stores, clock: Clock) -> bytes:
    """The account itself lies beside all sellers; no hash of a password or a session goes out."""
    shared = stores.shared()
    profile, account = shared.get(Seller, seller), shared.get(User, user)
    if profile is None or account is None:
        raise NotFound("the account is gone")
    about = {
        "account": as_plain(profile.value),
        "email": account.value.email,
        "sessions": [_say(one) for one in list_sessions(user, stores=stores, clock=clock)],
    }
    return json.dumps(about, ensure_ascii=False, indent=2).encode()


def _say(session: Session) -> dict[str, str]:
    return {
        "device": session.device,
        "created_at": session.created_at.isoformat(),
        "seen_at": session.seen_at.isoformat(),
    }


def _zip(entries: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICKLY) as archive:
        for name, content in entries:
            archive.writestr(name, content)
            yield outlet.take()
    yield outlet.take()
