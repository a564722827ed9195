"""One row a person: the cap, taken once, and the objection, which beats it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.consent.models import Person, Scope
from heard.consent.people import (
    Ask,
    asked_from,
    asked_until,
    hold_still,
    note_bad,
    opt_out,
    standing,
    take_caps,
    wrong_number,
)
from heard.journal.models import Entry
from heard.journal.write import Actor

NOW = datetime(2020, 10, 1, 11, tzinfo=UTC)
CAP = timedelta(days=90)
PRINT = 64 * "a"


def ask(
    stage: str = "contact",
    *incidents: str,
    spares: bool = True,
    prints: tuple[str, ...] = (PRINT,),
    address: str = "",
    most: int | None = None,
) -> Ask:
    return Ask(
        prints=prints,
        stage=stage,
        incident_ids=incidents or ("I1",),
        spares_stages=spares,
        address=address,
        premises_most=most,
    )


def take(wish: Ask, *, now: datetime = NOW, until: datetime | None = None) -> bool:
    return take_caps([(wish, until or now + CAP)], now=now) == [True]


def row() -> tuple[object, ...]:
    return Person.objects.values_list("free_from", "incident_ids", "stages").get(print=PRINT)


@pytest.mark.django_db
def test_nobody_is_asked_twice_within_the_cap() -> None:
    assert [take(ask()), take(ask()), take(ask(), now=NOW + CAP - timedelta(seconds=1))] == [
        True,
        False,
        False,
    ]
    assert row() == (NOW + CAP, ["I1"], ["contact"])


@pytest.mark.django_db
def test_the_cap_frees_at_its_end_and_then_forgets_the_old_incident() -> None:
    take(ask())
    assert take(ask("attendance", "I2"), now=NOW + CAP)
    assert row() == (NOW + 2 * CAP, ["I2"], ["attendance"])


@pytest.mark.django_db
def test_the_two_stages_of_one_incident_are_spared_once_each() -> None:
    wishes = [ask("contact"), ask("attendance"), ask("contact"), ask("attendance")]
    assert [take(wish) for wish in wishes] == [True, True, False, False]
    assert row() == (NOW + CAP, ["I1"], ["contact", "attendance"])


@pytest.mark.django_db
def test_the_askings_of_a_batch_go_one_after_the_other() -> None:
    other, third = 64 * "b", 64 * "c"
    opt_out(third, by="link", now=NOW)
    wishes = [
        (ask("contact", prints=(other,)), NOW + CAP),
        (ask("contact"), NOW + CAP),
        (ask("contact", "I2"), NOW + CAP),
        (ask("contact", prints=(third,)), NOW + CAP),
        (ask("attendance"), NOW + 2 * CAP),
        (ask("attendance", prints=(other,), spares=False), NOW + CAP),
    ]
    assert take_caps(wishes, now=NOW) == [True, True, False, False, True, False]
    assert row() == (NOW + 2 * CAP, ["I1"], ["contact", "attendance"])
    assert take_caps([], now=NOW) == []


@pytest.mark.django_db
def test_the_stage_of_another_incident_is_not_spared() -> None:
    take(ask("contact", "I1"))
    assert not take(ask("attendance", "I2"))


@pytest.mark.django_db
def test_a_spared_stage_never_shortens_the_cap() -> None:
    take(ask("contact"), until=NOW + CAP)
    take(ask("attendance"), until=NOW + CAP / 2)
    assert row()[0] == NOW + CAP


@pytest.mark.django_db
def test_a_programme_that_spares_nothing_asks_about_one_stage() -> None:
    take(ask("contact", spares=False))
    assert not take(ask("attendance", spares=False))


@pytest.mark.django_db
def test_a_call_without_an_incident_spares_nothing() -> None:
    wishes = [replace(ask(stage), incident_ids=()) for stage in ("contact", "attendance")]
    assert [take(wish) for wish in wishes] == [True, False]


ASKS = st.builds(
    Ask,
    prints=st.just((PRINT,)),
    stage=st.sampled_from(["contact", "attendance"]),
    incident_ids=st.lists(st.sampled_from(["I1", "I2"]), max_size=2, unique=True).map(tuple),
    spares_stages=st.booleans(),
)
STEPS = st.lists(st.tuples(ASKS, st.integers(0, 100)), min_size=1, max_size=6)


@pytest.mark.django_db
@given(steps=STEPS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_rule_that_explains_is_the_rule_that_takes(steps: list[tuple[Ask, int]]) -> None:
    Person.objects.all().delete()
    now = NOW
    for wish, days in steps:
        now += timedelta(days=days)
        free = asked_until(standing({PRINT}).values(), wish, now=now) is None
        assert take(wish, now=now) is free


def test_of_fifty_that_ask_one_number_at_once_one_gets_it(own_database: Mapping[str, str]) -> None:
    def one(_: int) -> bool:
        try:
            return take(ask())
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=50) as pool:
        assert sorted(pool.map(one, range(50))) == [False] * 49 + [True]


@pytest.mark.django_db
def test_whoever_objected_is_never_asked_not_even_when_free() -> None:
    opt_out(PRINT, by="link", now=NOW)
    assert not take(ask(), now=NOW + 10 * CAP)
    assert not take(ask("attendance"), now=NOW + 10 * CAP)


@pytest.mark.django_db
def test_an_objection_after_the_first_stage_stops_the_second() -> None:
    take(ask("contact"))
    opt_out(PRINT, by="link", now=NOW)
    assert not take(ask("attendance"))


@pytest.mark.django_db
def test_an_objection_is_noted_once_and_stands_as_first_made() -> None:
    opt_out(PRINT, by="link", now=NOW)
    opt_out(PRINT, by="staff", now=NOW + CAP)
    person = standing({PRINT})[PRINT]
    assert (person.opted_out_at, person.opted_out_by) == (NOW, "link")
    entries = Entry.objects.filter(act="consent.opt_out").values_list(
        "at", "actor_id", "subject", "reason"
    )
    assert list(entries) == [(NOW, "citizen", f"person:{PRINT}", "link")]


@pytest.mark.django_db
def test_an_objection_made_for_someone_is_not_put_in_their_mouth() -> None:
    opt_out(PRINT, by="staff", now=NOW)
    entry = Entry.objects.filter(act="consent.opt_out")
    assert entry.values_list("actor_id", "reason").get() == ("heard", "staff")


def test_ten_objections_at_once_are_one(own_database: Mapping[str, str]) -> None:
    def one(_: int) -> None:
        try:
            opt_out(PRINT, by="link", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(one, range(10)))
    entries = Entry.objects.filter(act="consent.opt_out")
    assert (Person.objects.count(), entries.count()) == (1, 1)


@pytest.mark.django_db
def test_an_objection_to_surveys_widens_to_everything_and_never_narrows() -> None:
    scopes = []
    for scope in (Scope.SURVEYS, Scope.EVERYTHING, Scope.SURVEYS):
        opt_out(PRINT, by="link", scope=scope, now=NOW)
        scopes.append(Person.objects.get().opted_out_of)
    assert scopes == ["surveys", "everything", "everything"]
    assert Entry.objects.filter(act="consent.opt_out").count() == 2


@pytest.mark.django_db
def test_what_staff_note_down_stands_with_who_and_why() -> None:
    opt_out(PRINT, by="staff", who=Actor(id="user:7", label="Ann Lee"), why="telephone", now=NOW)
    entry = Entry.objects.filter(act="consent.opt_out")
    assert entry.values_list("actor_id", "actor", "reason").get() == (
        *("user:7", "Ann Lee", "telephone"),
    )
    assert Person.objects.get().opted_out_by == "staff"


@pytest.mark.django_db
def test_a_wrong_number_is_never_asked_again_and_noted_once() -> None:
    for _ in range(2):
        wrong_number(PRINT, now=NOW)
    person = Person.objects.get()
    assert (person.wrong_number_at, person.opted_out_at, person.opted_out_of) == (
        *(NOW, NOW, "everything"),
    )
    assert not take(ask(), now=NOW + 10 * CAP)
    acts = (
        Entry.objects.filter(act__startswith="consent.").order_by("id").values_list("act", "reason")
    )
    assert list(acts) == [("consent.wrong_number", ""), ("consent.opt_out", "wrong number")]


@pytest.mark.django_db
def test_who_is_unknown_has_no_standing() -> None:
    take(ask())
    assert list(standing({PRINT, 64 * "b", ""})) == [PRINT]
    assert list(hold_still({PRINT, 64 * "b"})) == [PRINT, 64 * "b"]


@pytest.mark.django_db
def test_who_has_several_prints_is_one_person() -> None:
    mail = 64 * "e"
    assert take(ask(prints=(PRINT, mail)))
    assert [take(ask("attendance", "I9", prints=(print_,))) for print_ in (PRINT, mail)] == [
        False,
        False,
    ]
    opt_out(mail, by="link", now=NOW)
    assert not take(ask("attendance", prints=(PRINT, mail)))
    assert not take(ask(prints=()))


@pytest.mark.django_db
def test_so_many_are_asked_from_one_address_in_thirty_days() -> None:
    home = 64 * "f"
    wishes = [ask(prints=(64 * digit,), address=home, most=3) for digit in "12345"]
    assert take_caps([(wish, NOW + CAP) for wish in wishes[:4]], now=NOW) == [True] * 3 + [False]
    day = timedelta(days=1)
    assert asked_from([home, ""], now=NOW + 30 * day - day) == {home: 3}
    assert asked_from([home], now=NOW + 30 * day) == {}
    assert [take(wishes[3], now=NOW + 29 * day), take(wishes[3], now=NOW + 30 * day)] == [
        False,
        True,
    ]
    assert take(replace(wishes[4], premises_most=None), now=NOW)


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_noted_for_as_long_as_was_ever_said() -> None:
    note_bad({PRINT, ""}, until=NOW + CAP)
    note_bad({PRINT}, until=NOW)
    assert standing({PRINT})[PRINT].bad_until == NOW + CAP
