"""Coverage, the journey, and the voices that no survey hears."""

import pytest

from heard.core.screening import Outcome
from heard.eligibility.journey import segments, stages
from heard.insight.coverage import by_segment
from heard.web.staff.coverage_words import gaps, kind, person_group
from tests.insight.flow import CALLED, known, programme, screen
from tests.web.staff.people import inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated", "with_facts")]


def test_every_group_stands_with_its_surveys_and_the_gaps_by_name() -> None:
    page = read(inside(), "/staff/coverage")
    for group in segments().values():
        assert group.words in page
    assert "Text after a call Pilot - Yes Yes Yes - Yes" in page
    assert "E-mail to victims Planned Yes Yes Yes Yes Yes -" in page
    assert "Complaints What went wrong, in the words of those who say so" in page
    assert "Witnesses: no survey asks them now." in page


def test_gaps_say_who_what_and_where() -> None:
    assert gaps(by_segment(today=CALLED.date()))[:3] == [
        "People who reported by an online form: no survey asks them now.",
        "People who came to a front counter: no survey asks them now.",
        "Victims of crime: no survey asks them now.",
    ]
    said = gaps(by_segment(today=CALLED.date()))
    assert (
        "People who telephoned: no survey that runs asks about ease of contact, the whole." in said
    )


def test_every_stage_of_the_journey_has_its_survey_or_none() -> None:
    page = read(inside(), "/staff/journey")
    for words in stages().values():
        assert words in page
    assert "Making a complaint None" in page
    assert "Being stopped, interviewed or held in custody Offenders and people in custody" in page
    assert "A chat with the assistant alone None" in page


def test_who_is_never_asked_has_a_share_with_its_range_and_another_route() -> None:
    for _ in range(8):
        screen(programme(), Outcome.SEND, area="BE", code="AS-02")
    for _ in range(4):
        screen(programme(), Outcome.SKIP, "withheld", area="BE", code="AS-02")
    screen(programme(), Outcome.BLOCK, "sensitive", area="WV", code="PW-10")
    known()
    page = read(inside(), "/staff/voices-not-heard")
    assert "Never asked Low base 38% 18% to 64% 13" in page
    assert "The number was withheld 31% 13% to 58% A link or a code at the front counter" in page
    assert "Birmingham East Low base 33% 14% to 61% 12" in page
    assert "Wolverhampton Too few: 1 1" in page
    assert "Anti-social behaviour Low base 33%" in page


def test_where_nothing_was_decided_nobody_is_unheard() -> None:
    assert "Nothing has been decided on yet." in read(inside(), "/staff/voices-not-heard")


def test_groups_of_people_are_named() -> None:
    assert (kind("ethnic_group"), person_group("not known"), person_group("under 16")) == (
        *("ethnic group", "Not known", "Under 16"),
    )
