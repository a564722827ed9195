"""The pages of targets: what is wanted, what is reached, and what a meeting said of it."""

import pytest

from heard.accounts.models import User
from heard.improvement.models import Target
from tests.insight.flow import known
from tests.insight.teams import replies
from tests.web.staff.people import inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/targets"
WANTED = {
    "question": "sms_contact/treatment/share_8_plus",
    "team": "",
    "per_cent": "40",
    "review_on": "2020-12-01",
}
HELD = {
    "on": "2020-10-09",
    "minutes": "Go on.\nWell done.",
    "decision": "keep",
    "next_on": "2021-01-12",
    "per_cent": "95",
}


def test_a_target_has_its_verdict_and_its_meetings() -> None:
    replies("FC-A", 60, 40)
    known()
    lead = inside(User.Role.TRAINING_LEAD)
    for wrong in ({"per_cent": "x"}, {"review_on": "x"}, {"question": "x"}, {"team": "x"}):
        assert lead.post(PAGE, WANTED | wrong).status_code == 400
    assert lead.post(PAGE, WANTED | {"review_on": "2020-01-01"}).status_code == 400
    assert lead.post(PAGE, WANTED).status_code == 303
    assert lead.post(PAGE, WANTED | {"team": "FC-A", "per_cent": "70"}).status_code == 303
    page = read(lead, PAGE)
    assert "The whole force 40% 67% 54% to 77% 60 Reached 1 December 2020" in page
    assert "FC-A 70%" in page
    one = f"{PAGE}/{Target.objects.get(team='').pk}"
    assert lead.post(one, HELD | {"next_on": "2020-10-01"}).status_code == 400
    assert lead.post(one, HELD | {"decision": ""}).status_code == 400
    assert lead.post(one, HELD).status_code == 303
    page = read(lead, one)
    assert "9 October 2020: Go on as it is Go on. Well done." in page
    assert "Not reached" in page
    assert lead.get(f"{PAGE}/0").status_code == 404
    analyst = inside()
    assert "Not reached" in read(analyst, PAGE)
    assert analyst.post(PAGE, WANTED).status_code == 403
    assert analyst.post(one, HELD).status_code == 403


def test_a_target_between_the_ends_of_the_range_is_left_open() -> None:
    known()
    lead = inside(User.Role.TRAINING_LEAD)
    lead.post(PAGE, WANTED)
    assert "Too small to say" in read(lead, PAGE)
    replies("FC-A", 60, 25)
    known()
    assert "Not distinguishable from the target" in read(lead, PAGE)
