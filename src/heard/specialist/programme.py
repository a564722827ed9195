"""Names the programme of the specialist route, and the words of the force for its callers."""

from heard.eligibility.models import Programme
from heard.specialist.models import Words

SLUG = "domestic_abuse"


def programme() -> Programme:
    """Give the programme that trained callers ask for."""
    return Programme.objects.select_related("questionnaire").get(
        slug=SLUG, route=Programme.Route.SPECIALIST
    )


def words() -> Words | None:
    """Give what callers say, as it was last written; None where nobody has written it yet."""
    return Words.objects.order_by("-id").first()
