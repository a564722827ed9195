"""What somebody said to a caller, whole or cut short."""

from datetime import UTC, datetime

import pytest

from heard.eligibility.models import Programme
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses import record
from heard.responses.models import Detail
from tests.asked import ASKED
from tests.responses.test_defaults import FORM

pytestmark = pytest.mark.django_db
NOTED, CARS = {"noted": "2020-10-12"}, {"cars": "1", "car/1/bought": "2020-10-01"}


@pytest.mark.parametrize(
    ("said", "finished", "disposition"),
    [
        (NOTED | CARS, True, "complete"),
        (NOTED | CARS, False, "partial"),
        (NOTED, False, "break_off"),
    ],
)
def test_where_nothing_is_on_a_scale_every_question_counts(
    said: dict[str, str],
    finished: bool,  # noqa: FBT001
    disposition: str,
) -> None:
    """What the form says by itself, of doors, counts as said as it does on a page."""
    at = datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=FORM, valid_from=at, now=at)
    spoken = record.Spoken(
        programme=Programme.objects.get(slug="sms_contact"),
        version=version,
        stage="contact",
        happened_at=at,
        said=said,
        finished=finished,
    )
    response = record.take(spoken, now=ASKED)
    details = Detail.objects.filter(response=response, question_id__in=["noted", "cars", "bought"])
    assert (response.disposition, details.count()) == (disposition, len(said))
