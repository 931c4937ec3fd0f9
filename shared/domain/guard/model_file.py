"""Where the model that hears what a reply means lies, in words that can be hashed."""

from importlib.resources import files

MODEL_FILE = "sentences.json"


def read_model_file() -> str:
    """The whole text of the file."""
    return files("shared.domain.guard").joinpath(MODEL_FILE).read_text("utf-8")
