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
def test_the_list_has_a_line_for_each_question_with_its_newest_words() -> None:
    page = read(inside(User.Role.VIEWER), BANK)
    assert page.count("Q-SMS-02") == 1
    assert "Q-SMS-02 How do you rate the time we took to deal with your issue?" not in page
    assert "Q-CHR-01" in page
    assert "Asked, and not in the bank" in page
    own = "custody: rights I was told my rights in a way that I understood Rights YNP Asked"
    assert own in page


@pytest.mark.django_db
def test_a_question_has_a_page_with_its_versions_and_where_it_is_asked() -> None:
    client = inside(User.Role.VIEWER)
    page = read(client, f"{BANK}/Q-SMS-02")
    assert page.index("Version 2") < page.index("Version 1 How do you rate the time we took")
    assert "pilot, versions 1, 2, 3, as timeliness: since 28 September 2020." in page
    assert "25 January 2021: It is asked in cy, ur, pa, bn, pl, ro, ar, so from here on." in page
    assert Entry.objects.filter(act="web.look").latest("id").subject == "page:question Q-SMS-02"
    assert "Two ideas in one" in read(client, f"{BANK}/Q-SMS-01")
    assert "Not asked." in read(client, f"{BANK}/Q-CHR-01")
    page = read(client, f"{BANK}/custody/rights")
    assert "I was told my rights in a way that I understood Dimension Rights" in page
    assert "Answered Yes to No (YNP) Where it is asked custody, version 1, as rights" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["Q-XXX-01", "custody/nothing", "nothing/rights"])
def test_a_question_that_is_nowhere_is_said_to_be_so(path: str) -> None:
    answer = inside().get(f"{BANK}/{path}")
    assert (answer.status_code, "There is no such question" in answer.content.decode()) == (
        404,
        True,
    )


@pytest.mark.django_db
def test_a_break_stands_where_the_question_is_asked_otherwise() -> None:
    both()
    client = inside()
    page = read(client, f"{BANK}?state=broken")
    assert "Q-CHR-01" not in page
    assert "Asked Break" in page
    own = "pilot: treatment How politely did we treat you? Treatment N10 Asked Break"
    assert own in page
    page = read(client, f"{BANK}/Q-VSS-01")
    assert "Break 1 April 2021, other people asked: It was asked of everybody" in page
    page = read(client, f"{BANK}/pilot/treatment")
    assert "Break 1 March 2021, another wording: The wording was" in page
    scale = "0 - not at all to 10 - completely (N10)"
    assert f"How politely did we treat you? Dimension Treatment Answered {scale}" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=on+foot", "Q-CONF-10", "Q-SMS-01"),
        ("instrument=charter", "Q-CHR-01", "Q-SMS-01"),
        ("scale=FREQ6", "Q-CONF-10", "Q-SMS-01"),
        ("dimension=treatment", "Q-SMS-01", "Q-SMS-02"),
        ("dimension=rights", "custody: rights", "custody: comment"),
        ("state=unasked", "Q-CHR-01", "Q-SMS-04"),
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
def test_the_bank_and_a_broken_series_fit_and_everybody_can_read_them(
    new_page: NewPage, site: str
) -> None:
    both()
    for weeks in (2, 3):
        answer(programme(), {"treatment": 9}, at=LATER.replace(day=1 + 7 * weeks))
    known()
    page = new_page(width=320)
    go_in(page, f"{site}{a_link(a_person())}")
    pages = (BANK, f"{BANK}?scale=x", f"{BANK}/Q-VSS-01", f"{BANK}/pilot/treatment")
    for path in (*pages, "/staff/contact?question=treatment", "/staff/figures"):
        page.goto(f"{site}{path}")
        assert faults(page, 320, 1280) == []
