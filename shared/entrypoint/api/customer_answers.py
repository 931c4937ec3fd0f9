"""What the API says of a buyer; what nobody can know is null and never a zero."""

from shared.domain.interaction import Channel
from shared.domain.linking.customers import CustomerProfile
from shared.entrypoint.api.shapes.customer import CustomerAnswer, RatingAnswer, SpentAnswer


def customer_answer(profile: CustomerProfile) -> CustomerAnswer:
    """Name what is known."""
    mean = profile.mean_rating
    return CustomerAnswer(
        basis=profile.basis,
        contacts={Channel(name): count for name, count in profile.contacts.items()},
        orders=profile.orders or None,
        rating=None if mean is None else RatingAnswer(mean=round(mean, 2), rated=profile.rated),
        trend=profile.trend,
        complaints=profile.complaints if profile.heard else None,
        complains_often=profile.complains_often,
        spent=[SpentAnswer.model_validate(one) for one in profile.spent],
        first_on=profile.first_on,
        last_on=profile.last_on,
        is_partial=profile.is_partial,
    )
