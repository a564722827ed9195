"""Drafts are kept with their faults, nobody writes over another's, and a second person reads."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from heard.journal.models import Entry
from heard.questionnaires import drafts, queries
from heard.questionnaires.discard import is_newest
from heard.questionnaires.drafts import RefusedForm, State
from heard.questionnaires.models import Manuscript, Reading
from tests.questionnaires.bilingual import (
    ANN,
    BEN,
    CAT,
    ENGLISH,
    NOON,
    REWORDED,
    WELSH,
    WELSH_POINTS,
    bilingual,
    confirm,
    saved,
)
from tests.questionnaires.forms import COMMENT, write_form

pytestmark = pytest.mark.django_db


def _states(manuscript: Manuscript) -> dict[str, State]:
    return {s.language.code: s.state for s in drafts.statuses(manuscript)}


def test_a_draft_is_kept_with_who_wrote_it_and_when() -> None:
    found = saved(bilingual(number="3"))
    assert (found.slug, found.number, found.languages) == ("trial", 3, [ENGLISH, WELSH])
    assert (found.saved_by, found.saved_by_label, found.saved_at) == ("user:1", "Ann Lee", NOON)
    entry = Entry.objects.get(act="questionnaires.save")
    assert (entry.actor_id, entry.subject) == ("user:1", f"draft:{found.pk}")


@pytest.mark.parametrize("source", [bilingual(welsh="", number="next"), "| survey |\n| | a |\n"])
def test_a_draft_with_faults_is_kept(source: str) -> None:
    assert queries.find_draft(saved(source).pk) is not None
    assert [draft.number for draft in queries.drafts()] == [None]


def test_what_cannot_be_read_is_not_kept() -> None:
    with pytest.raises(RefusedForm):
        saved("nothing at all")
    assert not Manuscript.objects.exists()


def test_a_saving_follows_another_and_only_the_newest_is_listed() -> None:
    one = saved()
    two = saved(bilingual(question="How kind?"), by=BEN, follows=one)
    three = saved(bilingual(question="How fair?"), follows=two)
    assert [draft.pk for draft in queries.drafts()] == [three.pk]
    assert [queries.newest(draft).pk for draft in (one, two, three)] == 3 * [three.pk]
    assert (two.first_id, three.first_id) == (one.pk, one.pk)
    assert [is_newest(draft) for draft in (one, two, three)] == [False, False, True]


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile() -> None:
    one = saved()
    saved(bilingual(question="How kind?"), by=BEN, follows=one)
    with pytest.raises(RefusedForm, match="Somebody else has saved this draft meanwhile"):
        saved(bilingual(question="How fair?"), follows=one)
    assert Manuscript.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Manuscript.objects.create(follows=one, languages=[], saved_at=NOON)


def test_the_same_again_is_no_new_saving() -> None:
    one = saved()
    assert saved(follows=one) == one
    assert Manuscript.objects.count() == 1


def test_each_language_says_how_far_it_is() -> None:
    found = saved(bilingual(welsh=""))
    assert _states(found) == {"en": State.COMPLETE, "cy": State.DRAFT}
    confirm(found, ENGLISH)
    assert _states(found) == {"en": State.READ, "cy": State.DRAFT}


def test_a_form_without_scales_has_nothing_to_be_read() -> None:
    assert _states(saved(write_form(COMMENT))) == {"en": State.READ}


def test_who_read_what_and_when_is_kept_for_these_very_words() -> None:
    one = saved()
    confirm(one, WELSH)
    reading = Reading.objects.get()
    assert (reading.language, reading.read_by, reading.read_at) == (WELSH, "user:2", NOON)
    assert len(reading.words_hash) == 64
    assert Entry.objects.get(act="questionnaires.confirm_scales").actor_id == "user:2"
    other = saved(bilingual(question="How kind were we?"), follows=one)
    assert _states(other)["cy"] == State.READ
    changed = saved(bilingual(points=REWORDED), follows=other)
    assert _states(changed)["cy"] == State.COMPLETE
    back = saved(bilingual(), follows=changed)
    assert _states(back)["cy"] == State.READ


def test_reading_twice_is_reading_once() -> None:
    one = saved()
    confirm(one, WELSH)
    confirm(one, WELSH, by=CAT)
    assert [reading.read_by for reading in Reading.objects.all()] == ["user:2"]


def test_nobody_reads_what_they_wrote_in_any_state_of_the_draft() -> None:
    one = saved(by=ANN)
    two = saved(bilingual(question="How kind were we?"), by=BEN, follows=one)
    for writer in (ANN, BEN):
        with pytest.raises(RefusedForm, match="It takes a second person"):
            confirm(two, WELSH, by=writer)
    confirm(two, WELSH, by=CAT)
    assert _states(two)["cy"] == State.READ


def test_nobody_reads_their_own_words_by_way_of_another_draft() -> None:
    saved(bilingual(number="1"), by=ANN)
    others = saved(bilingual(number="2"), by=BEN)
    with pytest.raises(RefusedForm, match="It takes a second person"):
        confirm(others, WELSH, by=ANN)
    reworded = bilingual(number="3", points=REWORDED)
    confirm(saved(reworded, by=BEN), WELSH, by=ANN)


def test_words_that_changed_since_they_were_seen_are_not_confirmed() -> None:
    one = saved()
    saved(bilingual(points=REWORDED), follows=one)
    for draft, words_hash in ((one, "0" * 64), (queries.newest(one), "0" * 64)):
        with pytest.raises(RefusedForm, match="changed since"):
            drafts.confirm(draft, WELSH, words_hash, by=BEN, now=NOON)
    with pytest.raises(RefusedForm, match="saved again since"):
        confirm(one, WELSH)
    with pytest.raises(RefusedForm, match="changed since"):
        drafts.confirm(queries.newest(one), "French (fr)", "", by=BEN, now=NOON)
    assert not Reading.objects.exists()


def test_a_scale_with_a_word_missing_cannot_be_confirmed() -> None:
    with pytest.raises(RefusedForm, match="Words of a scale are missing"):
        confirm(saved(bilingual(points=("", *WELSH_POINTS[1:]))), WELSH)


def test_the_database_itself_refuses_a_reader_who_wrote_it() -> None:
    found = saved()
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    row = {"slug": "trial", "language": WELSH, "words_hash": "x", "read_at": NOON}
    for saved_by, read_by in (("user:1", "user:1"), ("user:2", "user:1")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading.objects.create(manuscript=found, saved_by=saved_by, read_by=read_by, **row)


@pytest.mark.parametrize("table", ["manuscript", "reading"])
def test_nothing_of_it_can_be_changed(table: str) -> None:
    confirm(saved(), WELSH)
    for act in ("UPDATE questionnaires_{} SET slug = 'x'", "DELETE FROM questionnaires_{}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _run(act.format(table))


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
