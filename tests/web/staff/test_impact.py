"""The page of impact areas and the results packs: what is shown, what is hidden, and to whom."""

from importlib.resources import files

import pytest

from heard.accounts.models import User
from heard.eligibility.models import Period
from heard.improvement.models import Reply
from heard.places.areas import names
from heard.questionnaires.publish import publish
from tests.insight.flow import known
from tests.insight.impact import SAID, answered, fill
from tests.open_ways import NOW, way_in
from tests.web.staff.people import inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
AREAS, PACK = "/staff/impact-areas", "/staff/results-pack/BE"
REPLY = {"priority": "first=behaviour", "words": "We patrol.\nDaily.", "said_by": "Ch Supt Lee"}


def filled() -> None:
    fill()
    known()


def test_each_area_has_its_answers_its_coverage_and_a_plain_sentence() -> None:
    filled()
    page = read(inside(User.Role.VIEWER), AREAS)
    assert "Impact areas: 83 answers, counted 12 October 2020 at 11:00." in page
    said = "A share near one half may be off by 14 points either way."
    assert f"Larkfield (made up) 45 9,150 4.9 {said}" in page
    assert "Copper Mill (made up) 20 6,810 2.9 Few: a share near one half may be off by 20" in page
    assert "Harrow Bank (made up) 4 7,420 0.5 Too few to say anything about this area" in page
    assert "Stone Yard (made up) 0 5,480 0.0 Nobody has answered." in page
    assert "The whole force 6 - - Too few" in page


def test_channels_and_languages_have_their_zeros_and_few_are_hidden() -> None:
    filled()
    page = read(inside(), AREAS)
    assert "Together 20 45 4 6 8 0 0 0" in page
    assert "Larkfield (made up) 30 0 Hidden 0 0 Hidden 0 0 0" in page
    assert "Staple Heath (made up) 0 0 0 0 0 0 0 0 0" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "after dark? Very or fairly safe. Don&#39;t"),
        ("?by=area", "Birmingham East 33% 23% to 45% 69 Coventry"),
        ("?by=impact_area", "Copper Mill (made up) Held back"),
        ("?by=came_by", "An officer's device Low base 55% 34% to 74% 20"),
        ("?by=week", "12 October 2020 29% 20% to 39% 83"),
        ("?question=safe_night&doubts=without", "Everybody 19% 11% to 30% 69"),
        ("?by=impact_area&doubts=without", "Larkfield (made up) Held back"),
    ],
)
def test_what_they_said_is_cut_and_gives_no_hidden_figure_away(asked: str, said: str) -> None:
    filled()
    page = read(inside(), f"{AREAS}{asked}")
    assert said.partition(" Don")[0].replace("'", "&#39;") in page


def test_filters_that_make_no_sense_are_said_to_be_so() -> None:
    filled()
    page = read(inside(), f"{AREAS}?by=moon")
    assert "Cut by: choose one of the list" in page
    assert "95% range" not in page


def test_there_are_eight_packs() -> None:
    page = inside(User.Role.VIEWER).get("/staff/results-pack").content.decode()
    assert [page.count(f"/staff/results-pack/{code}") for code in names()] == [1] * 8


def test_a_pack_ranks_with_base_and_range_and_says_what_it_is_not() -> None:
    filled()
    page = read(inside(User.Role.VIEWER), PACK)
    assert "1 March 2020 to 30 November 2020. Counted 12 October 2020 at 11:00." in page
    assert "1 Anti-social behaviour 64% 51% to 75% 58 2 Drugs 36% 25% to 49% 58" in page
    assert "Larkfield (made up) Anti-social behaviour: 73% (59% to 84%, 45 answers)" in page
    assert "Harrow Bank (made up) Not shown, fewer than 10 answers." in page
    assert "Birmingham East 33% 23% to 45% 69 Harrow Bank (made up) Held back" in page
    assert "This is not a random sample." in page
    assert "34 wrote in their own words" in page


@pytest.mark.parametrize("code", names())
def test_every_area_has_a_pack_where_nobody_answered_too(code: str) -> None:
    known()
    page = read(inside(User.Role.VIEWER), f"/staff/results-pack/{code}")
    assert "Not shown, no answers. Answers: 0." in page
    assert "0 wrote in their own words what worries them." in page


def test_an_area_that_is_none_has_no_pack() -> None:
    assert inside().get("/staff/results-pack/XX").status_code == 404


