"""A citizen answers, changes, sends, or asks for no more; a GET never leaves a trace."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils.html import escape

from heard.admission.models import Session
from heard.clock import simulate
from heard.consent.models import Person
from heard.invitations.models import Invitation
from heard.responses.models import Answer, Comment, Draft, Response
from heard.responses.record import answers
from tests.asked import ASKED, SCORES, TOKEN, ask, token_of
from tests.web.citizen.citizen import Citizen

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]

PATHS = ["", "/q/treatment", "/q/comment", "/check", "/opt-out"]


def _traces() -> list[object]:
    """Give every row that a citizen's doing may change."""
    tables = (Invitation, Draft, Response, Answer, Comment, Person, Session)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_citizen_answers_every_question_and_is_thanked() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all(comment="Thank you.")
    sent = citizen.post("/submit")
    assert (sent.status_code, sent["Location"][:3]) == (303, "/e/")
    assert dict(Answer.objects.values_list("question_id", "value")) == SCORES
    assert Comment.objects.get().text == "Thank you."
    response = Response.objects.get()
    assert (response.disposition, response.submitted_at) == ("complete", ASKED)
    thanks = citizen.browser.get("/thank-you")
    assert (thanks.status_code, TOKEN in thanks.content.decode()) == (200, False)


def test_start_opens_the_link_and_leads_to_the_first_question() -> None:
    ask()
    citizen = Citizen()
    citizen.get()
    started = citizen.post("/start")
    assert (started.status_code, started["Location"]) == (303, f"/s/{TOKEN}/q/treatment")
    assert Invitation.objects.get().opened_at == ASKED


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("started", [False, True])
def test_looking_records_nothing(path: str, method: str, *, started: bool) -> None:
    ask()
    citizen = Citizen()
    if started:
        citizen.answer_all()
    before = _traces()
    response = getattr(Client(), method)(f"/s/{TOKEN}{path}")
    assert response.status_code in (200, 303)
    assert _traces() == before
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("path", [*PATHS, "/q/nothing", "/q/a/b/c"])
def test_a_page_of_a_link_is_not_stored_and_tells_no_other_site(path: str) -> None:
    ask()
    response = Client().get(f"/s/{TOKEN}{path}")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"


def _refused(token: str) -> tuple[int, bytes]:
    response = Client().get(f"/s/{token}")
    return response.status_code, response.content


def test_used_expired_unknown_and_malformed_links_get_the_same_bytes() -> None:
    used, expired = ask(1), ask(2)
    Invitation.objects.filter(pk=used.pk).update(spent_at=ASKED)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=ASKED)
    tokens = [token_of(1), token_of(2), token_of(3), "malformed", "x" * 500]
    answered = {_refused(token) for token in tokens}
    assert len(answered) == 1
    ((status, page),) = answered
    assert (status, b"If you have sent us your answers, we have them." in page) == (404, True)


@pytest.mark.parametrize("path", ["/q/nothing", "/q/add-another/x", "/q/0"])
def test_a_question_that_is_not_there_gets_the_page_of_a_dead_link(path: str) -> None:
    ask()
    response = Client().get(f"/s/{TOKEN}{path}")
    assert (response.status_code, response.content) == _refused(token_of(3))


def test_a_second_submission_gets_the_page_that_says_we_have_the_answers() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    citizen.post("/submit")
    again = citizen.post("/submit")
    assert (again.status_code, Response.objects.count()) == (404, 1)
    assert "If you have sent us your answers, we have them." in citizen.page


@pytest.mark.parametrize("path", ["/q/treatment", "/check"])
def test_whoever_has_not_pressed_start_is_led_to_it(path: str) -> None:
    ask()
    response = Client().get(f"/s/{TOKEN}{path}")
    assert (response.status_code, response["Location"]) == (303, f"/s/{TOKEN}")


