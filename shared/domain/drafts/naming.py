"""A product's kind in every form that phrases need: «плед», «пледа», «о пледе», «понравился»."""

from shared.domain.guard.guardrails import keep_harmless
from shared.domain.interaction import Interaction
from shared.domain.language.inflection import Case, Gender, Phrase, read_phrase
from shared.domain.products.card import Card

LONGEST_NAME = 45
# In the order of Gender: masculine, feminine, neuter, plural.
_VERBS: dict[str, tuple[str, str, str, str]] = {
    "liked": ("понравился", "понравилась", "понравилось", "понравились"),
    "lived_up": ("оправдал", "оправдала", "оправдало", "оправдали"),
    "came": ("пришёлся", "пришлась", "пришлось", "пришлись"),
    "serves": ("служит", "служит", "служит", "служат"),
    "became": ("стал", "стала", "стало", "стали"),
    "let_down": ("подвёл", "подвела", "подвело", "подвели"),
    "interested": ("заинтересовал", "заинтересовала", "заинтересовало", "заинтересовали"),
}
_ORDER = tuple(Gender)
_VOWELS = "аоиуэы"


def name_product(item: Interaction, card: Card | None) -> dict[str, str]:
    """Slots by name; none where the kind of product cannot be said in good Russian."""
    for name in (item.source.product.subject, card.subject if card else ""):
        kind = name.strip()
        phrase = read_phrase(kind) if 0 < len(kind) <= LONGEST_NAME else None
        slots = _slots_of(phrase) if phrase else {}
        if slots and keep_harmless(item.channel, " ".join(slots.values())):
            return slots
    return {}


def _slots_of(phrase: Phrase) -> dict[str, str]:
    cases = {
        "nom": phrase.inflect(Case.NOMINATIVE),
        "gen": phrase.inflect(Case.GENITIVE),
        "acc": phrase.inflect(Case.ACCUSATIVE),
        "about": phrase.inflect(Case.PREPOSITIONAL),
    }
    if not all(cases.values()):
        return {}
    about = cases["about"]
    cases["about"] = f"{'об' if about[0] in _VOWELS else 'о'} {about}"
    at = _ORDER.index(phrase.gender)
    return cases | {name: forms[at] for name, forms in _VERBS.items()}
