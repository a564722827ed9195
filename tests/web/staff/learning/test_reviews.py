"""Comments wait here for another person, who sees neither whom they are about nor when."""

import pytest

from heard.accounts.models import User
from heard.improvement.told import told
from tests.improvement.colleagues import PERSON, RUDE, a_handler, scored, wrote
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/comment-reviews"


def test_a_comment_is_shown_or_kept_back_and_does_not_wait_any_more() -> None:
    a_handler()
    responses = scored([9] * 15)
    rude = wrote(responses[0], RUDE, feeling="-")
    other = wrote(responses[1], "PC Smith forgot me.")
    client = inside()
    page = read(client, PAGE)
    assert RUDE in page
    assert "PC [name] forgot me." in page
    for telling in ("Mo", PERSON, "2020"):
        assert telling not in page, telling
    assert client.post(PAGE, {"does": "show", "number": str(rude.pk)}).status_code == 303
    assert client.post(PAGE, {"does": "keep", "number": str(other.pk)}).status_code == 303
    assert [one.words for one in told(PERSON)] == [RUDE]
    assert "Nothing waits." in read(client, PAGE)
    for number in (str(rude.pk), "x"):
        assert client.post(PAGE, {"does": "show", "number": number}).status_code == 400


def test_of_a_part_of_the_force_what_is_about_it_waits() -> None:
    a_handler()
    rude = wrote(scored([9] * 15)[0], RUDE, feeling="-")  # in Birmingham East
    theirs, others = (
        browser_of(a_person(f"{area}@example.org", role=User.Role.ANALYST, unit=area))
        for area in ("BE", "CV")
    )
    sent = {"does": "show", "number": str(rude.pk)}
    assert ("Nothing waits." in read(others, PAGE), others.post(PAGE, sent).status_code) == (
        *(True, 400),
    )
    assert (RUDE in read(theirs, PAGE), theirs.post(PAGE, sent).status_code) == (True, 303)
