"""What somebody reads of what was written about them: in batches, and praise alone unreviewed."""

import pytest

from heard.improvement import told as module
from heard.improvement.models import CommentReview
from heard.improvement.told import NotReviewed, Told, praise, review, told, waiting
from tests.improvement.colleagues import KIND, PERSON, RUDE, a_handler, scored, somebody, wrote
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db


def test_words_come_in_batches_of_fifteen_replies_and_tell_no_day() -> None:
    first = scored([9] * 14)
    wrote(first[0], f"{KIND} Ask PC Smith.", feeling="+")
    assert told(PERSON) == []
    (fifteenth,) = scored([2])
    wrote(fifteenth, KIND, feeling="+")
    shown = Told(words=f"{KIND} Ask PC [name].", quarter=(2020, 4), is_praise=True)
    assert told(PERSON) == [shown]
    (sixteenth,) = scored([9])
    wrote(sixteenth, "Lovely.", feeling="+")
    assert told(PERSON) == [shown]
    assert told("FC-A-1") == []


def test_only_what_points_to_praise_in_all_is_shown_unreviewed() -> None:
    responses = scored([9] * 14 + [2])
    kind = wrote(responses[0], KIND, feeling="+")
    others = [
        wrote(responses[1], RUDE, feeling="-"),
        wrote(responses[2], "It was what it was.", feeling="0"),
        wrote(responses[3], KIND),
        wrote(responses[4], "She was kind. He is going to kill me.", feeling="+"),
        wrote(responses[14], KIND, feeling="+"),
    ]
    assert praise([kind, *others]) == {kind.pk}
    assert len(told(PERSON)) == 1


def test_what_is_no_praise_is_shown_after_another_person_let_it_and_as_they_saw_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mo, ann = a_handler(), somebody("Ann")
    responses = scored([9] * 14 + [2])
    rude, other = (
        wrote(one, words, feeling="-")
        for one, words in zip(responses, (RUDE, "PC Smith left early."), strict=False)
    )
    assert {one.number for one in waiting(ann, now=CALLED)} == {rude.pk, other.pk}
    assert waiting(mo, now=CALLED) == []
    with pytest.raises(NotReviewed):
        review(rude.pk, shows=True, by=mo, now=CALLED)
    with pytest.raises(NotReviewed):
        review(0, shows=True, by=ann, now=CALLED)
    review(rude.pk, shows=True, by=ann, now=CALLED)
    review(other.pk, shows=False, by=ann, now=CALLED)
    assert [(one.words, one.is_praise) for one in told(PERSON)] == [(RUDE, False)]
    assert waiting(ann, now=CALLED) == []
    assert CommentReview.objects.count() == 2
    monkeypatch.setattr(module, "redact", str.upper)  # as another release might hide it
    assert told(PERSON) == []
    assert {one.number for one in waiting(ann, now=CALLED)} == {rude.pk, other.pk}
