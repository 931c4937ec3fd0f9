"""Files in a Cloud Storage bucket, which forgets them (infra/files-lifecycle.json)."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from shared.domain.errors import Unavailable
from shared.domain.files import MOST_NAMES
from shared.domain.ids import SellerId
from shared.ports import Files

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

T = TypeVar("T")
_TIMEOUT_S = 5.0
# A seller waits for the file, and the function that serves it has half a minute.
PATIENCE_S = 10.0


class BucketFiles(Files):
    """One prefix per seller, so that erasing a seller is deleting a prefix."""

    def __init__(self, bucket: "Bucket", patience_s: float) -> None:
        from google.cloud.storage.retry import DEFAULT_RETRY

        self._bucket = bucket
        # The same bytes under the same name may be sent again without harm.
        self._how = {"timeout": _TIMEOUT_S, "retry": DEFAULT_RETRY.with_timeout(patience_s)}

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before."""
        blob = self._bucket.blob(f"{seller}/{name}")
        # Nobody but this product reads the bucket, and it trusts no stored type.
        kind = "application/octet-stream"
        _try(lambda: blob.upload_from_string(content, content_type=kind, **self._how))

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none."""
        from google.api_core.exceptions import NotFound

        blob = self._bucket.blob(f"{seller}/{name}")

        def download() -> bytes | None:
            try:
                return bytes(blob.download_as_bytes(**self._how))
            except NotFound:
                return None

        return _try(download)

    def drop(self, seller: SellerId, name: str) -> None:
        """Take one file away."""
        from google.api_core.exceptions import NotFound

        def delete() -> None:
            with suppress(NotFound):
                self._bucket.blob(f"{seller}/{name}").delete(**self._how)

        _try(delete)

    def names(self, seller: SellerId) -> list[str]:
        """Name what is kept for a seller."""
        prefix = f"{seller}/"

        def read_names() -> list[str]:
            found = self._bucket.list_blobs(prefix=prefix, max_results=MOST_NAMES, **self._how)
            return [blob.name.removeprefix(prefix) for blob in found]

        return _try(read_names)


def connect_bucket(project: str, name: str, patience_s: float = PATIENCE_S) -> BucketFiles:
    """Open a bucket; an emulator is found by Google's client (STORAGE_EMULATOR_HOST)."""
    from google.cloud.storage import Client

    return BucketFiles(Client(project=project).bucket(name), patience_s)


def _try(act: Callable[[], T]) -> T:
    """The client repeats what is safe to repeat; what it gives up on is an outage."""
    from google.api_core.exceptions import GoogleAPIError

    try:
        return act()
    except (GoogleAPIError, OSError) as error:
        raise Unavailable("the bucket of files does not answer") from error
