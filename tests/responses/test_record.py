"""What people say becomes a response, once, and nothing of it is lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from heard.invitations.models import Invitation
from heard.responses import record
from heard.responses.models import Answer, Comment, Draft, Response
from tests.asked import ASKED, SCORES, ask

OPENED = ASKED + timedelta(minutes=1)
DONE = ASKED + timedelta(minutes=3)


def begin(count: int = len(SCORES), *, number: int = 0) -> Invitation:
    """Ask a person who starts and answers the first `count` questions."""
    invitation = ask(number)
    record.start(invitation, now=OPENED)
    for question_id, value in list(SCORES.items())[:count]:
        record.save(invitation, question_id, value, now=DONE)
    return invitation


def submit(invitation: Invitation) -> Response:
    return record.submit(invitation, now=DONE, language="en", mode="web")


@pytest.mark.django_db
def test_a_draft_keeps_the_last_answer_to_each_question() -> None:
    invitation = begin(2)
    record.save(invitation, "treatment", 3, now=DONE)
    record.save(invitation, "comment", "  Thank you.\n", now=DONE)
    said = {"treatment": 3, "timeliness": 7, "comment": "Thank you."}
    assert record.answers(invitation) == said


@pytest.mark.django_db
def test_starting_again_finds_what_was_said() -> None:
    invitation = begin(1)
    record.start(invitation, now=DONE)
    assert record.answers(invitation) == {"treatment": 9}
    assert Invitation.objects.get().opened_at == OPENED


@pytest.mark.django_db
def test_a_draft_is_sealed() -> None:
    begin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM responses_draft")
        (sealed,) = cursor.fetchone()
    assert "treatment" not in sealed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question_id", "value"),
    [
        ("treatment", -1),
        ("treatment", 11),
        ("treatment", 98),
        ("treatment", "nine"),
        ("treatment", True),
        ("treatment", 9.5),
        ("comment", "x" * 1001),
    ],
)
def test_a_value_off_the_scale_is_refused(question_id: str, value: int | str) -> None:
    invitation = begin(0)
    with pytest.raises(record.BadAnswer, match=rf"^{question_id} takes "):
        record.save(invitation, question_id, value, now=DONE)
    assert record.answers(invitation) == {}


@pytest.mark.django_db
def test_nothing_is_kept_before_start() -> None:
    invitation = ask()
    with pytest.raises(record.NotStarted):
        record.save(invitation, "treatment", 9, now=DONE)
    with pytest.raises(record.NotStarted):
        record.answers(invitation)
    with pytest.raises(record.NotStarted):
        submit(invitation)


@pytest.mark.django_db
def test_submitting_makes_the_response_and_uses_up_the_link() -> None:
    invitation = begin()
    record.save(invitation, "comment", "Thank you.", now=DONE)
    response = submit(invitation)
    assert (response.disposition, response.language, response.mode) == ("complete", "en", "web")
    assert (response.started_at, response.submitted_at) == (OPENED, DONE)
    assert (response.area, response.person) == ("NPU-1", "H7")
    answers = Answer.objects.values_list("question_id", "version", "scale_id", "value")
    assert set(answers) == {(name, 2, "N10", value) for name, value in SCORES.items()}
    comment = Comment.objects.get()
    assert (comment.question_id, comment.version, comment.text) == ("comment", 2, "Thank you.")
    assert Draft.objects.count() == 0
    assert Invitation.objects.get().spent_at == DONE


@pytest.mark.django_db
def test_a_blank_comment_makes_no_row() -> None:
    invitation = begin()
    record.save(invitation, "comment", " \n", now=DONE)
    submit(invitation)
    assert (Answer.objects.count(), Comment.objects.count()) == (5, 0)


@pytest.mark.django_db
def test_a_required_question_left_out_stops_the_submission() -> None:
    invitation = begin(4)
    with pytest.raises(record.Incomplete) as gap:
        submit(invitation)
    assert gap.value.key == "knowledge"
    assert (Response.objects.count(), len(record.answers(invitation))) == (0, 4)


@pytest.mark.django_db
def test_a_second_submission_is_told_and_changes_nothing() -> None:
    invitation = begin()
    first = submit(invitation)
    with pytest.raises(record.AlreadyReceived):
        submit(invitation)
    with pytest.raises(record.AlreadyReceived):
        record.start(invitation, now=DONE)
    assert list(Response.objects.all()) == [first]
    assert Draft.objects.count() == 0


@pytest.mark.django_db
def test_a_link_that_ran_out_takes_no_submission() -> None:
    invitation = begin()
    with pytest.raises(record.AlreadyReceived):
        record.submit(invitation, now=invitation.expires_at, language="en", mode="web")
    assert len(record.answers(invitation)) == 5


def _together(*acts: Callable[[], object]) -> list[str]:
    """Do these at the same time, each on a connection of its own; give the outcomes' names."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        try:
            ready.wait()
            return type(act()).__name__
        except (record.AlreadyReceived, record.NotStarted) as outcome:
            return type(outcome).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(do, acts))


def test_of_many_submissions_at_once_one_is_recorded(own_database: dict[str, str]) -> None:
    invitation = begin()
    outcomes = _together(*[lambda: submit(invitation)] * 4)
    assert outcomes == ["AlreadyReceived"] * 3 + ["Response"]
    assert (Response.objects.count(), Answer.objects.count()) == (1, 5)


def test_closing_and_submitting_at_once_record_one(own_database: dict[str, str]) -> None:
    invitation = begin()
    Draft.objects.update(due_at=DONE)
    outcomes = _together(
        lambda: submit(invitation),
        lambda: record.close_expired(now=DONE, limit=9),
        lambda: record.close_expired(now=DONE, limit=9),
    )
    assert len(outcomes) == 3
    assert (Response.objects.count(), Draft.objects.count()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "disposition"),
    [(0, "break_off"), (2, "break_off"), (3, "partial"), (5, "partial")],
)
def test_a_draft_whose_link_ran_out_keeps_what_was_said(count: int, disposition: str) -> None:
    invitation = begin(count)
    assert record.close_expired(now=invitation.expires_at, limit=9) == 1
    response = Response.objects.get()
    last = DONE if count else OPENED
    assert (response.disposition, response.submitted_at) == (disposition, last)
    said = dict(Answer.objects.values_list("question_id", "value"))
    assert said == dict(list(SCORES.items())[:count])
    assert Invitation.objects.get().spent_at == invitation.expires_at
    assert Draft.objects.count() == 0


@pytest.mark.django_db
def test_closing_takes_as_many_as_it_may_and_none_before_its_time() -> None:
    first, second = begin(number=1), begin(number=2)
    before = first.expires_at - timedelta(seconds=1)
    assert record.close_expired(now=before, limit=9) == 0
    closed = [record.close_expired(now=second.expires_at, limit=1) for _ in range(3)]
    assert closed == [1, 1, 0]
    assert Response.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["response", "answer", "comment"])
@pytest.mark.parametrize("verb", ["UPDATE responses_{} SET id = id", "DELETE FROM responses_{}"])
def test_the_database_itself_keeps_what_was_said(table: str, verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


@pytest.mark.django_db
def test_text_in_any_script_comes_back_as_it_was_written() -> None:
    written = "Diolch \N{EN DASH} شكرا \N{WHITE SMILING FACE}\nline two \x00 " + json.dumps("ę")
    invitation = begin()
    record.save(invitation, "comment", written, now=DONE)
    submit(invitation)
    assert Comment.objects.get().text == written