@pytest.mark.parametrize("fields", [{}, {"answer": "11"}, {"answer": "nine"}, {"answer": "98"}])
def test_a_rating_off_the_scale_is_asked_for_again(fields: dict[str, str]) -> None:
    ask()
    citizen = Citizen()
    citizen.get()
    citizen.post("/start")
    citizen.get("/q/treatment")
    response = citizen.post("/q/treatment", **fields)
    assert response.status_code == 200
    assert "<title>Error: How polite and respectful were we?" in citizen.page
    link = re.search(r'<a href="#answer">([^<]*)</a>', citizen.page)
    assert link is not None
    assert link[1] == "Choose a number from 0 to 10"
    assert 'id="answer"' in citizen.page


def test_too_long_a_comment_is_shown_again_and_not_cut() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    written = "line <one>\r\n    line two\r\n" + "x" * 1000
    citizen.get("/q/comment?change")
    response = citizen.post("/q/comment?change", answer=written)
    assert response.status_code == 200
    assert "must be 1,000 characters or fewer. You wrote 1024" in citizen.page
    assert escape(written.replace("\r\n", "\n")) in citizen.page
    assert answers(Invitation.objects.get())["comment"] == ""


def test_a_comment_is_shown_as_written_and_never_as_markup() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all(comment="<b>two</b>\nlines")
    assert "&lt;b&gt;two&lt;/b&gt;<br>lines" in citizen.page
    citizen.get("/q/comment")
    assert "&lt;b&gt;two&lt;/b&gt;\nlines</textarea>" in citizen.page


def test_an_empty_box_is_empty() -> None:
    ask()
    citizen = Citizen()
    citizen.get()
    citizen.post("/start")
    citizen.get("/q/comment")
    assert "></textarea>" in citizen.page


def test_a_changed_answer_leads_back_to_the_check() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    changes = re.findall(r'href="/s/[^/]+(/q/\w+\?change)"', citizen.page)
    assert changes == [f"/q/{name}?change" for name in (*SCORES, "comment")]
    citizen.get("/q/timeliness?change")
    assert re.findall(r'value="(\d+)" checked', citizen.page) == ["7"]
    changed = citizen.post("/q/timeliness?change", answer="1")
    assert changed["Location"] == f"/s/{TOKEN}/check"
    assert answers(Invitation.objects.get())["timeliness"] == 1


def test_sending_with_a_question_left_out_leads_to_that_question() -> None:
    ask()
    citizen = Citizen()
    citizen.get()
    citizen.post("/start")
    citizen.get("/check")
    assert citizen.page.count("Not answered yet") == 5
    sent = citizen.post("/submit")
    assert (sent.status_code, sent["Location"]) == (303, f"/s/{TOKEN}/q/treatment")
    assert Response.objects.count() == 0


def test_opting_out_takes_a_question_and_an_answer() -> None:
    invitation = ask()
    citizen = Citizen()
    assert citizen.get("/opt-out").status_code == 200
    assert Person.objects.get(print=invitation.person_print).opted_out_at is None
    done = citizen.post("/opt-out")
    assert (done.status_code, done["Location"]) == (303, "/opted-out")
    assert Person.objects.get(print=invitation.person_print).opted_out_at == ASKED
    assert citizen.browser.get("/opted-out").status_code == 200


def test_a_form_from_elsewhere_is_refused_and_changes_nothing() -> None:
    ask()
    before = _traces()
    response = Client(enforce_csrf_checks=True).post(f"/s/{TOKEN}/opt-out")
    assert response.status_code == 403
    assert "Nothing was changed." in response.content.decode()
    assert _traces() == before


def test_the_first_version_has_no_comment() -> None:
    called = ASKED - timedelta(days=6)
    simulate.begin(seed=1, now=called)
    ask(at=called)
    citizen = Citizen()
    citizen.get()
    assert "There are 5 short questions." in citizen.page


def test_every_page_says_that_the_people_are_not_real() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    root = f"/s/{TOKEN}"
    paths = [*(root + path for path in PATHS), "/thank-you", "/opted-out", "/privacy", "/nowhere"]
    pages = [citizen.browser.get(path).content.decode() for path in paths]
    said = ["Simulation: the people are not real" in page for page in pages]
    assert said == [True] * 9


