"""What asks WB and keeps buyers' files."""

from shared.entrypoint.config.files import FileSettings
from shared.entrypoint.config.wildberries import TokenSettings


class CabinetSettings(FileSettings, TokenSettings):
    """What asks WB and keeps buyers' files."""
