"""Chooses where files lie; clients connect on first use, because few requests need them."""

from pathlib import Path

from shared.domain.ids import SellerId
from shared.domain.once import build_once
from shared.ports import Files


class LateBucket(Files):
    """A bucket that is opened when the first file is asked for."""

    def __init__(self, project: str, name: str) -> None:
        self._address = (project, name)

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before."""
        _connect(*self._address).keep(seller, name, content)

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none."""
        return _connect(*self._address).read(seller, name)

    def drop(self, seller: SellerId, name: str) -> None:
        """Take one file away."""
        _connect(*self._address).drop(seller, name)

    def names(self, seller: SellerId) -> list[str]:
        """Name what is kept for a seller."""
        return _connect(*self._address).names(seller)


def open_files(*, project: str, bucket: str, folder: Path | None) -> Files:
    """A folder on this machine, else a bucket in the cloud."""
    if folder is None:
        return LateBucket(project, bucket)
    from shared.adapters.files.folder import FolderFiles

    return FolderFiles(folder)


@build_once
def _connect(project: str, name: str) -> Files:
    from shared.adapters.files.bucket import connect_bucket

    return connect_bucket(project, name)
