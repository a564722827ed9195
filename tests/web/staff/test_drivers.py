"""What goes with an outcome, and what people wrote, on the pages of the text surveys."""

import pytest
from django.conf import settings

from heard.insight.cuts import Slice
from heard.insight.queries import running_at
from heard.insight.survey import View, survey
from heard.responses.models import Comment
from heard.themes.showcase import choose
from heard.web.staff.driver_words import drivers
from heard.web.staff.survey_comments import written
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, answer, known, programme
from tests.web.staff.people import a_person, inside, read, styled

pytestmark = pytest.mark.django_db
PAGE = "/staff/contact?question=outcome"
OTHERS = ("treatment", "timeliness", "knowledge")


def fill(*, next_steps_tells: bool = True) -> None:
    """Let 80 answer, of whom the outcome goes with next steps, and with nothing else."""
    for number in range(80):
        content, is_high = number % 2, number % 4 < 2
        scores = dict.fromkeys(OTHERS, 9 if is_high else 2)
        steps = (9 if content and number % 8 != 7 else 2) if next_steps_tells else 9
        answer(programme(), {"outcome": 9 if content else 2, "next_steps": steps, **scores})
    known()


def test_the_question_that_goes_with_the_outcome_most_is_called_out_with_its_size() -> None:
    fill()
    page = read(inside(), PAGE)
    assert "What goes with outcome For each other question:" in page
    assert "It does not say that one brings about the other" in page
    assert (
        "Next steps goes with outcome more than any other question does: 100% of the 30 who "
        "scored it 8 or above, 20% of the 50 others, +80 points"
    ) in page
    assert "Explain what happens next, and when, before you go." in page
    assert "below every other question by more than chance." not in page.split("Next steps goes")[1]


def test_where_nothing_stands_out_nothing_is_called_out() -> None:
    fill(next_steps_tells=False)
    page = read(inside(), PAGE)
    assert "What goes with outcome" in page
    assert "more than any other question does" not in page


def test_that_it_is_the_lowest_too_is_said_where_the_verdict_says_so() -> None:
    for number in range(120):
        low = number % 4 == 0
        others = dict.fromkeys(OTHERS, 9 if number % 10 else 2)
        answer(
            programme(),
            {
                "outcome": 9 if low or number % 3 == 0 else 2,
                "next_steps": 9 if low else 2,
                **others,
            },
        )
    found = survey(
        known(), running_at("contact"), View(where=Slice(), question="outcome"), minimum_base=10
    )
    told = drivers(found)
    assert told is not None
    assert told.called_out[0].startswith("Next steps goes with outcome more than")
    assert told.called_out[1] == "It is also below every other question by more than chance."


def test_without_an_outcome_the_page_offers_each_question_as_one() -> None:
    fill()
    page = inside().get("/staff/contact?area=none").content.decode()
    assert "What goes with an outcome" in page
    assert 'href="?area=none&amp;question=next_steps#goes-with">Next steps</a>' in page


def test_of_few_it_is_said_that_nothing_can_be_said() -> None:
    for _ in range(14):
        answer(programme(), {"outcome": 9, "treatment": 9})
    for _ in range(4):
        answer(programme(), {"outcome": 9, "treatment": 2})
    known()
    assert "Too few answered to say what goes with it." in read(inside(), PAGE)


def test_what_people_wrote_is_said_to_be_too_little_where_it_is() -> None:
    fill()
    assert "Too few wrote something in the last two months of these figures." in read(
        inside(), PAGE
    )


def test_what_people_wrote_leads_to_its_themes_and_shows_what_was_let_be_shown() -> None:
    words = "She explained what would happen next."
    for number in range(12):
        one = answer(programme(), {"outcome": 9 if number else 2})
        comment = Comment.objects.create(
            response=one, question_id="comment", version=1, text=f"{words} {number}"
        )
    known()
    client = inside()
    page = read(client, "/staff/contact")
    assert "Themes: Text after a call, October 2020 Nobody has chosen an example" in page
    choose(comment, "explained", may_show=True, by=a_person("b@example.org"), now=CALLED)
    choose(comment, "no_theme", may_show=True, by=a_person("c@example.org"), now=CALLED)
    shown = client.get("/staff/contact").content.decode()
    assert 'href="/staff/themes?survey=sms_contact&amp;month=2020-10"' in shown
    assert shown.count(f"<bdi>{words} 11</bdi>") == 1


def test_of_figures_that_tell_no_day_no_month_is_looked_for() -> None:
    found = survey(known(), running_at("contact"), View(where=Slice()), minimum_base=10)
    assert written(found, running_at("contact"), minimum_base=settings.MINIMUM_BASE) == []


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    fill()
    page = new_page(width=320)
    page.set_content(styled(inside().get(PAGE)))
    assert faults(page, 320, 768, 1280) == []
