"""People code comments beside the machine, blind and in one order; kappa tells how they agree."""

from hashlib import md5

import pytest
from django.db import ProgrammingError

from heard.journal.models import Entry
from heard.responses.models import Comment
from heard.themes.agreement import FEWEST, agreement
from heard.themes.by_hand import NotCoded, keep, next_for, of_comment
from heard.themes.models import HumanCoding
from tests.themes.written import KIND, NOW, OTHER, RUDE, SEPTEMBER, coded, wrote
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def test_what_a_person_says_is_kept_beside_all_that_was_said() -> None:
    (comment,) = wrote(RUDE)
    ann = a_person()
    keep(comment, named=["informed", "care"], feeling="-", is_blind=True, by=ann, now=NOW)
    keep(comment, named=[], feeling="0", is_blind=False, by=ann, now=NOW)
    newest, first = of_comment(comment)
    assert (first.themes, first.feeling, first.is_blind) == (["care", "informed"], "-", True)
    assert (newest.themes, newest.coder) == ([], ann)
    assert Entry.objects.filter(act="themes.code", subject=f"comment:{comment.pk}").count() == 2
    with pytest.raises(ProgrammingError, match="permission denied"):
        HumanCoding.objects.update(feeling="+")


@pytest.mark.parametrize(
    ("named", "feeling", "why"),
    [(["weather"], "+", "themes from the list"), (["care"], "", "Say how they feel")],
)
def test_what_is_not_in_the_list_is_refused(named: list[str], feeling: str, why: str) -> None:
    (comment,) = wrote(RUDE)
    with pytest.raises(NotCoded, match=why):
        keep(comment, named=named, feeling=feeling, is_blind=True, by=a_person(), now=NOW)


def drawn(comment: Comment) -> str:
    """Give what the order goes by, which has nothing to do with what was written."""
    return md5(str(comment.pk).encode(), usedforsecurity=False).hexdigest()


def test_all_coders_meet_the_same_comments_in_the_same_order() -> None:
    wrote(RUDE, times=5)
    wrote(RUDE, times=4, at=SEPTEMBER)
    wrote("Da iawn", language="cy")
    ann, bob = a_person(), a_person("bob@example.org")
    assert next_for(ann, minimum_base=5) is None
    coded()
    met = []
    while (comment := next_for(ann, minimum_base=5)) is not None:
        met.append(comment)
        keep(comment, named=[], feeling="0", is_blind=True, by=ann, now=NOW)
    assert len({*met}) == 5
    assert {one.response.happened_at.month for one in met} == {10}
    assert met == sorted(met, key=drawn)
    assert next_for(bob, minimum_base=5) == met[0]


def test_agreement_is_of_what_was_coded_blind() -> None:
    said = [*wrote(RUDE, times=FEWEST // 2), *wrote(OTHER, times=FEWEST // 2)]
    coded()
    ann, bob = a_person(), a_person("bob@example.org")
    for n, comment in enumerate(said):
        right = n < FEWEST // 2
        named = ["politeness"] if right else []
        keep(comment, named=named, feeling="-" if right else "0", is_blind=True, by=ann, now=NOW)
        keep(comment, named=[], feeling="+", is_blind=False, by=bob, now=NOW)
    feeling, politeness, *_ = agreement()
    assert feeling.theme is None
    assert (feeling.machine.value, feeling.machine.n) == (1.0, FEWEST)
    assert politeness.theme is not None
    assert (politeness.theme.code, politeness.machine.value) == ("politeness", 1.0)
    assert (politeness.people.value, politeness.people.hidden) == (None, "none")
    for n, comment in enumerate(said):
        keep(
            comment,
            named=["politeness"] if n % 2 else [],
            feeling="0",
            is_blind=True,
            by=bob,
            now=NOW,
        )
    _, politeness, *_ = agreement()
    assert politeness.people.value == pytest.approx(0, abs=0.1)
    assert politeness.machine.value == 1.0


def test_nothing_that_was_coded_makes_no_kappa() -> None:
    wrote(KIND)
    assert {(one.machine.n, one.people.n) for one in agreement()} == {(0, 0)}
