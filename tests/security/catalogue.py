"""All attacks there are."""

from tests.security import faces, models, names, pages, passwords, principals, tasks, vaults, words

ATTACKS = (
    *principals.ATTACKS,
    *passwords.ATTACKS,
    *pages.ATTACKS,
    *faces.ATTACKS,
    *names.ATTACKS,
    *words.ATTACKS,
    *tasks.ATTACKS,
    *vaults.ATTACKS,
    *models.ATTACKS,
)
