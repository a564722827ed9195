"""Taking in events: once each, all that can be, and nothing that is not needed."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.core.journeys import Told, fold_contact, fold_incident
from heard.events.models import Contact, DeadLetter, Event, Incident, Touchpoint
from heard.events.receive import (
    Received,
    Rejection,
    check,
    claim_due,
    hold_still,
    make_due,
    purge_dead_letters,
    settle,
)
from tests import make
from tests.make import KEPT, NOON, NUMBER, SOURCE, minutes
from tests.together import alone, wait_for_waiting

E164 = "+447700900123"


@pytest.mark.django_db
def test_one_event_goes_in() -> None:
    assert make.receive(make.contact_ended()) == Received(accepted=1, duplicates=0, rejected=())
    assert Event.objects.values_list("source", "type", "contact_id", "occurred_at").get() == (
        SOURCE,
        "uk.police.contact.ended",
        "C1",
        NOON,
    )


@pytest.mark.django_db
def test_an_event_counts_once_within_a_batch_and_across_batches() -> None:
    call, log = make.contact_ended(), make.incident_created()
    assert make.receive(call, call, log) == Received(accepted=2, duplicates=1, rejected=())
    assert make.receive(log, call, log) == Received(accepted=0, duplicates=3, rejected=())
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_the_first_telling_of_an_id_stands() -> None:
    first = make.incident_created("I1", "AS-02")
    make.told(first, {**make.incident_created("I1", "QU-01"), "id": first["id"]})
    assert Incident.objects.get().opening_codes == ["AS-02"]


@pytest.mark.django_db
def test_two_sources_may_use_one_id() -> None:
    call = make.contact_ended()
    make.told(call)
    other = {**call, "source": "/other"}
    assert make.receive(other, source="/other").accepted == 1


@pytest.mark.django_db
def test_an_empty_batch_changes_nothing() -> None:
    assert make.receive() == Received(accepted=0, duplicates=0, rejected=())


@pytest.mark.django_db
def test_a_wrong_item_is_named_and_kept_while_the_rest_goes_in() -> None:
    wrong = make.contact_ended(age=300)
    received = make.receive(make.contact_ended("C1"), wrong, make.contact_ended("C2"))
    assert (received.accepted, received.duplicates) == (2, 0)
    assert received.rejected == (
        Rejection(
            index=1,
            field="data.caller_age",
            rule="less_than_equal",
            message="Input should be less than or equal to 130",
        ),
    )
    letter = DeadLetter.objects.get()
    assert (letter.source, letter.index, letter.field) == (SOURCE, 1, "data.caller_age")
    assert (letter.received_at, letter.expires_at) == (NOON, NOON + KEPT)
    assert json.loads(letter.body) == wrong


@pytest.mark.django_db
def test_a_dead_letter_is_sealed_and_goes_when_its_time_is_over() -> None:
    make.receive({**make.contact_ended(), "type": "unknown"})
    assert in_clear("events_deadletter", NUMBER) == 0
    late = NOON + KEPT
    assert [purge_dead_letters(now=late - timedelta(seconds=1)), purge_dead_letters(now=late)] == [
        0,
        1,
    ]


def in_clear(table: str, text: str) -> int:
    """Count the rows of a table that hold a text anywhere, as whoever reads the disk would."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{text}%"])  # noqa: S608
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_no_row_holds_the_number_of_the_caller_in_clear() -> None:
    make.told(make.contact_ended("C1", "I1"), make.incident_created())
    tables = ("events_event", "events_contact", "events_touchpoint")
    for spelling in (NUMBER, E164, E164[3:], "900123", "900 123"):
        assert [in_clear(table, spelling) for table in tables] == [0, 0, 0]
    assert [in_clear(table, "C1") for table in tables] == [1, 1, 1]
    assert (Event.objects.get(contact_id="C1").phone, Contact.objects.get().phone) == (NUMBER, E164)


