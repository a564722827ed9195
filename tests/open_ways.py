"""Ways in that anybody may use: into the shipped survey of impact areas, or one of every kind."""

from datetime import UTC, datetime

from heard.eligibility.models import Period, Programme
from heard.invitations import collectors
from heard.invitations.collectors import Way
from heard.invitations.models import Collector
from heard.journal.write import Actor
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from tests.questionnaires.all_kinds import ALL_KINDS

BEGAN = datetime(2020, 9, 1, tzinfo=UTC)
NOW = datetime(2020, 10, 12, 10, tzinfo=UTC)
ANN = Actor(id="user:7", label="Ann Lee")


def way_in(
    slug: str = "neighbourhood",
    *,
    channel: str = "poster",
    impact_area: str = "larkfield",
    place: str = "Library",
    target: int | None = None,
) -> Collector:
    """Make a way into a programme."""
    way = Way(channel=channel, place=place, impact_area=impact_area, target=target)
    return collectors.make(Programme.objects.get(slug=slug), way, by=ANN, now=BEGAN)


def every_kind() -> Programme:
    """Open a programme to anybody that asks a question of every kind, under the slug 'trial'."""
    Questionnaire.objects.get_or_create(slug="trial")
    publish(slug="trial", source=ALL_KINDS, valid_from=BEGAN, now=BEGAN)
    programme, _ = Programme.objects.get_or_create(slug="trial", defaults=_like_the_shipped_one())
    day = BEGAN.date()
    Period.objects.get_or_create(programme=programme, opens_on=day, opened_because="A trial.")
    return programme


def _like_the_shipped_one() -> dict[str, object]:
    shipped = Programme.objects.get(slug="neighbourhood")
    named = ("route", "channel", "delay", "fresh_for", "link_life", "cap", "cap_spares_stages")
    questionnaire = Questionnaire.objects.get(slug="trial")
    return {name: getattr(shipped, name) for name in named} | {
        "name": "Trial",
        "questionnaire": questionnaire,
    }
