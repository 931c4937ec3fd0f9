"""Names the edition of the rules: verdicts of another one are not relied on."""

from shared.domain.guard.lexical import SENSES
from shared.domain.guard.model_file import read_model_file
from shared.domain.ids import hash_key, hash_text

RULES_VERSION = hash_key(
    "guard-3",
    *(f"{one.rule}{one.phrases}" for one in SENSES),
    hash_text(read_model_file()),
)
