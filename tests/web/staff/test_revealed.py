"""Words as they were written are shown to those who say why, and the journal keeps it."""

import pytest

from heard.accounts.models import User
from heard.channels.memory import Memory
from heard.delivery import gateways
from heard.dialogues.models import Alert
from heard.fieldwork.models import Rejected
from heard.insight.concerns import concerns
from heard.journal.models import Entry
from tests.delivery.letters import way
from tests.dialogues.phone import Phone
from tests.insight.impact import fill, survey
from tests.web.staff.people import inside, read
from tests.web.staff.test_field import rejected, shut_way

pytestmark = pytest.mark.django_db
WORDS = "help me, PC Smith is at 12 High Street"
SHOWN = "help me, PC [name] is at [address]"


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> str:
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    Phone(memory).says(WORDS)
    return f"/staff/words/alert/{Alert.objects.get().pk}"


def reveals() -> list[tuple[str, str, str]]:
    found = Entry.objects.filter(act="dialogues.reveal")
    return list(found.values_list("subject", "actor", "reason"))


def test_an_alert_and_its_words_are_redacted(path: str) -> None:
    client = inside()
    for page in (path, f"/staff/alerts/{Alert.objects.get().pk}"):
        shown = read(client, page)
        assert SHOWN in shown
        assert "Smith" not in shown
    assert reveals() == []


def test_whoever_says_why_sees_them_and_stands_in_the_journal(path: str) -> None:
    said = {"why": "danger", "remark": " For  Sgt Jones "}
    page = inside().post(path, said)
    assert WORDS in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    subject = f"alert:{Alert.objects.get().pk}"
    assert reveals() == [(subject, "Ann Lee", "danger: For Sgt [name]")]
    assert "Smith" not in read(inside(User.Role.ADMINISTRATOR), path)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "Choose why you have to see the words"),
        ({"why": "curious"}, "Choose why you have to see the words"),
        ({"why": "other", "remark": "  "}, "Say in a few words why"),
        ({"why": "danger", "remark": 301 * "x"}, "Say why in at most 300 characters."),
    ],
)
def test_without_a_reason_nothing_is_shown(path: str, said: dict[str, str], problem: str) -> None:
    page = inside().post(path, said)
    shown = page.content.decode()
    assert (page.status_code, problem in shown, "Smith" in shown) == (400, True, False)
    assert reveals() == []


def test_words_that_are_not_there_are_said_to_be_so(path: str) -> None:
    Alert.objects.update(body=None)
    client = inside()
    for other in (path, "/staff/words/alert/0", "/staff/words/letter/1", "/staff/words/comment/1"):
        assert client.get(other).status_code == 404
    assert client.post(path, {"why": "danger"}).status_code == 404
    assert reveals() == []


def test_a_viewer_sees_none(path: str) -> None:
    assert inside(User.Role.VIEWER).post(path, {"why": "danger"}).status_code == 403


@pytest.mark.usefixtures("with_facts")
def test_comments_are_revealed_where_the_pack_shows_them() -> None:
    fill()
    said = concerns([survey()], "BE", with_words=True, minimum_base=10).words[0]
    client = inside()
    pack = client.get("/staff/results-pack/BE").content.decode()
    path = f"/staff/words/comment/{said.number}"
    assert path in pack
    assert "&lt;b&gt;Cars&lt;/b&gt;" in client.post(path, {"why": "meaning"}).content.decode()
    assert reveals() == [(f"comment:{said.number}", "Ann Lee", "meaning")]


def test_a_form_that_was_not_taken_is_for_administrators() -> None:
    rejected(shut_way().code, why="Ring Dave Smith on 07700 900123")
    path = f"/staff/words/rejected/{Rejected.objects.get().pk}"
    assert inside().get(path).status_code == 403
    chief = inside(User.Role.ADMINISTRATOR)
    for page in (path, f"/staff/field/rejected/{Rejected.objects.get().pk}"):
        assert "Ring [name] on [phone]" in read(chief, page)
    assert "Dave Smith" in chief.post(path, {"why": "other", "remark": "x"}).content.decode()
    assert chief.get("/staff/words/rejected/0").status_code == 404
