"""Every kind of question on a page, without scripts: asked, taken, shown again and written down."""

import re
from datetime import UTC, datetime

import pytest

from heard.invitations.models import Invitation
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses import comments
from heard.responses.models import Answer, Comment, Detail, Draft, Response
from tests.asked import ask
from tests.browser import NewPage, faults
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.web.citizen.citizen import Citizen

SENT: dict[str, dict[str, str | list[str]]] = {
    "hello": {},
    "treatment": {"answer": "8"},
    "worries": {"answer": ["drugs", "speeding"]},
    "why": {"answer": "They sell them at the corner"},
    "order": {"rank-burglary": "1", "rank-drugs": "2", "rank-speeding": "3"},
    "district": {"answer": "south"},
    "park": {"answer": "elm"},
    "age": {"answer": "34"},
    "day": {"day": "11", "month": "10", "year": "2020"},
    "hour": {"answer": "21:30"},
    "miles": {"answer": "2.5"},
    "safe": {"answer": "3"},
    "where": {"answer": "E05001178"},
    "child/1/called": {"answer": "Ada"},
    "child/1/years": {"answer": "7"},
    "child/1/add-another": {"answer": "yes"},
    "child/2/called": {"answer": "Bo"},
    "child/2/years": {"answer": ""},
    "child/2/add-another": {"answer": "no"},
    "seen": {"answer": "OK"},
}
WRITTEN = [
    ("age", 0, 1, "34"),
    ("day", 0, 1, "2020-10-11"),
    ("district", 0, 1, "south"),
    ("grown", 0, 1, "1"),
    ("hour", 0, 1, "21:30:00.000"),
    ("miles", 0, 1, "2.5"),
    ("order", 0, 1, "burglary"),
    ("order", 0, 2, "drugs"),
    ("order", 0, 3, "speeding"),
    ("park", 0, 1, "elm"),
    ("safe", 0, 1, "3"),
    ("seen", 0, 1, "OK"),
    ("where", 0, 1, "E05001178"),
    ("worries", 0, 1, "drugs"),
    ("worries", 0, 2, "speeding"),
    ("years", 1, 1, "7"),
]


@pytest.fixture
def citizen() -> Citizen:
    """Somebody who is asked everything that a form can ask."""
    invitation = ask()
    at = datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=ALL_KINDS, valid_from=at, now=at)
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    return Citizen()


def _go_through(citizen: Citizen, until: str = "") -> None:
    citizen.get()
    where = citizen.post("/start")["Location"]
    for key, fields in SENT.items():
        assert where == f"{citizen.root}/q/{key}"
        citizen.get(f"/q/{key}")
        if key == until:
            return
        sent = citizen.post(f"/q/{key}", **fields)
        assert (key, sent.status_code) == (key, 303)
        where = sent["Location"]
    assert where == f"{citizen.root}/check"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_every_kind_is_asked_and_written_down(citizen: Citizen) -> None:
    _go_through(citizen)
    citizen.get("/check")
    for words in ("Drugs, Speeding", "11 October 2020", "21:30", "Acocks Green, Birmingham"):
        assert words in citizen.page
    assert [
        raw for raw in ("2020-10-11", "21:30:0", "E05001178", ">OK<") if raw in citizen.page
    ] == []
    assert citizen.post("/submit").status_code == 303
    details = Detail.objects.values_list("question_id", "nth", "position", "value")
    assert sorted(details) == WRITTEN
    assert list(Answer.objects.values_list("question_id", "value")) == [("treatment", 8)]
    said = {(c.question_id, c.nth): c.text for c in Comment.objects.all()}
    assert said == {
        ("why", 0): "They sell them at the corner",
        ("called", 1): "Ada",
        ("called", 2): "Bo",
    }
    assert Response.objects.get().disposition == "complete"


