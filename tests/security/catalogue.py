"""All attacks there are."""

from tests.security import matrix, pages

ATTACKS = (*matrix.ATTACKS, *pages.ATTACKS)
