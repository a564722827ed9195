"""The page of one journey: all who answered, like with like, and those who answered twice apart."""

import pytest

from heard.accounts.models import User
from heard.clock import simulate
from heard.journal.models import Entry
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, known
from tests.insight.linked import BAD, GOOD, HAPPY, UNHAPPY, log, say
from tests.web.staff.people import a_link, a_person, go_in, inside, read

PAGE = "/staff/journeys"


def _answered() -> None:
    """Let satisfaction drop from the call to the visit, and from what was done to being told."""
    for number in range(14):
        name = log()
        say("contact", name, treatment=GOOD)
        say("attendance", name, treatment=BAD if number < 12 else GOOD)
        say("recorded", name, scale="SAT7", initial_action=HAPPY, feedback=UNHAPPY, overall=HAPPY)
    known()


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_the_largest_drop_stands_at_its_head_and_every_verdict_in_its_table() -> None:
    _answered()
    page = read(inside(User.Role.VIEWER), PAGE)
    assert "The largest real drop is from what was done to being kept informed" in page
    assert "The call, then the visit" in page
    assert "Real drop" in page
    assert "The visit, then the investigation Not compared: measured otherwise" in page
    assert "No survey asks about both." in page
    assert "Being kept informed, then the whole" in page
    assert "Real rise" in page
    assert "Hardly anybody answers twice about one journey" in page
    assert Entry.objects.filter(act="web.look").latest("id").subject == "page:journeys"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_pairs_that_would_tell_of_few_are_held_back() -> None:
    _answered()
    say("contact", log(), treatment=BAD)
    known()
    page = read(inside(), PAGE)
    assert "It would tell what the few who answered one of the two only had said." in page
    assert "Held back" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_filters_narrow_it_and_wrong_ones_show_nothing() -> None:
    _answered()
    client = inside()
    none = read(client, f"{PAGE}?from=2020-11-30&area=BE&incident=Transport&about=outcome")
    assert "Between no two stages is there a drop that is more than chance makes." in none
    assert "all who answered about outcome" in none
    wrong = read(client, f"{PAGE}?from=2020-12-01&to=2020-11-01")
    assert "the last day must not lie before the first" in wrong
    assert "From stage to stage" not in wrong


@pytest.mark.usefixtures("own_database")
def test_the_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    simulate.begin(seed=1, now=CALLED)
    _answered()
    page = new_page(width=320)
    go_in(page, f"{site}{a_link(a_person())}")
    for path in (PAGE, f"{PAGE}?from=2030-01-01", f"{PAGE}?from=x", "/staff/modes"):
        page.goto(f"{site}{path}")
        assert (path, faults(page)) == (path, [])