@pytest.mark.django_db
def test_what_we_do_not_ask_for_is_not_kept() -> None:
    call = make.contact_ended(codes=("AS-02",))
    call["data"] |= {"caller_name": "Ann Other", "recording": "r-1"}
    make.told({**call, "comexample": "extra", "subject": "Ann Other"})
    assert in_clear("events_event", "Ann Other") == 0
    assert Event.objects.get().data == {
        "contact_id": "C1",
        "channel": "101",
        "incident_ids": [],
        "codes": ["AS-02"],
        "markers": [],
        "handler": "h-7",
        "team": "Force Contact 3",
    }


@pytest.mark.django_db
def test_a_told_event_cannot_be_changed_or_deleted() -> None:
    make.told(make.contact_ended())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Event.objects.update(type="other")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Event.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_a_batch_of_calls_takes_as_many_queries_as_one(size: int) -> None:
    calls = [make.contact_ended(f"C{n}", f"I{n}") for n in range(size)]
    with CaptureQueriesContext(connection) as queries:
        make.told(*calls)
    assert len(queries) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_a_batch_of_jobs_takes_as_many_queries_as_one(size: int) -> None:
    make.told(*(make.contact_ended(f"C{n}", f"I{n}") for n in range(size)))
    jobs = [item for n in range(size) for item in make.job(f"I{n}")]
    with CaptureQueriesContext(connection) as queries:
        make.told(*jobs)
    assert len(queries) == 13


@pytest.mark.django_db
def test_what_is_due_is_claimed_in_the_order_in_which_it_became_due() -> None:
    make.told(make.contact_ended("C2"), now=NOON)
    make.told(make.contact_ended("C1"), now=NOON + minutes(1))
    assert [t.key for t in claim_due(now=NOON + minutes(1), limit=9)] == ["C2", "C1"]
    assert [t.key for t in claim_due(now=NOON, limit=9)] == ["C2"]
    assert [t.key for t in claim_due(now=NOON + minutes(1), limit=1)] == ["C2"]


@pytest.mark.django_db
def test_what_is_settled_comes_up_again_only_when_it_was_said() -> None:
    make.told(make.contact_ended("C1"), make.contact_ended("C2"))
    one, two = claim_due(now=NOON, limit=9)
    settle([one, two], due={two.id: NOON + minutes(10)})
    assert dict(Touchpoint.objects.values_list("key", "due_at")) == {
        "C1": None,
        "C2": NOON + minutes(10),
    }


@pytest.mark.django_db
def test_only_the_asked_pairs_of_kind_and_key_are_held() -> None:
    make.told(*make.attended("same", "same"), make.contact_ended("other"))
    held = hold_still([("attendance", "same"), ("contact", "other"), ("contact", "none")])
    assert [(t.kind, t.key) for t in held] == [("attendance", "same"), ("contact", "other")]


def test_senders_who_speak_of_one_job_at_once_add_up_right(
    own_database: Mapping[str, str],
) -> None:
    """Eight senders, the same events and their own, in batches that cross one another."""
    shared = [make.contact_ended("C1", "I1", "I2"), *make.job("I1"), *make.job("I2")]
    own = [
        [make.incident_tagged("I1", f"QU-{n:02}"), make.incident_tagged("I2", f"QU-{n:02}")]
        for n in range(10, 18)
    ]

    def send(n: int) -> int:
        batch = shared[n:] + own[n] + shared[:n]
        try:
            return make.receive(*(batch if n % 2 else reversed(batch))).accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sum(pool.map(send, range(8))) == len(shared) + 16
    tags = {f"QU-{n}" for n in range(10, 18)}
    assert [set(i.tags) for i in Incident.objects.order_by("incident_id")] == [tags, tags]
    assert all_sums_are_right()


