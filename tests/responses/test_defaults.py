"""What a form fills in by itself stands in every copy of a repeat, each as it comes."""

from datetime import UTC, datetime, timedelta

import pytest

from heard.invitations.models import Invitation
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses import record
from tests.asked import ASKED, ask

pytestmark = pytest.mark.django_db

FORM = """\
| survey |
| | type | name | label | default | repeat_count |
| | date | noted | On what day? | today() | |
| | integer | cars | How many cars? | 1 + 1 | |
| | begin_repeat | car | A car | | ${cars} |
| | date | bought | When was it bought? | today() | |
| | integer | doors | How many doors? | 4 | |
| | end_repeat | | | | |
| | begin_repeat | child | A child | | |
| | date | met | When did you meet? | today() | |
| | integer | place | Which one is it? | position(..) | |
| | end_repeat | | | | |
| settings |
| | form_title | form_id | version |
| | Defaults | trial | 1 |
"""
BEGUN = {
    "noted": "2020-10-12",
    "cars": "2",
    "car/1/bought": "2020-10-12",
    "car/2/bought": "2020-10-12",
    "child/1/met": "2020-10-12",
    "child/1/place": "1",
}
TOMORROW = ASKED + timedelta(days=1)


@pytest.fixture
def invitation() -> Invitation:
    asked, at = ask(), datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    asked.version = publish(slug="trial", source=FORM, valid_from=at, now=at)
    asked.save()
    record.start(asked, now=ASKED)
    return asked


def test_every_copy_that_is_there_has_its_own_from_the_start(invitation: Invitation) -> None:
    assert record.answers(invitation) == BEGUN


def test_a_copy_that_comes_later_gets_what_is_right_then(invitation: Invitation) -> None:
    record.save(invitation, "cars", "3", now=TOMORROW)
    record.save(invitation, "child/1/add-another", "yes", now=TOMORROW)
    assert record.answers(invitation) == BEGUN | {
        "cars": "3",
        "car/3/bought": "2020-10-13",
        "child/1/add-another": "yes",
        "child/2/met": "2020-10-13",
        "child/2/place": "2",
    }


def test_what_was_said_in_a_copy_is_there_again_with_it(invitation: Invitation) -> None:
    record.save(invitation, "car/2/bought", "2019-01-01", now=ASKED)
    record.save(invitation, "car/1/bought", "", now=ASKED)
    record.save(invitation, "cars", "1", now=ASKED)
    record.save(invitation, "cars", "2", now=TOMORROW)
    said = record.answers(invitation)
    assert ("car/1/bought" in said, said["car/2/bought"]) == (False, "2019-01-01")
