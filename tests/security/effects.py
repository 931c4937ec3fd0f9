"""Settings that a seller can change, and whether a test has seen what each does."""

from shared.entrypoint.api.sections import SECTIONS
from tests.functions.test_settings_effects import EFFECTS


def fields_without_effect_test() -> list[str]:
    """Fields of any section that no test has seen working."""
    fields = {
        (str(section), name)
        for section, shape in SECTIONS.items()
        for name in shape.request.model_fields
    }
    return sorted(".".join(field) for field in fields - set(EFFECTS))