def all_sums_are_right() -> bool:
    """Fold everything once more, and compare."""
    told: dict[str, list[Told]] = {}
    for e in Event.objects.all():
        known = Told(
            type=e.type,
            at=e.occurred_at,
            event_id=e.event_id,
            data=e.data | {"calling_number": e.phone},
        )
        told.setdefault(e.contact_id or e.incident_id or "", []).append(known)
    calls = {c.contact_id: (set(c.codes), c.ended_at) for c in Contact.objects.all()}
    logs = {i.incident_id: (set(i.tags), i.is_open) for i in Incident.objects.all()}
    folded = {name: fold_incident(told.get(name, [])) for name in logs}
    ended = {name: fold_contact(told[name]) for name in calls}
    return logs == {n: (set(f.tags), f.is_open) for n, f in folded.items()} and calls == {
        n: (set(f.codes), f.ended_at) for n, f in ended.items() if f
    }


def test_two_senders_who_lock_crosswise_are_both_heard(own_database: Mapping[str, str]) -> None:
    """Thirty rounds of two calls and two jobs that each name what the other tells."""

    def send(n: int) -> int:
        calls = [make.contact_ended(f"C{n}", "I1", "I2"), make.contact_ended(f"D{n}", "I2", "I1")]
        jobs = [*make.job("I2"), *make.job("I1"), make.incident_linked("I1", f"M{n}")]
        try:
            return make.receive(*(calls if n % 2 else jobs)).accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        accepted = list(pool.map(send, range(30)))
    assert accepted == [13, 2] * 15
    assert all_sums_are_right()


def test_a_log_and_the_call_that_names_it_never_miss_each_other(
    own_database: Mapping[str, str],
) -> None:
    """The call's sender is held up before its commit; the log's sender waits, and then sees it."""
    make.told(make.contact_ended("C2"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        with transaction.atomic():
            hold_still([("contact", "C2")])
            calls = (make.contact_ended("C1", "I1"), make.contact_ended("C2"))
            call = pool.submit(alone, lambda: make.receive(*calls))
            wait_for_waiting(1)
            log = pool.submit(
                alone, lambda: make.receive(make.incident_created("I1"), now=NOON + minutes(1))
            )
            wait_for_waiting(2)
        assert [call.result(timeout=20).accepted, log.result(timeout=20).accepted] == [2, 1]
    make.screened(NOON + minutes(10))
    assert make.verdict("C1") == ("SEND",)


def test_a_sender_who_is_caught_in_a_deadlock_tries_again(own_database: Mapping[str, str]) -> None:
    """The sender holds A and wants B, we hold B and want A: who waited longer has to give way.

    On a slow machine that may be us; then it is tried with two others.
    """
    gave_way = False
    for n in range(10):
        if gave_way := _sender_gives_way(f"A{n}", f"B{n}"):
            break
    assert gave_way


def _sender_gives_way(first: str, second: str) -> bool:
    make.told(make.contact_ended(first), make.contact_ended(second))
    again = [make.contact_ended(name, at=NOON + minutes(1)) for name in (first, second)]
    ours = True
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            with transaction.atomic():
                hold_still([("contact", second)])
                sender = pool.submit(alone, lambda: make.receive(*again))
                wait_for_waiting(1)
                assert [t.key for t in hold_still([("contact", first)])] == [first]
        except OperationalError:
            ours = False
        assert sender.result(timeout=20) == Received(accepted=2, duplicates=0, rejected=())
    return ours


@pytest.mark.django_db
def test_a_check_says_what_breaks_a_rule_and_takes_nothing_in() -> None:
    wrong = {**make.incident_created("I2"), "time": "yesterday"}

    found = check([make.incident_created("I1"), wrong], source=SOURCE, now=NOON)

    assert [(r.index, r.field, r.rule) for r in found] == [(1, "time", "string_pattern_mismatch")]
    assert (Event.objects.count(), DeadLetter.objects.count()) == (0, 0)


def test_what_is_in_the_middle_of_a_screening_is_due_once_more_when_a_code_gets_a_meaning(
    own_database: Mapping[str, str],
) -> None:
    make.told(make.contact_ended("C1"))

    def mapped() -> None:
        with transaction.atomic():
            make_due([], now=NOON)

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            screening = claim_due(now=NOON, limit=10)
            mapping = pool.submit(alone, mapped)
            wait_for_waiting(1)
            settle(screening, due={})
        mapping.result(timeout=20)
    assert Touchpoint.objects.get().due_at == NOON
