"""What lies in the queue `jobs`: slices of long work, and letters to be sent."""

from pydantic import ConfigDict, RootModel

from shared.domain.accounts.mail import LetterKind
from shared.domain.jobs import JobKind
from shared.entrypoint.task import Payload


class JobTask(Payload):
    """Whose job, and which; with a kind, a job that may have to be made first."""

    seller: str
    job: str
    kind: JobKind | None = None


class LetterTask(Payload):
    """Which letter, and the hash that names its reader."""

    letter: LetterKind
    user: str


class OfficeTask(RootModel[JobTask | LetterTask]):
    """Either of them."""

    model_config = ConfigDict(defer_build=True)
