"""Ways in on the pages for staff: made, listed, hung up and closed, by those who may."""

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries, Settings

from heard.accounts.models import User
from heard.invitations.models import Collector
from heard.journal.models import Entry
from tests.core.posters.known import scanned, words
from tests.insight.flow import known
from tests.insight.impact import fill
from tests.open_ways import way_in
from tests.web.staff.people import inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/ways"
LINES = {"programme": "neighbourhood", "lines": "poster; Library; larkfield; 50\nx; @force"}


@pytest.mark.parametrize("role", [User.Role.ADMINISTRATOR, User.Role.ANALYST])
def test_many_are_made_at_once_and_listed(role: User.Role) -> None:
    client = inside(role)
    answer = client.post(PAGE, LINES)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    page = read(client, PAGE)
    assert "A poster with a QR code Library Larkfield (made up) Open 0 of 50 No answers yet" in page
    assert "X @force The whole force Open 0 No answers yet" in page
    assert Entry.objects.filter(act="invitations.make_collector", actor="Ann Lee").count() == 2


def test_a_viewer_reads_and_makes_nothing() -> None:
    client = inside(User.Role.VIEWER)
    assert "Make new ones" not in read(client, PAGE)
    assert client.post(PAGE, LINES).status_code == 403
    way = way_in()
    assert "Close it" not in read(client, f"{PAGE}/{way.code}")
    assert client.post(f"{PAGE}/{way.code}", {"reason": "Gone."}).status_code == 403
    assert Collector.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lines": ""}, "Write a line for each way in"),
        ({"lines": "x" * 20_001}, "Write at most 20,000 characters at once"),
        ({"lines": "x; @force\npigeon; Roof"}, "Line 2: pigeon is no channel."),
        ({"programme": "contact"}, "Choose a survey from the list"),
        ({"programme": ""}, "Choose a survey from the list"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is(wrong: dict[str, str], said: str) -> None:
    answer = inside().post(PAGE, {**LINES, **wrong})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Collector.objects.exists()


def test_doubts_are_shown_by_kind_and_with_what_they_do_to_the_figures() -> None:
    fill()
    known()
    page = read(inside(), PAGE)
    assert "45 of 50 7% 2% to 18% same device: 3" in page
    assert "20 55% 34% to 74% burst: 11" in page
    assert "after dark? very or fairly safe 29% 20% to 39% 83 19% 11% to 30% 69" in page


def test_without_facts_the_ways_are_listed_all_the_same() -> None:
    way = way_in()
    page = read(inside(), PAGE)
    assert way.code in page
    assert "What the doubts do" not in page


def test_one_way_shows_its_link_and_is_closed_with_a_reason() -> None:
    way, client = way_in(target=50), inside()
    page = f"{PAGE}/{way.code}"
    assert f"Link http://127.0.0.1:8000/c/{way.code} Made" in read(client, page)
    assert client.post(page, {"reason": ""}).status_code == 400
    assert client.post(page, {"reason": "Taken down."}).headers["Location"] == page
    told = read(client, page)
    assert "State Closed on 12 October 2020 at 11:10" in told
    assert "Close it" not in told
    entry = Entry.objects.get(act="invitations.close_collector")
    assert (entry.reason, entry.subject) == ("Taken down.", f"collector:{way.code}")
    assert "Closed 0" in read(client, PAGE)


def test_a_code_that_no_table_holds_is_none() -> None:
    assert inside().get("/staff/ways/a%00b").status_code == 404


def test_a_code_that_is_none_leads_back_to_the_list() -> None:
    for path in ("", "/poster.pdf?paper=A4&language=en", "/qr.png", "/qr.svg"):
        answer = inside(User.Role.VIEWER) if path == "" else inside(User.Role.ANALYST)
        assert answer.get(f"{PAGE}/nothing{path}").status_code == 404
        User.objects.all().delete()


@pytest.mark.parametrize(
    ("paper", "languages"),
    [("A4", "en cy ur pa bn pl ro ar so"), ("A5", "en cy ur pa bn pl ro ar so"), ("A4", "ar")],
)
def test_a_poster_is_handed_out_in_one_to_nine_languages(paper: str, languages: str) -> None:
    way = way_in()
    chosen = "&".join(f"language={code}" for code in languages.split())
    answer = inside(User.Role.VIEWER).get(f"{PAGE}/{way.code}/poster.pdf?paper={paper}&{chosen}")
    assert answer.headers["Content-Type"] == "application/pdf"
    name = f'attachment; filename="poster-{way.code}-{paper}.pdf"'
    assert answer.headers["Content-Disposition"] == name
    assert [text for text, _ in scanned(answer.content)] == [f"http://127.0.0.1:8000/c/{way.code}"]
    said = words(answer.content)
    assert "TRIAL, not to be hung up: Library" in said
    assert ("What matters where you live?" in said) is ("en" in languages)


def test_where_the_site_has_https_a_poster_is_in_earnest(settings: Settings) -> None:
    settings.SITE_URL = "https://survey.example.org"
    way, client = way_in(), inside()
    answer = client.get(f"{PAGE}/{way.code}/poster.pdf?paper=A4&language=en")
    assert "TRIAL" not in words(answer.content)
    assert scanned(answer.content)[0][0] == f"https://survey.example.org/c/{way.code}"
    assert "for trying out" not in read(client, f"{PAGE}/{way.code}")


@override_settings(PRODUCTION=True)
def test_in_production_no_poster_leads_to_a_site_without_https() -> None:
    answer = inside().get(f"{PAGE}/{way_in().code}/poster.pdf?paper=A4&language=en")
    assert answer.status_code == 400
    assert "address: https, a host" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Choose a paper, A4 or A5"),
        ("paper=A3&language=en", "Choose a paper, A4 or A5"),
        ("paper=A4", "Choose at least one language"),
        ("paper=A4&language=xx", "Choose languages from the list"),
    ],
)
def test_a_poster_that_cannot_be_made_is_said_to_be_so(asked: str, said: str) -> None:
    answer = inside().get(f"{PAGE}/{way_in().code}/poster.pdf?{asked}")
    assert (answer.status_code, said in answer.content.decode()) == (400, True)


def test_a_letter_that_no_font_has_is_named() -> None:
    way = way_in(place="图书馆")
    answer = inside().get(f"{PAGE}/{way.code}/poster.pdf?paper=A4&language=en")
    assert answer.status_code == 400
    assert "no font here has" in answer.content.decode()


def test_the_code_alone_is_a_png_or_an_svg() -> None:
    way, client = way_in(), inside()
    dots, lines = (client.get(f"{PAGE}/{way.code}/qr.{kind}") for kind in ("png", "svg"))
    assert (dots.headers["Content-Type"], dots.content[:4]) == ("image/png", b"\x89PNG")
    assert (lines.headers["Content-Type"], lines.content[:4]) == ("image/svg+xml", b"<svg")


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        way_in()
    client = inside()
    with django_assert_num_queries(14):
        client.get(PAGE)
