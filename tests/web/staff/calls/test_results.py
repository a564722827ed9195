"""What supervisors see of what was said: nothing that stands on fewer than five answers."""

import pytest
from pytest_django import Settings

from heard.accounts.models import User
from heard.core.statistics.proportions import share
from heard.questionnaires.publish import version_at
from heard.responses.record import Spoken, take
from heard.specialist.programme import programme
from heard.web.staff.calls.results import number, row
from tests.browser import NewPage, faults
from tests.insight.flow import known
from tests.specialist.agreed import CALLED, NOW, in_call
from tests.web.staff.people import a_link, a_person, go_in, inside, read

SUPERVISOR = User.Role.SUPERVISOR


def say(times: int, **said: int) -> None:
    """Let so many people say the same."""
    of = programme()
    for _ in range(times):
        take(
            Spoken(
                programme=of,
                version=version_at(of.questionnaire, NOW),
                stage="contact",
                happened_at=CALLED,
                said={"safe": 1, **said},
                finished=True,
            ),
            now=NOW,
        )
    known()


@pytest.mark.parametrize(
    ("n", "value", "interval", "base"),
    [
        (0, "<5", "", "<5"),
        (1, "<5", "", "<5"),
        (4, "<5", "", "<5"),
        (5, "Too few: 5", "", "5"),
        (9, "Too few: 9", "", "9"),
        (10, "100%", "72% to 100%", "10"),
    ],
)
def test_under_five_there_is_neither_a_share_nor_a_number(
    n: int, value: str, interval: str, base: str
) -> None:
    found = row("Question", share(n, n, minimum_base=10))
    assert (found.value, found.interval, found.base) == (value, interval, base)


def test_counts_of_calls_are_hidden_alike() -> None:
    assert [number(n) for n in (0, 4, 5, 1_200)] == ["<5", "<5", "5", "1,200"]


@pytest.mark.django_db
def test_before_anybody_answered_enough_no_per_cent_is_on_the_page() -> None:
    say(4, kept_informed=1, treatment=7, safer=1, told=1, children=1)
    page = read(inside(SUPERVISOR), "/staff/calls/results")
    assert "kept you informed? &lt;5 &lt;5" in page
    assert "Did somebody speak to the children about how they were? &lt;5 &lt;5" in page
    assert "%" not in page.replace("95% range", "")
    assert "Completed &lt;5" in page


@pytest.mark.django_db
def test_enough_answers_are_shown_with_their_base_and_without_those_that_say_nothing() -> None:
    say(9, kept_informed=1, children=1, told=1)
    say(3, kept_informed=6, children=97, told=99)
    page = read(inside(SUPERVISOR), "/staff/calls/results")
    assert "how we kept you informed? Low base 75% 47% to 91% 12" in page
    assert "Were you told what would happen next? Too few: 9 9" in page
    assert "Did somebody speak to the children about how they were? Too few: 9 9" in page


@pytest.mark.django_db
def test_whatever_a_force_sets_fewer_than_five_are_never_shown(settings: Settings) -> None:
    settings.MINIMUM_BASE = 1
    say(4, told=1)
    assert "Were you told what would happen next? &lt;5 &lt;5" in read(
        inside(SUPERVISOR), "/staff/calls/results"
    )


@pytest.mark.django_db
def test_what_callers_were_told_is_in_no_figure_of_the_others() -> None:
    say(12, kept_informed=1)
    client = inside(User.Role.ADMINISTRATOR)
    pages = [read(client, f"/staff/{page}") for page in ("figures", "contact", "response")]
    assert [page for page in pages if "kept you informed" in page] == []


@pytest.mark.usefixtures("own_database")
def test_the_page_fits_and_everybody_can_use_it(new_page: NewPage, site: str) -> None:
    in_call()
    say(12, kept_informed=1, treatment=2, overall=6)
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=SUPERVISOR)))
    page.goto(f"{site}/staff/calls/results")
    assert faults(page, 320, 1280) == []
