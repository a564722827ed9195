"""The page of small groups: the whole force, nothing of few, and a reason where nothing stands."""

from collections.abc import Mapping

import pytest

from heard.accounts.models import User
from heard.journal.models import Entry
from tests.browser import NewPage, faults
from tests.insight.flow import answer, known, programme, tell
from tests.web.staff.people import a_link, a_person, go_in, inside, read

GROUPS = "/staff/figures/groups"
GOOD, BAD = {"treatment": 9}, {"treatment": 2}
HELD = "Held back, so that nobody can be made out"


def _people(number: int, scores: Mapping[str, int], said: str) -> None:
    for _ in range(number):
        tell(answer(programme(), scores), orientation=said)


def _answered() -> None:
    """Let one group be large enough, one too small, and another the smallest beside it."""
    for said, good, bad in (("heterosexual", 20, 16), ("gay-lesbian", 20, 9), ("skip", 25, 10)):
        _people(good, GOOD, said)
        _people(bad, BAD, said)
    _people(30, GOOD, "")
    _people(10, BAD, "")
    known()


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_each_group_has_its_share_or_the_reason_why_it_has_none() -> None:
    _answered()
    page = read(inside(), GROUPS)
    assert " Questionnaire pilot Sexual orientation " in page
    assert "Sexual orientation 8 or above 95% range Answers" in page
    assert "Not answered 75% 60% to 86% 40" in page
    assert f"Gay or lesbian {HELD} Heterosexual or straight 56% 40% to 70% 36" in page
    assert f"Prefer not to say {HELD}" in page
    assert Entry.objects.filter(act="web.look").latest("id").subject == "page:small-groups"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_another_group_and_another_share_are_chosen_from_lists() -> None:
    _answered()
    client = inside(User.Role.ADMINISTRATOR)
    page = read(client, f"{GROUPS}?group=religion&measure=share_0_to_4")
    assert "Religion 4 or below 95% range Answers" in page
    assert "Not answered 32% 25% to 40% 140" in page
    entry = Entry.objects.filter(act="web.look").latest("id")
    assert entry.subject == "page:small-groups group=religion measure=share_0_to_4"
    assert "has said this of themselves yet" in read(client, f"{GROUPS}?measure=safe")
    page = read(client, f"{GROUPS}?group=area&measure=x")
    assert "Groups by: choose one of the list" in page
    assert "Share of answers: choose one of the list" in page
    assert "Questionnaire pilot" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(("role", "sees"), [(User.Role.VIEWER, False), (User.Role.ANALYST, True)])
def test_the_figures_lead_there_whoever_may_see_them(role: User.Role, *, sees: bool) -> None:
    known()
    client = inside(role)
    assert ("What small groups told us" in read(client, "/staff/figures")) is sees
    assert client.get(GROUPS).status_code == (200 if sees else 403)


@pytest.mark.usefixtures("own_database")
def test_the_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    _answered()
    page = new_page(width=320)
    go_in(page, f"{site}{a_link(a_person())}")
    for path in (GROUPS, f"{GROUPS}?group=x"):
        page.goto(f"{site}{path}")
        assert faults(page, 320, 1280) == []
