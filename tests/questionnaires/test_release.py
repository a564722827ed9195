"""A draft goes out by two people, in the languages that are ready; what is out stays."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.questionnaires import publish, queries, release
from heard.questionnaires.drafts import State, statuses
from heard.questionnaires.models import Decision, Manuscript, Question, Reading, Release, Version
from heard.questionnaires.release import RefusedForm
from tests.questionnaires.bilingual import (
    ANN,
    BEN,
    CAT,
    ENGLISH,
    NOON,
    SPRING,
    WELSH,
    bilingual,
    confirm,
    read_by_ben,
    saved,
)
from tests.questionnaires.forms import COMMENT, write_form

SUMMER = datetime(2021, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _nothing(_version: Version) -> Sequence[str]:
    return ()


def _ask(
    manuscript: Manuscript,
    *,
    valid_from: datetime = SPRING,
    reason: str = "It is time",
    objects: release.Objects = _nothing,
) -> Release:
    return release.ask(
        manuscript, valid_from=valid_from, reason=reason, objects=objects, by=ANN, now=NOON
    )


def _decide(asked: Release, *, approves: bool = True, now: datetime = NOON) -> Decision:
    return release.decide(asked, approves=approves, why="", objects=_nothing, by=CAT, now=now)


def test_one_asks_and_another_approves() -> None:
    asked = _ask(read_by_ben())
    assert not Version.objects.filter(questionnaire__slug="trial").exists()
    assert [one.pk for one in queries.waiting()] == [asked.pk]
    decision = _decide(asked)
    version = queries.find_version("trial", 1)
    assert (decision.version, version is not None) == (version, True)
    assert version is not None
    assert (version.source, version.valid_from) == (bilingual(), SPRING)
    assert publish.asked(version).codes() == ("en", "cy")
    assert Question.objects.filter(version=version).count() == 2
    assert (queries.waiting(), queries.drafts()) == ((), ())
    acts = Entry.objects.filter(act__startswith="questionnaires.", at=NOON).order_by("pk")
    assert [(entry.act.partition(".")[2], entry.actor) for entry in acts][-3:] == [
        ("ask_to_publish", "Ann Lee"),
        ("publish", "Cat Moss"),
        ("approve_release", "Cat Moss"),
    ]


def test_a_language_that_is_not_ready_is_left_out_and_keeps_no_other_back() -> None:
    manuscript = saved(bilingual(welsh=""))
    confirm(manuscript, ENGLISH)
    asked = _ask(manuscript)
    assert (asked.languages, asked.left_out) == ([ENGLISH], [WELSH])
    version = _decide(asked).version
    assert version is not None
    assert ("Welsh" in version.source, publish.asked(version).codes()) == (False, ("en",))
    assert {s.language.code: s.state for s in statuses(manuscript)} == {
        "en": State.PUBLISHED,
        "cy": State.DRAFT,
    }


def test_a_language_whose_scales_nobody_read_is_left_out() -> None:
    manuscript = saved()
    confirm(manuscript, ENGLISH)
    assert _ask(manuscript).left_out == [WELSH]


def test_nothing_goes_out_without_its_first_language() -> None:
    manuscript = saved()
    confirm(manuscript, WELSH)
    with pytest.raises(RefusedForm, match="The first language is not ready"):
        _ask(manuscript)


def test_whoever_asked_cannot_approve() -> None:
    asked = _ask(read_by_ben())
    with pytest.raises(RefusedForm, match="It takes two people"):
        release.decide(asked, approves=True, why="", objects=_nothing, by=ANN, now=NOON)
    assert not Decision.objects.exists()


def test_the_database_itself_refuses_one_person_for_two() -> None:
    asked = _ask(read_by_ben())
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    for asked_by in ("user:1", "user:3"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                release=asked,
                approves=False,
                asked_by=asked_by,
                decided_by="user:1",
                decided_at=NOON,
            )


@pytest.mark.parametrize("table", ["release", "decision"])
def test_nothing_of_it_can_be_changed(table: str) -> None:
    _decide(_ask(read_by_ben()))
    for act in ("UPDATE questionnaires_{} SET asked_by = 'x'", "DELETE FROM questionnaires_{}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _run(act.format(table))


def test_what_is_rejected_is_not_out_and_may_be_asked_for_again() -> None:
    manuscript = read_by_ben()
    _decide(_ask(manuscript), approves=False)
    assert queries.find_version("trial", 1) is None
    assert _decide(_ask(manuscript)).approves
    assert Entry.objects.filter(act="questionnaires.reject_release").count() == 1


def test_it_is_decided_once() -> None:
    asked = _ask(read_by_ben())
    _decide(asked, approves=False)
    with pytest.raises(RefusedForm, match="This was decided already"):
        _decide(asked)


def test_it_is_asked_for_once_at_a_time_and_with_a_reason() -> None:
    manuscript = read_by_ben()
    with pytest.raises(RefusedForm, match="Say why"):
        _ask(manuscript, reason=" ")
    _ask(manuscript)
    with pytest.raises(RefusedForm, match="waits for a second person already"):
        _ask(manuscript)


def test_what_was_saved_again_since_is_not_published() -> None:
    manuscript = read_by_ben()
    asked = _ask(manuscript)
    saved(bilingual(question="How kind were we?"), by=BEN, follows=manuscript)
    with pytest.raises(RefusedForm, match="The draft was saved again since"):
        _decide(asked)
    with pytest.raises(RefusedForm, match="The draft was saved again since"):
        _ask(manuscript)
    assert _decide(asked, approves=False).version is None


def test_it_starts_in_the_future_when_asked_and_when_approved() -> None:
    manuscript = read_by_ben()
    with pytest.raises(RefusedForm, match="It must start in the future"):
        _ask(manuscript, valid_from=NOON)
    asked = _ask(manuscript, valid_from=NOON + timedelta(days=1))
    with pytest.raises(RefusedForm, match="It must start in the future"):
        _decide(asked, now=NOON + timedelta(days=1))


def test_what_stands_against_it_is_said_at_once_and_again_at_the_end() -> None:
    manuscript = read_by_ben()
    with pytest.raises(RefusedForm, match=r"^No text carries it\.$"):
        _ask(manuscript, objects=lambda _version: ["No text carries it."])
    asked = _ask(manuscript)
    with pytest.raises(RefusedForm, match="No text carries it"):
        release.decide(
            asked,
            approves=True,
            why="",
            objects=lambda _version: ["No text carries it."],
            by=CAT,
            now=NOON,
        )
    assert queries.find_version("trial", 1) is None


def test_what_is_out_needs_a_new_number_and_a_later_start() -> None:
    _decide(_ask(read_by_ben()))
    with pytest.raises(RefusedForm, match="trial version 1 is out: a change needs a new number"):
        _ask(read_by_ben(bilingual(welsh="Pa mor garedig?")))
    with pytest.raises(RefusedForm, match="a new one has a higher number and a later start"):
        _ask(read_by_ben(bilingual(number="2")))


def test_faults_of_what_is_ready_are_said() -> None:
    manuscript = saved(write_form(COMMENT, ("text", "a", "B?", "${nobody} = 1", "", "")))
    with pytest.raises(RefusedForm, match=r"^\[row : 3\] .*'nobody'"):
        _ask(manuscript)


def _publish_file(source: str, *, at: datetime = SPRING, approver: Actor = BEN) -> Version:
    return release.publish_file(
        source, valid_from=at, objects=_nothing, writer=ANN, approver=approver, now=NOON
    )


def test_a_file_is_published_by_two_people_as_a_draft_is() -> None:
    version = _publish_file(bilingual())
    assert (version.number, publish.asked(version).codes()) == (1, ("en", "cy"))
    asked = Release.objects.get()
    decision = Decision.objects.get()
    assert (asked.asked_by, decision.decided_by, decision.version) == (ANN.id, BEN.id, version)
    assert {reading.read_by for reading in Reading.objects.all()} == {BEN.id}
    assert queries.drafts() == ()
    _publish_file(bilingual(number="2", question="How kind?"), at=SUMMER, approver=CAT)
    assert Reading.objects.count() == 2  # the words of the scales are those that Ben has read


def test_a_file_goes_out_whole_and_by_two_or_nothing_of_it_is_kept() -> None:
    for source, at, approver, why in (
        (bilingual(), NOON, BEN, "It must start in the future"),
        (bilingual(), SPRING, ANN, "It takes a second person"),
        (bilingual(welsh=""), SPRING, BEN, "must not be empty"),
        (write_form(COMMENT), SPRING, ANN, "It takes two people"),
    ):
        with pytest.raises(RefusedForm, match=why):
            _publish_file(source, at=at, approver=approver)
    assert not Manuscript.objects.exists()


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