def test_without_a_survey_of_impact_areas_the_pages_say_so() -> None:
    Period.objects.filter(programme__slug="neighbourhood").delete()
    client = inside()
    for page in (AREAS, PACK):
        assert "There is no survey of impact areas" in read(client, page)
    assert "There is no survey that anybody may answer." in read(client, "/staff/ways")


def test_words_are_for_those_who_may_read_them_and_are_no_markup() -> None:
    filled()
    own = "&lt;b&gt;Cars&lt;/b&gt;"
    assert own in inside().get(PACK).content.decode()
    viewer = inside(User.Role.VIEWER).get(PACK).content.decode()
    assert (own in viewer, "Dogs." in viewer) == (False, False)
    assert "Their words are shown to the commander of the area, to analysts" in viewer


def test_a_commander_reads_what_was_written_in_their_area_and_answers_it() -> None:
    filled()
    client = inside(User.Role.COMMANDER)
    page = client.get(PACK).content.decode()
    assert ("&lt;b&gt;Cars&lt;/b&gt;" in page, "/staff/words/" in page) == (True, False)
    assert client.post(PACK, REPLY).headers["Location"] == PACK
    assert "We patrol." in read(client, PACK)
    other = PACK.replace("BE", "CV")
    assert (client.get(other).status_code, client.post(other, REPLY).status_code) == (403, 403)


def test_few_words_are_shown_to_nobody() -> None:
    answered(way_in(), 9, words="Dogs.")
    known()
    page = read(inside(), PACK)
    assert "9 wrote in their own words" in page
    assert ("Dogs." in page, "not shown where fewer than 10 wrote any" in page) == (False, True)


def test_an_answer_of_the_commander_stands_in_the_pack_with_those_before() -> None:
    filled()
    client = inside()
    for words in ("First words.", REPLY["words"]):
        answer = client.post(PACK, {**REPLY, "words": words})
        assert (answer.status_code, answer.headers["Location"]) == (303, PACK)
    page = client.get(PACK).content.decode()
    assert "We patrol.<br>Daily." in page
    assert page.index("We patrol.") < page.index("What was answered before") < page.index("First w")
    assert "Ch Supt Lee, 12 October 2020 at 11:10" in read(inside(User.Role.VIEWER), PACK)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"priority": "first=nothing"}, "Choose a priority from the list"),
        ({"priority": ""}, "Choose a priority from the list"),
        ({"words": ""}, "Write the answer"),
        ({"words": "x" * 2001}, "Write an answer of at most 2,000 characters"),
        ({"said_by": ""}, "Say whose answer it is"),
        ({"said_by": "x" * 101}, "Say whose it is in 100 characters"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_said_and_none_is(
    wrong: dict[str, str], said: str
) -> None:
    filled()
    answer = inside().post(PACK, {**REPLY, **wrong})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Reply.objects.exists()


def test_a_viewer_writes_no_answer() -> None:
    filled()
    client = inside(User.Role.VIEWER)
    assert "Write an answer down" not in read(client, PACK)
    assert client.post(PACK, REPLY).status_code == 403
    assert not Reply.objects.exists()


def test_after_a_change_of_words_each_version_stands_apart_on_every_page() -> None:
    """Of the second, only answers in doubt have come: nothing is joined, and no page fails."""
    way = way_in(impact_area="larkfield", place="Library")
    answered(way, 12)
    changed = files("heard.questionnaires").joinpath("priorities_1.md").read_text(encoding="utf-8")
    changed = changed.replace("in your area after dark?", "where you live after dark?")
    changed = changed.replace("| Q-CONF-15 |", "| |")
    changed = changed.replace("| priorities | 1 |", "| priorities | 2 |")
    publish(slug="priorities", source=changed, valid_from=NOW, now=NOW)
    answered(way, 11, number="2", said={**SAID, "safe_night": 1}, doubt="burst")
    known()
    client = inside()
    for query in ("", "?by=impact_area", "?by=came_by", "?by=impact_area&doubts=without"):
        page = read(client, f"/staff/impact-areas{query}")
        assert "How safe do you feel in your area after dark?" in page
        assert "How safe do you feel where you live after dark? (version 2)" in page
    assert "(version 2)" in read(client, PACK)
    assert "(version 2)" in read(client, "/staff/ways")
