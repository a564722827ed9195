"""A draft that is not out can be thrown away; who did so stays, and nothing of it goes out."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from heard.journal.models import Entry
from heard.questionnaires import discard, drafts, queries, release
from heard.questionnaires.discard import RefusedForm
from heard.questionnaires.models import Discard, Manuscript, Release, Version
from tests.questionnaires.bilingual import (
    ANN,
    BEN,
    CAT,
    NOON,
    SPRING,
    WELSH,
    bilingual,
    confirm,
    read_by_ben,
    saved,
)

pytestmark = pytest.mark.django_db
WHO = "Cat Moss discarded this draft on 12 October 2020: Asked elsewhere"


def _discard(manuscript: Manuscript, reason: str = "Asked elsewhere") -> Discard:
    return discard.discard(manuscript, reason=reason, by=CAT, now=NOON)


def _ask(manuscript: Manuscript) -> Release:
    return release.ask(
        manuscript, valid_from=SPRING, reason="Now", objects=lambda _v: (), by=ANN, now=NOON
    )


def _decide(asked: Release, *, approves: bool = True) -> None:
    release.decide(asked, approves=approves, why="", objects=lambda _v: (), by=CAT, now=NOON)


def test_who_discarded_what_when_and_why_stays_and_so_does_every_saving() -> None:
    one = saved()
    two = saved(bilingual(question="How kind?"), by=BEN, follows=one)
    kept = _discard(two)
    assert (kept.manuscript, kept.reason, kept.discarded_by) == (two, "Asked elsewhere", CAT.id)
    entry = Entry.objects.get(act="questionnaires.discard")
    assert (entry.actor_id, entry.subject) == (CAT.id, f"draft:{two.pk}")
    assert (entry.at, entry.reason) == (NOON, "Asked elsewhere")
    assert [discard.find(draft) for draft in (one, two)] == [kept, kept]
    assert [draft.pk for draft in queries.drafts()] == []
    assert queries.find_draft(one.pk) == one
    assert discard.find(saved()) is None


def test_a_draft_of_one_saving_is_found_too() -> None:
    one = saved()
    kept = _discard(one)
    assert discard.find(one) == kept


def test_nothing_is_done_with_a_discarded_draft_any_more() -> None:
    draft = read_by_ben()
    _discard(draft)
    with pytest.raises(RefusedForm, match=WHO):
        saved(bilingual(question="How kind?"), follows=draft)
    with pytest.raises(RefusedForm, match=WHO):
        _ask(draft)
    with pytest.raises(RefusedForm, match=WHO):
        confirm(draft, WELSH, by=CAT)
    with pytest.raises(RefusedForm, match=WHO):
        _discard(draft)
    assert Manuscript.objects.count() == 1


def test_what_waits_for_a_second_person_is_not_published_any_more() -> None:
    draft = read_by_ben()
    asked = _ask(draft)
    _discard(draft)
    assert queries.waiting() == ()
    with pytest.raises(RefusedForm, match=WHO):
        _decide(asked)
    assert not Version.objects.filter(questionnaire__slug="trial").exists()
    _decide(asked, approves=False)


def test_what_is_published_is_never_discarded() -> None:
    draft = read_by_ben()
    _decide(_ask(draft))
    with pytest.raises(RefusedForm, match="It is published, and what is out is never discarded"):
        _discard(draft)
    after = saved(bilingual(number="2"), follows=draft)
    _discard(after)
    assert drafts.statuses(draft)[0].state == drafts.State.PUBLISHED


def test_an_older_saving_or_none_with_a_reason_is_refused() -> None:
    one = saved()
    with pytest.raises(RefusedForm, match="Why: say it"):
        _discard(one, reason=" ")
    saved(bilingual(question="How kind?"), by=BEN, follows=one)
    with pytest.raises(RefusedForm, match="saved again since"):
        _discard(one)
    assert not Discard.objects.exists()


def test_the_database_keeps_it() -> None:
    kept = _discard(saved())
    with pytest.raises(IntegrityError), transaction.atomic():
        Discard.objects.create(manuscript=kept.manuscript, discarded_at=NOON)
    for words in ("UPDATE questionnaires_discard SET reason = ''", "DELETE FROM %s"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words.replace("%s", "questionnaires_discard"))
