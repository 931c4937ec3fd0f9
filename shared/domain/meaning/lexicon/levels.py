"""How surely a phrase tells its intent, and how phrases are written down."""

from collections.abc import Mapping

from shared.domain.understanding import Intent

# Who says that all is settled wants nothing, whatever else is mentioned.
SETTLED = 3.0
SURE = 1.3
STRONG = 1.0
FAIR = 0.7
# Enough alone, and beaten by any other.
GUESS = 0.55
HINT = 0.4

Table = Mapping[Intent, Mapping[float, str]]


def read_lines(block: str) -> list[str]:
    """One phrase a line; a line that ends with `|` or `..` goes on in the next."""
    phrases: list[str] = []
    for line in block.strip().splitlines():
        if phrases and phrases[-1].endswith(("|", "..")):
            phrases[-1] += f" {line.strip()}"
        else:
            phrases.append(line.strip())
    return phrases
