"""Where what is too large for a document is kept."""

from pathlib import Path
from typing import Self

from pydantic import model_validator

from shared.entrypoint.config.base import Settings


class FileSettings(Settings):
    """Where buyers' files are kept: a bucket, or a folder of this machine."""

    files_bucket: str = ""
    files_folder: Path | None = None

    @model_validator(mode="after")
    def _require_a_place(self) -> Self:
        if self.env != "local" and self.files_folder is not None:
            raise ValueError("only ENV=local may set FILES_FOLDER")
        if not self.files_bucket and self.files_folder is None:
            raise ValueError("FILES_BUCKET is not set")
        return self
