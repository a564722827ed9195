"""What good looks like is shown to others only once somebody chose it, as they saw it."""

import pytest

from heard.journal.models import Entry
from heard.themes import showcase
from heard.themes.code import code
from heard.themes.count import coded
from heard.themes.showcase import PROPOSED, Example, choose, chosen, examples, proposed
from tests.themes.written import KIND, NOW, RUDE, cell, wrote
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def test_praise_of_people_who_chose_good_answers_is_proposed_the_nearest_first() -> None:
    wrote(KIND, times=PROPOSED + 1)
    (longer,) = wrote(f"{KIND} Thank you.")
    wrote(KIND, safe=4)
    wrote(RUDE)
    code(now=NOW, limit=20)
    found = proposed(coded(cell()), "politeness")
    assert len(found) == PROPOSED
    assert longer.pk in found
    assert proposed(coded(cell()), "arrival") == []


def test_what_was_chosen_is_shown_until_it_is_taken_back() -> None:
    one, other = wrote("PC Smith was polite.", KIND)
    ann = a_person()
    for comment in (one, other):
        choose(comment, "politeness", may_show=True, by=ann, now=NOW)
    assert examples(cell()) == [
        Example("politeness", KIND),
        Example("politeness", "PC [name] was polite."),
    ]
    assert chosen(cell(), "politeness") == {one.pk, other.pk}
    choose(other, "politeness", may_show=False, by=ann, now=NOW)
    assert examples(cell()) == [Example("politeness", "PC [name] was polite.")]
    assert examples(cell(9)) == []
    acts = Entry.objects.filter(act__startswith="themes.").order_by("pk")
    assert [one.act for one in acts] == ["themes.show", "themes.show", "themes.hide"]


def test_what_is_redacted_otherwise_has_to_be_chosen_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = wrote("PC Smith was polite.")
    choose(one, "politeness", may_show=True, by=a_person(), now=NOW)
    monkeypatch.setattr(showcase, "redact", lambda text: text)
    assert examples(cell()) == []
