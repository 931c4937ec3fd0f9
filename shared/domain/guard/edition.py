"""Names the edition of the rules: verdicts of another one are not relied on."""

from importlib.resources import files

from shared.domain.guard.lexical import SENSES
from shared.domain.guard.sentences import MODEL_FILE
from shared.domain.ids import hash_key, hash_text

RULES_VERSION = hash_key(
    "guard-3",
    *(f"{one.rule}{one.phrases}" for one in SENSES),
    hash_text(files("shared.domain.guard").joinpath(MODEL_FILE).read_text("utf-8")),
)
