"""The page of the question bank: what it lists, what it is cut down to, and how it looks."""

import pytest

from heard.accounts.models import User
from heard.journal.models import Entry
from tests.browser import NewPage, faults
from tests.insight.flow import answer, known, programme
from tests.insight.test_versions import LATER, both
from tests.web.staff.people import a_link, a_person, go_in, inside, read

BANK = "/staff/questions"


@pytest.mark.django_db
def test_each_question_has_its_versions_and_where_it_is_asked() -> None:
    page = read(inside(User.Role.VIEWER), BANK)
    assert "Q-SMS-02 version 1 How do you rate the time we took to deal with your issue?" in page
    assert "pilot, versions 1, 2, 3, as timeliness: since 28 September 2020." in page
    assert "Two ideas in one" in page
    assert "25 January 2021: It is asked in cy, ur, pa, bn, pl, ro, ar, so from here on." in page
    assert "Asked, and not in the bank" in page
    assert (
        "I was told my rights in a way that I understood Yes to No (YNP) custody, version 1" in page
    )


@pytest.mark.django_db
def test_a_break_stands_where_the_question_is_asked_otherwise() -> None:
    both()
    page = read(inside(), f"{BANK}?state=broken")
    assert "Q-CHR-01" not in page
    assert "Break 1 April 2021, other people asked: It was asked of everybody" in page
    assert "Break 1 March 2021, another wording: The wording was" in page
    scale = "0 - not at all to 10 - completely (N10)"
    assert f"How politely did we treat you? {scale} pilot, version 4, as treatment" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=on+foot", "Q-CONF-10", "Q-SMS-01"),
        ("instrument=charter", "Q-CHR-01", "Q-SMS-01"),
        ("scale=FREQ6", "Q-CONF-10", "Q-SMS-01"),
        ("state=unasked", "Q-CHR-01", "Q-SMS-04 version"),
        ("state=asked", "Q-SMS-04", "Q-CHR-01"),
    ],
)
def test_the_list_is_cut_down_by_what_is_chosen(query: str, there: str, gone: str) -> None:
    page = read(inside(), f"{BANK}?{query}")
    assert there in page
    assert gone not in page


@pytest.mark.django_db
def test_what_is_typed_is_escaped_and_not_in_the_journal() -> None:
    client = inside()
    page = client.get(BANK, {"q": "<script>Jones", "scale": "N10"}).content.decode()
    assert "<script>Jones" not in page
    assert "&lt;script&gt;Jones" in page
    entry = Entry.objects.filter(act="web.look").latest("id")
    assert entry.subject == "page:questions N10"


@pytest.mark.django_db
def test_filters_that_make_no_sense_show_nothing() -> None:
    page = read(inside(), f"{BANK}?scale=x&q={'a' * 101}")
    assert "Scale: choose one of the list" in page
    assert "Words: enter 100 characters at most" in page
    assert "Q-SMS-01" not in page


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("width", [320, 1280])
def test_the_bank_and_a_broken_series_fit_and_everybody_can_read_them(
    width: int, new_page: NewPage, site: str
) -> None:
    both()
    for weeks in (2, 3):
        answer(programme(), {"treatment": 9}, at=LATER.replace(day=1 + 7 * weeks))
    known()
    page = new_page(width=width)
    go_in(page, f"{site}{a_link(a_person())}")
    for path in (BANK, f"{BANK}?scale=x", "/staff/contact?question=treatment", "/staff/figures"):
        page.goto(f"{site}{path}")
        assert faults(page) == []
