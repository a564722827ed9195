"""Explore and the saved reports in a browser: they fit, and everybody can read them."""

from datetime import timedelta

import pytest

from heard.clock import simulate
from heard.reports import save as reports
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, answer, known, programme
from tests.web.staff.people import NOW, a_link, a_person, go_in

PATHS = (
    "/staff/explore?by=area&adjust=block",
    "/staff/explore?by=area&and=weekday&over=months",
    "/staff/reports",
    "/staff/pictures",
    "/staff/pictures/new?drawing=cut&by=area",
)


@pytest.mark.usefixtures("own_database")
def test_the_pages_fit_and_everybody_can_read_them(new_page: NewPage, site: str) -> None:
    simulate.begin(seed=1, now=CALLED)
    for number in range(90):
        scores = {"treatment": 9 if number % 3 else 2}
        area = ("BE", "CV", "DY")[number % 3 if number < 87 else 0]
        answer(programme(), scores, area=area, at=CALLED + timedelta(days=number % 40))
    known()
    person = a_person()
    reports.save("Areas", "by=area", by=person, now=NOW)
    for number, width in enumerate((320, 1280)):
        page = new_page(width=width)
        go_in(page, f"{site}{a_link(person, byte=number)}")
        for path in PATHS:
            page.goto(f"{site}{path}")
            assert (path, width, faults(page)) == (path, width, [])
        page.get_by_label("What it is for").fill("The board's paper of June")
        with page.expect_navigation():
            page.get_by_role("button", name="Share it").click()
        assert (width, faults(page)) == (width, [])
