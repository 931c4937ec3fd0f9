"""All attacks there are."""

from tests.security import matrix, models, pages, tasks, vaults, words

ATTACKS = (
    *matrix.ATTACKS,
    *pages.ATTACKS,
    *words.ATTACKS,
    *tasks.ATTACKS,
    *vaults.ATTACKS,
    *models.ATTACKS,
)
