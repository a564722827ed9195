"""What a survey got before Heard asked it comes in whole, once, and by every rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from heard.eligibility.models import Period, Programme
from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from heard.responses.former import Former, Mailing, NotFormer, bring_former
from heard.responses.models import Answer, FormerCount, Response

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 1, 10, 12, tzinfo=UTC)
AT = datetime(2020, 11, 4, 12, tzinfo=UTC)
ALL = {
    "ease": 1,
    "initial_contact": 2,
    "initial_action": 3,
    "feedback": 4,
    "treatment": 5,
    "overall": 98,
}
MAILING = Mailing(
    begins=date(2020, 11, 2),
    ends=date(2020, 11, 29),
    invited=40,
    undelivered=2,
    groups={("age", "16-24"): (10, 1)},
)


def said(said_: Mapping[str, int] = ALL, **more: Any) -> Former:  # noqa: ANN401
    one = Former(
        apart=uuid4(),
        happened_at=AT,
        answered_at=AT + timedelta(days=42),
        said=said_,
        area="WV",
        code="CR-16",
        channel="101",
    )
    return replace(one, **more)


def bring(*answers: Former, mailing: Mailing = MAILING, slug: str = "victim_email") -> int:
    programme = Programme.objects.get(slug=slug)
    return bring_former(programme, mailing, answers, by=SYSTEM, now=NOW)


def test_answers_and_counts_are_kept_for_good_and_journalled() -> None:
    half = {name: ALL[name] for name in ("ease", "treatment", "overall")}
    assert bring(said(), said(half), said({"ease": 1})) == 3
    rows = Response.objects.order_by("id").values_list(
        "disposition",
        "mode",
        "stage",
        "area",
        "incident_code",
        "contact_channel",
        "version__number",
    )
    same = ("web", "recorded", "WV", "CR-16", "101", 1)
    assert [*rows] == [("complete", *same), ("partial", *same), ("break_off", *same)]
    assert Answer.objects.count() == 6 + 3 + 1
    assert {*Answer.objects.values_list("question_id", "scale_id", "value")} >= {
        ("overall", "SAT7", 98)
    }
    counts = FormerCount.objects.order_by("by").values_list("by", "code", "invited", "undelivered")
    assert [*counts] == [("", "", 40, 2), ("age", "16-24", 10, 1)]
    entry = Entry.objects.get(act="responses.bring_former")
    assert entry.subject == "programme:victim_email 2020-11-02 2020-11-29"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"happened_at": AT + timedelta(days=60)}, "about another day"),
        ({"answered_at": AT - timedelta(days=1)}, "comes after what it is about"),
        ({"answered_at": NOW + timedelta(days=1)}, "not later than now"),
        ({"area": "XX"}, "no area"),
        ({"said": {"nothing": 1}}, "no question with a scale"),
        ({"said": {"comment": 1}}, "no question with a scale"),
        ({"said": {"ease": 8}}, "no point of SAT7"),
    ],
)
def test_an_answer_that_breaks_a_rule_keeps_all_of_them_out(
    wrong: dict[str, Any], why: str
) -> None:
    with pytest.raises(NotFormer, match=why):
        bring(said(), said(**wrong))
    assert (Response.objects.count(), FormerCount.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"begins": date(2020, 11, 3)}, "whole weeks"),
        ({"ends": date(2020, 11, 28)}, "whole weeks"),
        ({"undelivered": 41}, "a group is a part of all"),
        ({"groups": {("age", "16-24"): (41, 0)}}, "a group is a part of all"),
        ({"undelivered": 40}, "More answered"),
    ],
)
def test_counts_that_make_no_sense_are_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(NotFormer, match=why):
        bring(said(), mailing=replace(MAILING, **wrong))  # type: ignore[arg-type]


def test_the_same_days_come_in_once() -> None:
    bring(said())
    with pytest.raises(NotFormer, match="brought in before"):
        bring(said(), mailing=replace(MAILING, begins=date(2020, 11, 23)))
    assert bring(mailing=replace(MAILING, begins=date(2020, 10, 26), ends=date(2020, 11, 1))) == 0


def test_nothing_is_brought_in_about_days_on_which_heard_asked() -> None:
    with pytest.raises(NotFormer, match="no letters that another tool"):
        bring(slug="neighbourhood")
    programme = Programme.objects.get(slug="victim_email")
    Period.objects.create(programme=programme, mode="usual", opens_on=date(2020, 11, 29))
    with pytest.raises(NotFormer, match="From 2020-11-29 on Heard itself asks"):
        bring(said())


def test_what_was_counted_stays_as_it_was() -> None:
    bring(said())
    rows = FormerCount.objects.all()
    for attempt in (lambda: rows.update(invited=1), rows.delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            attempt()
