"""A programme is changed by two people, from then on, and the database keeps it so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from heard.eligibility import change
from heard.eligibility.models import Change, ForceCode, Period, Ruling, Screening
from heard.events.models import Touchpoint
from heard.journal.models import Entry
from tests.eligibility.staff import ANN, BEN, WINTER, approve, opened, programme, proposed
from tests.make import NOON, contact_ended, minutes, screened, told, verdict

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Refused = change.RefusedChange


def test_what_two_people_want_is_applied_and_stands_in_the_journal() -> None:
    found = proposed(delay=timedelta(minutes=20), minimum_age=18)
    assert (found.values, found.before) == (
        {"delay": "P0DT00H20M00S", "minimum_age": 18},
        {"delay": "P0DT00H10M00S", "minimum_age": 16},
    )
    assert programme().delay == timedelta(minutes=10)
    approve(found)
    assert (programme().delay, programme().minimum_age) == (timedelta(minutes=20), 18)
    acts = Entry.objects.filter(subject=f"change:{found.pk}").order_by("id")
    assert list(acts.values_list("act", "actor", "reason")) == [
        ("eligibility.propose_change", "Ann Lee", "Better so"),
        ("eligibility.approve_change", "Ben Roe", ""),
    ]


def test_nobody_decides_on_what_they_proposed() -> None:
    found = proposed(sample=0.5)
    with pytest.raises(Refused, match=r"^It takes two people"):
        change.decide(found, approves=True, why="", by=ANN, now=NOON)
    assert programme().sample == 1.0


def test_the_database_itself_wants_a_second_person() -> None:
    found = proposed(sample=0.5)
    row = {"change": found, "approves": True, "decided_at": NOON, "decided_by": ANN.id}
    with pytest.raises(IntegrityError, match="ruling_by_another"), transaction.atomic():
        Ruling.objects.create(**row, proposed_by=ANN.id)
    with pytest.raises(IntegrityError, match="ruling_of_its_proposer"), transaction.atomic():
        Ruling.objects.create(**row, proposed_by="somebody else")


@pytest.mark.parametrize("table", ["change", "ruling", "appraisal"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_proposed_and_decided_is_never_changed(table: str, verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(f"eligibility_{table}"))


def test_what_is_rejected_changes_nothing_and_is_decided_once() -> None:
    found = proposed(sample=0.5)
    change.decide(found, approves=False, why="Too few", by=BEN, now=NOON)
    assert programme().sample == 1.0
    with pytest.raises(Refused, match=r"^This was decided already\.$"):
        approve(found)


def test_what_was_changed_meanwhile_has_to_be_proposed_again() -> None:
    first, second = proposed(sample=0.5), proposed(sample=0.2)
    approve(second)
    with pytest.raises(Refused, match="was changed since"), transaction.atomic():
        approve(first)
    assert (programme().sample, Ruling.objects.count()) == (0.2, 1)


def test_what_was_decided_before_stays_decided() -> None:
    told(contact_ended("C1"))
    late = NOON + minutes(5)
    told(contact_ended("C2", number="07700 900124", at=late), now=late)
    screened(NOON + minutes(10))
    before = list(Screening.objects.order_by("id").values_list("touchpoint__key", "outcome"))
    assert before == [("C1", "SEND"), ("C2", "WAIT")]
    approve(proposed(contact_channels=["999"]), now=NOON + minutes(11))
    assert list(Screening.objects.order_by("id").values_list("touchpoint__key", "outcome")) == (
        before
    )
    screened(NOON + minutes(20))
    assert (verdict("C1"), verdict("C2")) == (("SEND",), ("SKIP", "not_by_telephone"))


@pytest.mark.parametrize(
    ("values", "about", "sentence"),
    [
        ({"route": "open"}, "route", "This cannot be set: route."),
        ({"minimum_age": 16}, "", "Nothing would change."),
        (
            {"minimum_age": 15},
            "__all__",
            "Constraint “eligibility_programme_age_floor” is violated",
        ),
        ({"minimum_age": "x"}, "minimum_age", "“x” value must be an integer."),
        ({"reminders": 2}, "__all__", "Constraint “eligibility_programme_one_reminder” is"),
        ({"stage": "filed"}, "stage", "The stage can only be moved between"),
        ({"fresh_for": timedelta(minutes=10)}, "fresh_for", "It must stay fresh for longer"),
        ({"weekday_opens": "21:00"}, "weekday_opens", "The hours must open before they close"),
        ({"offences": ["CR-99"]}, "offences", "This is in no list: CR-99."),
        ({"journey": ["call", "moon"]}, "journey", "This is in no list: moon."),
        ({"segment": "martians"}, "segment", "This is in no list: martians."),
        ({"channel": "pigeon"}, "channel", "This is in no list: pigeon."),
        ({"wording": "About the burglary: {link}"}, "wording", "SC-23: an invitation may not say"),
    ],
)
def test_what_is_no_policy_is_refused(values: dict[str, Any], about: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(**values)
    assert (refused.value.about, str(refused.value)[: len(sentence)]) == (about, sentence)
    assert not Change.objects.exists()


def test_a_change_needs_a_reason() -> None:
    with pytest.raises(Refused, match=r"^Say why\.$"):
        change.propose_values(programme(), {"sample": 0.5}, reason=" ", by=ANN, now=NOON)


def test_the_six_weeks_of_victims_may_run_from_the_filing() -> None:
    approve(proposed("victim_email", stage="filed"))
    assert programme("victim_email").stage == "filed"


def test_a_shadow_may_be_opened_without_more_and_ends_the_day_before_what_follows() -> None:
    approve(opened("sms_investigation", now=WINTER), now=WINTER)
    later = WINTER + 10 * DAY
    live = opened(
        "sms_investigation", now=later, mode=Period.Mode.USUAL, share=0.5, override="A small force"
    )
    approve(live, now=later)
    periods = programme("sms_investigation").periods
    assert [
        (p.mode, p.opens_on, p.closes_on, p.stage_share, p.closes_because) for p in periods
    ] == [
        ("shadow", date(2020, 12, 1), date(2020, 12, 10), 1.0, "Let us see"),
        ("usual", date(2020, 12, 11), None, 0.5, ""),
    ]
    assert live.override == "A small force"


@pytest.mark.parametrize("looked", [False, True])
def test_to_go_live_enough_decisions_in_shadow_must_have_been_looked_at(
    monkeypatch: pytest.MonkeyPatch, *, looked: bool
) -> None:
    monkeypatch.setattr("heard.eligibility._periods.LIVE_FROM", 2)
    contact = programme()
    Period.objects.filter(programme=contact).update(mode=Period.Mode.SHADOW)
    told(contact_ended("C1"), contact_ended("C2", number="07700 900124"))
    screened(NOON + minutes(10))
    if looked:
        change.look_at_shadow(contact, by=ANN, now=NOON + minutes(11))
    assert change.seen_in_shadow(contact) == (2 if looked else 0)
    if looked:
        opened("sms_contact", now=WINTER, mode=Period.Mode.PILOT, days=3)
    else:
        with pytest.raises(Refused, match=r"^To go live, somebody must have looked at 2 decisions"):
            opened("sms_contact", now=WINTER, mode=Period.Mode.PILOT, days=3)


def test_what_nobody_has_looked_at_since_does_not_count() -> None:
    contact = programme()
    Period.objects.filter(programme=contact).update(mode=Period.Mode.SHADOW)
    change.look_at_shadow(contact, by=ANN, now=NOON)
    told(contact_ended("C1"))
    screened(NOON + minutes(10))
    assert change.seen_in_shadow(contact) == 0


@pytest.mark.parametrize(
    ("opens", "days", "share", "sentence"),
    [
        (WINTER - DAY, 3, 1.0, "A period cannot begin in the past."),
        (WINTER, -1, 1.0, "A period cannot end before it begins."),
        (WINTER, 3, 0.0, "The share lies between 0 and 1."),
        (WINTER, None, 1.0, "It would meet another period."),
        (WINTER + 55 * DAY, 3, 1.0, None),
        (WINTER + 54 * DAY, 3, 1.0, "It would meet another period."),
        (WINTER + 60 * DAY, 3, 1.0, None),
    ],
)
def test_a_period_begins_from_today_on_and_meets_no_other(
    opens: object, days: int | None, share: float, sentence: str | None
) -> None:
    assert hasattr(opens, "date")
    first = opens.date()
    last = None if days is None else first + days * DAY
    period = Period(
        programme=programme(), opens_on=first, closes_on=last, mode="shadow", stage_share=share
    )
    try:
        change.propose_opening(period, reason="x", by=ANN, now=WINTER)
        said = None
    except Refused as refused:
        said = str(refused)
    expected = sentence if first != date(2021, 1, 25) else "It would meet another period."
    assert said == expected


def test_a_running_period_is_ended_by_two_people() -> None:
    running = Period.objects.get(programme=programme("live_chat"))
    found = change.propose_closing(running, NOON.date(), reason="No advisers", by=ANN, now=NOON)
    assert running.closes_on is None
    approve(found)
    (after,) = programme("live_chat").periods
    assert (after.closes_on, after.closes_because) == (NOON.date(), "No advisers")


@pytest.mark.parametrize(
    ("closes_on", "sentence"),
    [
        (date(2020, 9, 30), "A period cannot end in the past."),
        (date(2020, 10, 21), "A longer time is a new period."),
    ],
)
def test_an_end_is_neither_past_nor_put_off(closes_on: date, sentence: str) -> None:
    pilot = programme().periods[0]
    with pytest.raises(Refused) as refused:
        change.propose_closing(pilot, closes_on, reason="x", by=ANN, now=NOON)
    assert str(refused.value) == sentence


def test_what_is_over_is_not_ended_again_nor_before_it_begins() -> None:
    pilot, usual = programme().periods
    for period, day, words in (
        (pilot, WINTER.date(), "is over"),
        (usual, WINTER.date(), "before it begins"),
    ):
        with pytest.raises(Refused, match=words):
            change.propose_closing(period, day, reason="x", by=ANN, now=WINTER)


def test_an_end_that_was_overtaken_is_proposed_again() -> None:
    usual = Period.objects.get(programme=programme("live_chat"))
    ends = [
        change.propose_closing(usual, NOON.date() + n * DAY, reason="x", by=ANN, now=NOON)
        for n in (1, 2)
    ]
    approve(ends[0])
    with pytest.raises(Refused, match="was changed since"):
        approve(ends[1])


def test_a_code_that_is_mapped_lets_what_waited_for_it_be_asked_about() -> None:
    told(contact_ended("C1", codes=["WM-77"]), contact_ended("C2", codes=["QU-01"], number=None))
    screened(NOON + minutes(10))
    assert verdict("C1") == ("HOLD", "unmapped")
    mapped = change.propose_code("WM-77", "AS-02", reason="Noise", by=ANN, now=NOON)
    assert not ForceCode.objects.exists()
    approve(mapped, now=NOON + minutes(20))
    due = Touchpoint.objects.filter(due_at__lte=NOON + minutes(20)).values_list("key", flat=True)
    assert list(due) == ["C1"]
    screened(NOON + minutes(20))
    assert (verdict("C1"), verdict("C2")[0]) == (("SEND",), "BLOCK")


def test_a_code_may_come_to_mean_something_that_blocks() -> None:
    told(contact_ended("C1", codes=["WM-77"]))
    screened(NOON + minutes(10))
    approve(change.propose_code("WM-77", "QU-01", reason="Abuse", by=ANN, now=NOON))
    screened(NOON + minutes(20))
    assert verdict("C1") == ("BLOCK", "sensitive")


@pytest.mark.parametrize(
    ("code", "category", "sentence"),
    [
        ("WM-77", "XX-01", "Choose one of the categories."),
        ("AS-02", "AS-01", "This is not a code of the force's own."),
        ("", "AS-01", "This is not a code of the force's own."),
        ("WM-78", "AS-02", "Nothing would change."),
    ],
)
def test_a_code_is_the_forces_own_and_means_a_category_of_ours(
    code: str, category: str, sentence: str
) -> None:
    ForceCode.objects.create(code="WM-78", category="AS-02")
    with pytest.raises(Refused) as refused:
        change.propose_code(code, category, reason="x", by=ANN, now=NOON)
    assert str(refused.value) == sentence
