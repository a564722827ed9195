"""A preview is walked as a citizen walks a survey, in any language, and keeps nothing."""

import html
import re

import pytest
from django.test import Client

from heard.questionnaires.models import Manuscript
from heard.responses.models import Draft, Response
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.bilingual import bilingual, saved
from tests.questionnaires.forms import write_form
from tests.web.staff.people import read

pytestmark = pytest.mark.django_db
# What a browser sends for each question of ALL_KINDS, by its key.
FILLED_IN: dict[str, dict[str, str | list[str]]] = {
    "hello": {},
    "treatment": {"answer": "8"},
    "worries": {"answer": ["drugs", "speeding"]},
    "why": {"answer": "They sell <b>them</b> there"},
    "order": {"rank-drugs": "2", "rank-speeding": "3", "rank-burglary": "1"},
    "district": {"answer": "south"},
    "park": {"answer": "elm"},
    "age": {"answer": "34"},
    "day": {"day": "11", "month": "10", "year": "2020"},
    "hour": {"answer": "21:30"},
    "miles": {"answer": "2.5"},
    "safe": {"answer": "3"},
    "where": {"answer": "elsewhere"},
    "child/1/called": {"answer": "Ada"},
    "child/1/years": {"answer": "7"},
    "child/1/add-another": {"answer": "no"},
    "seen": {"answer": "OK"},
}