WRONG: list[tuple[str, dict[str, str | list[str]], str]] = [
    ("worries", {}, "Choose at least one"),
    ("worries", {"answer": ["drugs", "speeding", "burglary"]}, "Choose two at most"),
    ("order", {"rank-drugs": "1", "rank-speeding": "1"}, "Give each a different place"),
    ("order", {"rank-drugs": "1"}, "Give each a different place"),
    ("order", {}, "Give each a place"),
    ("district", {}, "Choose one"),
    ("age", {"answer": "old"}, "Write a whole number, like 3"),
    ("age", {"answer": ""}, "Write a whole number, like 3"),
    ("age", {"answer": "15"}, "You must be 16 or over"),
    ("day", {"day": "31", "month": "2", "year": "2020"}, "Write a date with day, month and year"),
    ("day", {"day": "x", "month": "2", "year": "2020"}, "Write a date with day, month and year"),
    ("day", {}, "Write a date with day, month and year"),
    ("hour", {"answer": "late"}, "Write a time, like 9:30 or 17:45"),
    ("miles", {"answer": "far"}, "Write a number, like 2.5"),
    ("safe", {"answer": "9"}, "Choose a number"),
    ("where", {"answer": "here"}, "Choose a place from the list"),
    ("where", {"answer": "E05999999"}, "Choose a place from the list"),
    ("day", {"day": 5000 * "1", "month": "2", "year": "2020"}, "Write a date with day, month"),
    ("child/1/called", {"answer": "ada"}, "Begin with a capital letter"),
    ("child/1/called", {"answer": ""}, "Write an answer"),
    ("child/1/add-another", {}, "Choose yes or no"),
    ("seen", {}, "Tick the box to go on"),
]


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(("key", "sent", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    key: str, sent: dict[str, str | list[str]], sentence: str, citizen: Citizen
) -> None:
    _go_through(citizen, until=key)
    assert citizen.post(f"/q/{key}", **sent).status_code == 200
    link = re.search(r'<a href="#answer">([^<]*)</a>', citizen.page)
    assert link is not None
    assert link[1].startswith(sentence)
    assert 'id="answer"' in citizen.page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_a_change_leads_to_what_it_opened_and_back(citizen: Citizen) -> None:
    _go_through(citizen)
    citizen.get("/q/district?change")
    changed = citizen.post("/q/district?change", answer="north")
    assert changed["Location"] == f"{citizen.root}/q/park"
    citizen.get("/q/park")
    assert "Oak Park" in citizen.page
    citizen.get("/q/worries?change")
    assert re.findall(r'value="(\w+)" checked', citizen.page) == ["drugs", "speeding"]
    citizen.get("/q/order")
    assert re.findall(r'value="(\d)" selected', citizen.page) == ["2", "3", "1"]
    citizen.get("/q/day")
    assert re.findall(r'name="(?:day|month|year)"[^>]* value="(\d+)"', citizen.page) == [
        "11",
        "10",
        "2020",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_what_is_not_asked_any_more_leads_to_the_check(citizen: Citizen) -> None:
    _go_through(citizen)
    citizen.get("/q/worries?change")
    citizen.post("/q/worries?change", answer="burglary")
    for path in ("/q/why", "/q/child/9/called"):
        assert citizen.get(path)["Location"] == f"{citizen.root}/check"
    citizen.get("/q/age")
    assert citizen.post("/q/why", answer="Because")["Location"] == f"{citizen.root}/check"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_the_questions_are_in_the_language_of_the_page(citizen: Citizen) -> None:
    citizen.browser.cookies["language"] = "cy"
    _go_through(citizen)
    assert citizen.get("/q/treatment").status_code == 200
    assert "Pa mor gwrtais oeddem ni?" in citizen.page
    assert "10 \N{EN DASH} yn llwyr" in citizen.page
    citizen.get("/check")
    citizen.post("/submit")
    assert Response.objects.get().language == "cy"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(("language", "mark"), [("cy", ""), ("ur", ' lang="en"')])
def test_questions_in_another_language_than_the_page_say_so(
    language: str, mark: str, citizen: Citizen
) -> None:
    citizen.browser.cookies["language"] = language
    _go_through(citizen)
    citizen.get("/q/treatment")
    assert re.findall(r"<div( lang=[^>]*|)>\s*<div class=\"govuk-form-group", citizen.page) == [
        mark
    ]
    citizen.get("/check")
    assert set(re.findall(r"<dt class=\"\S+\"([^>]*)>", citizen.page)) == {mark}


@pytest.mark.usefixtures("own_database", "simulated")
def test_every_kind_fits_and_everybody_can_use_it(
    new_page: NewPage, site: str, citizen: Citizen
) -> None:
    _go_through(citizen)
    page, found = new_page(width=320), {}
    for key in SENT:
        page.goto(f"{site}{citizen.root}/q/{key}")
        found[key] = faults(page, 320, 1280)
    assert found == {key: [] for key in SENT}


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_markup_in_a_form_or_an_answer_is_shown_and_never_run() -> None:
    invitation = ask()
    evil = "<script>alert(1)</script>"
    source = ALL_KINDS.replace("What worries you?", evil).replace("| Drugs |", f"| {evil} |")
    at = datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=source, valid_from=at, now=at)
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    citizen = Citizen()
    citizen.get()
    citizen.post("/start")
    citizen.get("/q/worries")
    shown = [citizen.page]
    citizen.post("/q/worries", answer="drugs")
    citizen.get("/q/why")
    citizen.post("/q/why", answer=evil)
    citizen.get("/check")
    shown.append(citizen.page)
    assert ["<script" in page for page in shown] == [False, False]
    assert [page.count("&lt;script&gt;") for page in shown] == [3, 4]


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_only_own_words_are_looked_at_for_danger(citizen: Citizen) -> None:
    _go_through(citizen)
    said = [(key, text) for _, key, text in comments.words(list(Draft.objects.all()))]
    assert said == [
        ("why", "They sell them at the corner"),
        ("child/1/called", "Ada"),
        ("child/2/called", "Bo"),
    ]