def _one_click(token: str = TOKEN, body: str = "List-Unsubscribe=One-Click") -> "Shown":
    """Post what a mail program posts: no cookie, no token of a form (RFC 8058)."""
    client = Client(enforce_csrf_checks=True)
    return client.generic(
        "POST", f"/s/{token}/stop", body, content_type="application/x-www-form-urlencoded"
    )


def test_one_click_in_a_mail_program_opts_out_without_page_cookie_or_redirect() -> None:
    invitation = ask()
    for _ in range(2):
        done = _one_click()
        assert (done.status_code, dict(done.cookies)) == (200, {})
        assert "We will not ask you again" in done.content.decode()
        assert "e-mail address" in done.content.decode()
    person = Person.objects.get(print=invitation.person_print)
    assert (person.opted_out_at, person.opted_out_by) == (ASKED, "link")


def test_a_mail_program_may_post_a_form_in_parts() -> None:
    invitation = ask()
    done = Client(enforce_csrf_checks=True).post(
        f"/s/{TOKEN}/stop", {"List-Unsubscribe": "One-Click"}
    )
    assert done.status_code == 200
    assert Person.objects.get(print=invitation.person_print).opted_out_at == ASKED


@pytest.mark.parametrize("left", ["spent_at", "expires_at"])
def test_a_link_that_takes_no_answer_any_more_still_stops(left: str) -> None:
    invitation = ask()
    Invitation.objects.update(**{left: ASKED})
    assert Client().get(f"/s/{TOKEN}").status_code == 404
    assert (Client().get(f"/s/{TOKEN}/stop").status_code, _one_click().status_code) == (200, 200)
    assert Person.objects.get(print=invitation.person_print).opted_out_at == ASKED


@pytest.mark.parametrize("method", ["get", "head"])
def test_whatever_follows_the_links_of_a_mail_stops_nothing(method: str) -> None:
    ask()
    before = _traces()
    shown = getattr(Client(), method)(f"/s/{TOKEN}/stop")
    assert (shown.status_code, dict(shown.cookies), _traces()) == (200, {}, before)
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("no-store", "strict-origin")


def test_the_page_of_one_click_has_a_button_that_does_the_same() -> None:
    invitation = ask()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/s/{TOKEN}/stop").content.decode()
    assert "Do you want to stop these messages?" in page
    field = re.search(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    assert field is not None
    assert browser.post(f"/s/{TOKEN}/stop", {field[1]: field[2]}).status_code == 200
    assert Person.objects.get(print=invitation.person_print).opted_out_at == ASKED


@pytest.mark.parametrize("body", ["", "List-Unsubscribe=", "List-Unsubscribe=Two-Click", "x=y"])
def test_a_post_that_does_not_say_one_click_asks_first(body: str) -> None:
    ask()
    before = _traces()
    asked = _one_click(body=body)
    assert (asked.status_code, _traces()) == (400, before)
    assert "Do you want to stop these messages?" in asked.content.decode()


@pytest.mark.parametrize("token", [token_of(3), "malformed", "x" * 500])
def test_one_click_on_no_link_gets_the_page_of_a_dead_link(token: str) -> None:
    ask()
    done = _one_click(token)
    assert (done.status_code, done.content) == _refused(token_of(3))
    assert Person.objects.filter(opted_out_at__isnull=False).count() == 0


def test_what_is_sent_from_a_page_of_before_an_upgrade_is_not_lost() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    assert citizen.get("/2")["Location"] == f"/s/{TOKEN}/q/timeliness"
    citizen.get("/q/timeliness")
    assert citizen.post("/2", answer="1")["Location"] == f"/s/{TOKEN}/q/outcome"
    assert answers(Invitation.objects.get())["timeliness"] == 1
    assert citizen.get("/7").status_code == 404
