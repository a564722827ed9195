"""The gate, by what a force tells and what is decided: once, with reasons, and kept for good."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.consent import people
from heard.eligibility.models import Screening
from heard.events.models import Contact, Incident, Touchpoint
from tests import make
from tests.make import NOON, Item, minutes

IN_TEN = NOON + minutes(10)
LATE = NOON + minutes(45)
NIGHT = datetime(2020, 10, 1, 22, tzinfo=UTC)  # eleven in the evening in London


def call_of(contact_id: str = "C1", **caller: object) -> list[Item]:
    """Give a call and its log, both told."""
    return [make.contact_ended(contact_id, "I1", **caller), make.incident_created("I1")]  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("items", "decision"),
    [
        (call_of(), ("SEND",)),
        ([make.contact_ended()], ("SEND",)),
        (call_of(age=16), ("SEND",)),
        (call_of(age=15), ("BLOCK", "under_age")),
        (call_of(number=None), ("SKIP", "withheld")),
        (call_of(number="0121 496 0000"), ("SKIP", "no_mobile")),
        (call_of(codes=("QU-01",)), ("BLOCK", "sensitive")),
        (call_of(codes=("QU-06",)), ("BLOCK", "specialist")),
        (call_of(codes=("TR-03",)), ("WAIT", "too_soon", "still_open")),
        (call_of(codes=("PW-11",)), ("HOLD", "conditional")),
        (call_of(codes=("PW-03",)), ("HOLD", "conditional")),
        (call_of(codes=("ZZ-99",)), ("HOLD", "unmapped")),
        (call_of(codes=()), ("SEND",)),
        ([make.contact_ended(codes=())], ("HOLD", "no_code")),
        ([make.contact_ended("C1", "I1")], ("HOLD", "no_code")),
        ([*call_of(), make.incident_tagged("I1", "QU-01")], ("BLOCK", "sensitive")),
        ([*call_of(), make.incident_regraded("I1", "PW-01")], ("BLOCK", "sensitive")),
        ([*call_of(), make.incident_resulted("I1", "PW-01")], ("BLOCK", "sensitive")),
        ([*call_of(), make.incident_closed("I1")], ("HOLD", "no_code")),
        ([*call_of(), make.incident_resulted("I1"), make.incident_closed("I1")], ("SEND",)),
        (call_of(at=NOON - timedelta(days=1)), ("SKIP", "stale")),
        (call_of(at=datetime(2020, 9, 27, 22, tzinfo=UTC)), ("SKIP", "stale", "not_open")),
    ],
)
def test_a_call_gets_the_decision_that_its_facts_ask_for(
    items: list[Item], decision: tuple[str, ...]
) -> None:
    make.told(*items)
    assert make.screened(IN_TEN) == 1
    assert make.verdict() == decision


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "decision"),
    [
        ([], ("SEND",)),
        ([make.incident_reopened(at=NOON + minutes(1))], ("WAIT", "still_open")),
        ([make.incident_tagged("I1", "QU-01")], ("BLOCK", "sensitive")),
        ([make.incident_linked("I1", "M"), make.incident_created("M")], ("SKIP", "merged")),
    ],
)
def test_a_visit_gets_the_decision_that_its_facts_ask_for(
    more: list[Item], decision: tuple[str, ...]
) -> None:
    make.told(*make.attended(), *more)
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == decision


@pytest.mark.django_db
def test_the_person_asked_about_a_visit_is_the_first_who_called_of_it() -> None:
    first = make.contact_ended("C9", "I1", at=NOON - minutes(70), number="0121 496 0000")
    make.told(*make.attended(), first)
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == ("SKIP", "no_mobile")


@pytest.mark.django_db
def test_a_visit_of_an_unknown_caller_is_asked_about_once_the_call_is_known() -> None:
    make.told(*make.job())
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == ("SKIP", "no_mobile")
    make.told(make.contact_ended("C1", "I1", at=NOON - minutes(61)), now=LATE)
    make.screened(LATE)
    assert make.history("I1", stage="attendance") == ["SKIP", "SEND"]


@pytest.mark.django_db
def test_what_else_the_caller_told_counts_against_the_visit() -> None:
    make.told(make.contact_ended("C1", "I1", "I2", at=NOON - minutes(61)), *make.job("I1"))
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == ("HOLD", "no_code")
    make.told(make.incident_created("I2", "QU-01"), now=LATE)
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == ("BLOCK", "sensitive")


@pytest.mark.django_db
@pytest.mark.parametrize("grave", ["I0", "I1", "I2", "I3", "I4"])
def test_one_grave_log_blocks_all_that_links_join_to_it(grave: str) -> None:
    """I0 is a child of I1, that of I2, which also has I3; I4 was the first master of I0."""
    names = [f"I{n}" for n in range(5)]
    make.told(*(make.incident_created(n, "QU-01" if n == grave else "AS-02") for n in names))
    links = [("I0", "I4"), ("I0", "I1"), ("I1", "I2"), ("I3", "I2")]
    make.told(*(make.incident_linked(a, b, at=NOON + minutes(n)) for n, (a, b) in enumerate(links)))
    own = {name: f"07700 90010{n}" for n, name in enumerate(names)}
    make.told(*(make.contact_ended(f"C{n}", n, number=own[n]) for n in names))
    make.told(make.contact_ended("C5"))
    make.screened(IN_TEN)
    assert [make.verdict(f"C{n}") for n in names] == 5 * [("BLOCK", "sensitive")]
    assert make.verdict("C5") == ("SEND",)


@pytest.mark.django_db
def test_a_log_whose_master_is_not_told_yet_is_held() -> None:
    make.told(*call_of(), make.incident_linked("I1", "M"))
    make.screened(IN_TEN)
    assert make.verdict() == ("HOLD", "no_code")
    make.told(make.incident_created("M"), now=IN_TEN)
    make.screened(IN_TEN)
    assert make.history() == ["HOLD", "SEND"]


@pytest.mark.django_db
def test_a_log_that_is_no_longer_there_counts_as_not_told() -> None:
    make.told(*call_of())
    Incident.objects.all().delete()
    make.screened(IN_TEN)
    assert make.verdict() == ("HOLD", "no_code")


@pytest.mark.django_db
def test_a_log_that_comes_after_the_call_lets_it_through() -> None:
    make.told(make.contact_ended("C1", "I1"))
    make.screened(IN_TEN)
    assert make.verdict() == ("HOLD", "no_code")
    make.told(make.incident_created("I1"), now=IN_TEN)
    make.screened(IN_TEN)
    assert make.verdict() == ("SEND",)


@pytest.mark.django_db
def test_a_wait_comes_up_again_by_itself_at_its_end() -> None:
    make.told(*call_of(at=NIGHT), now=NIGHT)
    make.screened(NIGHT)
    morning = datetime(2020, 10, 2, 8, tzinfo=UTC)
    assert make.verdict() == ("WAIT", "too_soon", "quiet_hours")
    assert make.current().until == morning
    assert [make.screened(morning - minutes(1)), make.screened(morning)] == [0, 1]
    assert make.history() == ["WAIT", "SEND"]


@pytest.mark.django_db
def test_a_changed_fact_is_followed_by_a_newer_screening_and_the_old_one_stays() -> None:
    make.told(*call_of())
    make.screened(IN_TEN)
    make.told(make.incident_tagged("I1", "QU-01"), now=IN_TEN)
    make.screened(IN_TEN)
    rows = Screening.objects.order_by("id").values_list("outcome", "is_current", "due_at")
    assert list(rows) == [("SEND", False, None), ("BLOCK", True, None)]


@pytest.mark.django_db
def test_a_decision_that_stays_writes_no_row() -> None:
    make.told(*call_of())
    make.screened(IN_TEN)
    make.told(make.incident_tagged("I1", "QU-22"), now=IN_TEN)
    assert make.screened(IN_TEN) == 1
    assert make.history() == ["SEND"]


@pytest.mark.django_db
def test_a_visit_that_is_taken_back_is_withdrawn_and_may_happen_again() -> None:
    make.told(*make.attended())
    make.screened(LATE)
    make.told(make.unit("at_scene", at=LATE), now=LATE)
    make.screened(LATE)
    assert make.verdict("I1", stage="attendance") == ("SKIP", "withdrawn")
    make.told(make.unit("cleared", at=LATE + minutes(9)), now=LATE + minutes(9))
    make.screened(LATE + minutes(60))
    assert make.history("I1", stage="attendance") == ["SEND", "SKIP", "SEND"]


@pytest.mark.django_db
def test_whoever_was_asked_about_another_matter_is_skipped() -> None:
    make.told(*call_of(), make.contact_ended("C2"))
    make.passed(IN_TEN)
    make.told(make.contact_ended("C3", at=IN_TEN), now=IN_TEN)
    make.screened(NOON + minutes(20))
    assert make.verdict("C3") == ("SKIP", "asked_recently")


@pytest.mark.django_db
def test_whoever_objected_is_blocked() -> None:
    make.told(*call_of())
    people.opt_out(Contact.objects.get().phone_print, by="link", now=NOON)
    make.screened(IN_TEN)
    assert make.verdict() == ("BLOCK", "opted_out")


@pytest.mark.django_db
def test_there_is_one_current_screening_of_each_programme() -> None:
    make.told(*call_of())
    make.screened(IN_TEN)
    copy = make.current()
    copy.pk = None
    with pytest.raises(IntegrityError, match="eligibility_screening_one_current"):
        copy.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["outcome", "reasons", "until", "policy", "decided_at"])
def test_the_database_lets_nobody_change_a_decision(field: str) -> None:
    make.told(*call_of())
    make.screened(IN_TEN)
    value = getattr(make.current(), field)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Screening.objects.update(**{field: value})
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Screening.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_screening_three_takes_as_many_queries_as_one(size: int) -> None:
    for n in range(size):
        make.told(*make.attended(f"C{n}", f"I{n}", number=f"07700 90012{n}"))
    with CaptureQueriesContext(connection) as queries:
        assert make.screened(LATE) == 2 * size
    assert len(queries) == 23


def test_workers_who_share_a_backlog_screen_each_once(own_database: Mapping[str, str]) -> None:
    make.told(*(make.contact_ended(f"C{n}", number=f"07700 9{n:05}") for n in range(40)))

    def work(_: int) -> int:
        done = 0
        try:
            while found := make.screened(IN_TEN, limit=3):
                done += found
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(work, range(4))) == 40
    assert Screening.objects.filter(is_current=True, outcome="SEND").count() == 40
    assert Touchpoint.objects.exclude(due_at=None).count() == 0
