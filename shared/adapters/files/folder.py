"""Files in a folder of this machine, for the local stack."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from shared.domain.errors import Unavailable
from shared.domain.files import KEEP_FILES, MOST_NAMES
from shared.domain.ids import SellerId
from shared.ports import Files


class FolderFiles(Files):
    """One folder per seller; a file appears whole or not at all.

    What is older than files are kept goes when its seller's next file comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before."""
        target = self._folder / seller / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=target.parent, delete=False) as half:
                half.write(content)
            Path(half.name).replace(target)
            _forget_old(target)
        except OSError as error:
            raise Unavailable("the folder of files cannot be written") from error

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none."""
        try:
            return (self._folder / seller / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable("the folder of files cannot be read") from error

    def drop(self, seller: SellerId, name: str) -> None:
        """Take one file away."""
        try:
            (self._folder / seller / name).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable("the folder of files cannot be written") from error

    def names(self, seller: SellerId) -> list[str]:
        """Name what is kept for a seller."""
        folder = self._folder / seller
        try:
            return sorted(file.name for file in folder.iterdir())[:MOST_NAMES]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Unavailable("the folder of files cannot be read") from error


def _forget_old(newest: Path) -> None:
    """Measured against the newest file, as the times of both come from the same disk."""
    oldest = newest.stat().st_mtime - KEEP_FILES.total_seconds()
    for file in newest.parent.iterdir():
        # Another process may be tidying the same folder.
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < oldest:
                file.unlink()