class Walker:
    """Somebody in a preview: each press sends back what the page before had in its form."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.page = client.get(path).content.decode()

    @property
    def key(self) -> str:
        return str(re.findall(r'name="key" value="([^"]*)"', self.page)[-1])

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", found[1]).strip()) if found else ""

    @property
    def wrong(self) -> str:
        found = re.search(r'href="#answer">(.*?)</a>', self.page)
        return html.unescape(found[1]) if found else ""

    def press(self, **given: str | list[str]) -> None:
        state = re.findall(r'name="state" value="([^"]*)"', self.page)[-1]
        language = re.findall(r'name="language" value="([^"]*)"', self.page)
        sent = {"state": state, "key": self.key, **({"language": language[-1]} if language else {})}
        self.page = self.client.post(self.path, sent | given).content.decode()

    def answer(self, **given: str | list[str]) -> None:
        self.press(do="answer", **given)


@pytest.fixture
def draft(simulated: None) -> Manuscript:
    return saved(ALL_KINDS)


def _preview(client: Client, draft: Manuscript, query: str = "") -> Walker:
    return Walker(client, f"/staff/drafts/{draft.pk}/preview{query}")


def test_every_kind_of_question_is_answered_with_its_logic(vic: Client, draft: Manuscript) -> None:
    walker = _preview(vic, draft)
    walked: list[str] = []
    while walker.key and len(walked) < len(FILLED_IN):
        walked.append(walker.key)
        walker.answer(**FILLED_IN[walker.key])
        assert walker.wrong == ""
    assert walked == list(FILLED_IN)
    assert walker.heading == "Check your answers"
    assert "They sell &lt;b&gt;them&lt;/b&gt; there" in walker.page
    assert "In a preview nothing can be sent." in walker.page


def test_nothing_of_it_is_kept(vic: Client, draft: Manuscript) -> None:
    _preview(vic, draft).answer()
    assert (Draft.objects.count(), Response.objects.count()) == (0, 0)
    assert "PREVIEW" in _preview(vic, draft).page
    mine = {key for key in vic.session.keys() if not key.startswith("_auth")}  # noqa: SIM118
    assert mine == {"began"}  # when they signed in, and nothing of the questionnaire


def test_what_is_not_relevant_is_not_asked(vic: Client, draft: Manuscript) -> None:
    walker = _preview(vic, draft)
    walker.answer()
    walker.answer(answer="8")
    walker.answer(answer=["burglary"])
    assert walker.key == "order"


@pytest.mark.parametrize(
    ("key", "given", "wrong"),
    [
        ("treatment", {}, "Choose a number from 0 to 10"),
        ("worries", {"answer": ["drugs", "speeding", "burglary"]}, "Choose two at most"),
        ("order", {"rank-drugs": "1", "rank-speeding": "1"}, "Give each a different place"),
        ("age", {"answer": "15"}, "You must be 16 or over"),
        ("where", {"answer": "E05999999"}, "Choose a place from the list"),
    ],
)
def test_what_is_wrong_is_said_as_a_citizen_is_told(
    vic: Client, draft: Manuscript, key: str, given: dict[str, str | list[str]], wrong: str
) -> None:
    walker = _preview(vic, draft)
    for before in list(FILLED_IN)[: list(FILLED_IN).index(key)]:
        walker.answer(**FILLED_IN[before])
    walker.answer(**given)
    assert (walker.key, walker.wrong, "PREVIEW: Error: " in walker.page) == (key, wrong, True)


def test_the_language_changes_on_the_way_and_what_was_said_stays(
    vic: Client, draft: Manuscript
) -> None:
    walker = _preview(vic, draft)
    walker.answer()
    walker.answer(answer="8")
    walker.press(key="treatment", language="cy")
    assert walker.heading == "Pa mor gwrtais oeddem ni?"
    assert re.search(r'value="8" checked', walker.page)
    assert '<html lang="cy"' in walker.page
    walker.answer(answer="7")
    assert walker.heading == "Beth sy'n eich poeni?"


def test_one_goes_back_and_finds_what_one_said(vic: Client, draft: Manuscript) -> None:
    walker = _preview(vic, draft)
    walker.answer()
    walker.answer(answer="8")
    walker.press(key="treatment")
    assert re.search(r'value="8" checked', walker.page)


def test_the_end_says_what_would_be_asked_for(vic: Client, draft: Manuscript) -> None:
    walker = _preview(vic, draft)
    walker.press(do="end")
    assert "Nobody could send this: 7 questions are to be answered first." in walker.page
    walker.press(do="end", language="cy")
    assert walker.heading == "Gwiriwch eich atebion"


@pytest.mark.parametrize("code", ["ur", "ar"])
def test_a_published_version_runs_from_right_to_left(vic: Client, code: str) -> None:
    walker = Walker(vic, f"/staff/questionnaires/pilot/3/preview?language={code}")
    assert f'<html lang="{code}" dir="rtl"' in walker.page
    assert "citizen.rtl.css" in walker.page
    walker.answer()
    assert '<html lang="' + code in walker.page
    assert walker.wrong != ""


def test_a_state_of_another_form_or_that_somebody_made_up_begins_anew(
    vic: Client, draft: Manuscript
) -> None:
    walker = _preview(vic, draft)
    walker.answer()
    walker.answer(answer="8")
    other = Walker(vic, "/staff/questionnaires/pilot/3/preview")
    state = re.findall(r'name="state" value="([^"]*)"', walker.page)[-1]
    for made_up in (state, "x", ""):
        other.press(state=made_up, key="treatment")
        assert " checked" not in other.page


def test_a_draft_lacking_words_is_shown_in_the_languages_that_lack_none(vic: Client) -> None:
    walker = _preview(vic, saved(bilingual(welsh="")), "?language=cy")
    assert ("Cymraeg" in walker.page, walker.heading) == (False, "How polite were we?")


@pytest.mark.parametrize("page", ["preview", "texts", "telephone"])
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (bilingual(question=""), "The first language lacks words."),
        (
            write_form(("select_one n11", "a", "B?", "yes", "", "")),
            "there is no list 'n11' in sheet choices.",
        ),
    ],
)
def test_a_draft_that_cannot_be_asked_says_why(
    vic: Client, page: str, source: str, sentence: str
) -> None:
    found = html.unescape(read(vic, f"/staff/drafts/{saved(source).pk}/{page}"))
    assert sentence in found
