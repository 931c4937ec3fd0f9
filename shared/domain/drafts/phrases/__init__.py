"""Russian phrases that template drafts are put together from; each line reads well alone.

A slot in braces takes the product's name in a case: `nom`, `gen`, `acc`, `about` («о пледе»), or
a verb that agrees with it. A line with a slot is left out where the name cannot be inflected.
"""

Lines = tuple[str, ...]
