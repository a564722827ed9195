"""The gate, asked again while a letter is claimed: nothing slips through between the two."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.consent import people
from heard.core.screening import Stop
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter, Overtaken
from heard.eligibility import guard
from heard.eligibility.guard import recheck
from heard.eligibility.models import Programme
from heard.events.models import Contact
from heard.events.receive import hold_still
from tests import make
from tests.delivery.letters import way
from tests.make import NOON, NUMBER, minutes
from tests.together import alone, wait_for_waiting

IN_TEN = NOON + minutes(10)
SOON = NOON + minutes(11)


def letters() -> list[str]:
    """Give the subjects of all letters, the oldest first."""
    return list(Letter.objects.order_by("id").values_list("subject", flat=True))


def invite_caller(number: str = NUMBER) -> None:
    """Bring one caller as far as a letter that waits."""
    make.told(make.contact_ended("C1", "I1", number=number), make.incident_created("I1"))
    make.passed(IN_TEN)


def stopped(now: datetime = SOON) -> list[Stop]:
    with transaction.atomic():
        return list(recheck(letters(), now=now).values())


@pytest.mark.django_db
def test_what_may_still_leave_is_not_stopped_and_writes_no_row() -> None:
    invite_caller()
    assert (stopped(), make.history()) == ([], ["SEND"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (make.incident_tagged("I1", "QU-01"), "sensitive"),
        (make.incident_regraded("I1", "QU-06"), "specialist"),
        (make.incident_resulted("I1", "ZZ-99"), "unmapped"),
        (make.incident_linked("I1", "M"), "no_code"),
        (make.contact_ended("C1", age=15), "under_age"),
        (make.contact_ended("C1", "I2"), "no_code"),
        (make.contact_ended("C1", codes=("QU-01",), at=NOON - minutes(1)), "sensitive"),
        (make.contact_ended("C1", number=None, at=NOON + minutes(1)), "withheld"),
        (make.contact_ended("C1", number="07700 900999", at=NOON + minutes(1)), "number_changed"),
    ],
)
def test_a_fact_that_came_since_stops_the_letter(item: make.Item, reason: str) -> None:
    invite_caller()
    make.told(item, now=SOON)
    assert stopped() == [Stop(reason=reason)]
    assert make.verdict()[1:] == (reason,)
    assert make.screened(SOON) == 1
    assert stopped() == [Stop(reason=reason)]
    assert len(make.history()) == 2


@pytest.mark.django_db
def test_a_programme_that_asks_by_itself_no_more_sends_nothing_and_stops_no_other() -> None:
    make.told(*make.attended())
    make.passed(NOON + minutes(45))
    call, visit = sorted(letters(), key=lambda name: "/attendance/" in name)
    Programme.objects.filter(slug=call.split("/")[0]).update(route=Programme.Route.SPECIALIST)
    make.told(make.incident_tagged("I1", "QU-01"), now=NOON + minutes(46))
    with transaction.atomic():
        stops = recheck([call, visit], now=NOON + minutes(46))
    assert stops == {call: Stop(reason="specialist"), visit: Stop(reason="sensitive")}


@pytest.mark.django_db
def test_a_number_in_another_spelling_is_the_same_person() -> None:
    invite_caller()
    make.told(make.contact_ended("C1", number="+44 (0)7700-900123", at=NOON + minutes(1)), now=SOON)
    assert make.verdict() == ("SEND",)
    assert stopped() == []


@pytest.mark.django_db
def test_a_letter_about_a_visit_stops_when_an_earlier_caller_turns_up() -> None:
    make.told(*make.attended())
    make.passed(NOON + minutes(45))
    earlier = make.contact_ended("C0", "I1", at=NOON - minutes(70), number="07700 900999")
    make.told(earlier, now=NOON + minutes(46))
    stops = stopped(NOON + minutes(46))
    assert stops == [Stop(reason="number_changed")]


@pytest.mark.django_db
def test_a_visit_that_was_taken_back_stops_its_letter() -> None:
    make.told(*make.attended())
    make.passed(NOON + minutes(45))
    make.told(make.unit("at_scene", at=NOON + minutes(46)), now=NOON + minutes(46))
    assert stopped(NOON + minutes(46)) == [Stop(reason="withdrawn")]


@pytest.mark.django_db
def test_an_objection_since_stops_the_letter() -> None:
    invite_caller()
    people.opt_out(Contact.objects.get().phone_print, by="link", now=SOON)
    assert stopped() == [Stop(reason="opted_out")]
    assert make.verdict() == ("BLOCK", "opted_out")


@pytest.mark.django_db
def test_a_letter_that_missed_the_evening_waits_for_the_morning() -> None:
    invite_caller()
    night, morning = datetime(2020, 10, 1, 21, tzinfo=UTC), datetime(2020, 10, 2, 8, tzinfo=UTC)
    assert stopped(night) == [Stop(reason="quiet_hours", until=morning)]
    assert stopped(morning) == []
    assert make.history() == ["SEND", "WAIT", "SEND"]
    assert make.invited(morning) == 0


@pytest.mark.django_db
def test_a_letter_that_waits_is_stopped_at_once_if_its_person_changed() -> None:
    invite_caller()
    make.told(make.contact_ended("C1", number="07700 900999", at=NOON + minutes(1)), now=SOON)
    assert stopped(datetime(2020, 10, 1, 21, tzinfo=UTC)) == [Stop(reason="number_changed")]


@pytest.mark.django_db
def test_a_letter_that_is_too_late_is_stopped_for_good() -> None:
    invite_caller()
    assert stopped(NOON + timedelta(days=1)) == [Stop(reason="stale")]


@pytest.mark.django_db
def test_an_id_may_hold_the_sign_that_parts_a_subject() -> None:
    make.told(make.contact_ended("C/1/2", codes=("AS-02",)))
    make.passed(IN_TEN)
    assert stopped() == []
    make.told(make.contact_ended("C/1/2", codes=("QU-01",)), now=SOON)
    assert stopped() == [Stop(reason="sensitive")]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_asking_about_three_takes_as_many_queries_as_about_one(size: int) -> None:
    calls = [make.contact_ended(f"C{n}", f"I{n}", number=f"07700 90012{n}") for n in range(size)]
    make.told(*calls, *(make.incident_created(f"I{n}") for n in range(size)))
    make.passed(IN_TEN)
    subjects = letters()
    with CaptureQueriesContext(connection) as queries:
        assert (len(subjects), recheck(subjects, now=SOON)) == (size, {})
    assert len(queries) == 16


# Two at once, with commits as in earnest.


@pytest.fixture
def others(own_database: Mapping[str, str]) -> Iterator["Run"]:
    """Run something on a connection of its own, in the database of this test."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield lambda act: pool.submit(alone, act)


Run = Callable[[Callable[[], object]], "Future[object]"]


def grave() -> object:
    return make.receive(make.incident_tagged("I1", "QU-01"), now=SOON)


def objection() -> object:
    print_ = Contact.objects.get().phone_print
    return people.opt_out(print_, by="link", now=SOON)


@pytest.mark.parametrize("deny", [grave, objection])
def test_a_deny_that_comes_during_the_claim_waits_until_it_is_over(
    others: Run, deny: Callable[[], object]
) -> None:
    invite_caller()
    with transaction.atomic():
        assert recheck(letters(), now=SOON) == {}
        late = others(deny)
        wait_for_waiting(1)
        assert not late.done()
    late.result(timeout=20)
    assert [stop.reason for stop in stopped()] in (["sensitive"], ["opted_out"])


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (make.contact_ended("C1", age=15, at=NOON + minutes(1)), "under_age"),
        (make.contact_ended("C1", codes=("QU-01",), at=NOON + minutes(1)), "sensitive"),
        (make.contact_ended("C1", number="07700 900999", at=NOON + minutes(1)), "number_changed"),
    ],
)
def test_a_deny_that_is_committed_while_the_claim_waits_for_it_is_seen(
    others: Run, item: make.Item, reason: str
) -> None:
    """The sender holds C1 and waits for C2, the claim waits for C1: then all go on."""
    make.told(make.contact_ended("C2", number="07700 900555"))
    invite_caller()
    claim = next(s for s in letters() if s.endswith("/C1"))
    with transaction.atomic():
        hold_still([("contact", "C2")])
        sender = others(lambda: make.receive(item, make.contact_ended("C2"), now=SOON))
        wait_for_waiting(1)
        claimed = others(lambda: transaction.atomic(recheck)([claim], now=SOON))
        wait_for_waiting(2)
    sender.result(timeout=20)
    assert claimed.result(timeout=20) == {claim: Stop(reason=reason)}


@pytest.mark.parametrize("deny", [grave, objection])
def test_no_text_leaves_after_a_deny_was_committed(
    own_database: Mapping[str, str], deny: Callable[[], object]
) -> None:
    invite_caller()
    deny()
    gateway = Memory()
    done = deliver(
        now=SOON,
        guards={"invitation": guard},
        channels={"sms": way(gateway)},
        lease=minutes(2),
        limit=9,
    )
    assert (done, gateway.arrived, Letter.objects.get().state) == (1, [], "cancelled")


def test_a_text_leaves_for_whom_nothing_speaks_against(own_database: Mapping[str, str]) -> None:
    invite_caller()
    gateway = Memory()
    guards = {"invitation": guard}
    deliver(now=SOON, guards=guards, channels={"sms": way(gateway)}, lease=minutes(2), limit=9)
    assert [message.address for message in gateway.arrived] == ["+447700900123"]


def test_a_fact_that_comes_while_a_text_leaves_keeps_back_the_next(
    own_database: Mapping[str, str],
) -> None:
    class Telling(Memory):
        """A gateway that is slow enough for something to be told behind its first message."""

        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                make.told(make.incident_tagged("I2", "QU-01"), now=SOON)
                yield outcome

    make.told(make.contact_ended("C2", "I2", number="07700 900456"), make.incident_created("I2"))
    invite_caller()
    gateway, keys = Telling(), {name.rpartition("/")[2]: name for name in letters()}
    Letter.objects.filter(subject=keys["C1"]).update(due_at=NOON)
    deliver(
        now=SOON,
        guards={"invitation": guard},
        channels={"sms": way(gateway)},
        lease=minutes(2),
        limit=9,
    )

    assert [message.address for message in gateway.arrived] == ["+447700900123"]
    assert dict(Letter.objects.values_list("subject", "state")) == {
        keys["C1"]: "sending",
        keys["C2"]: "created",
    }
    assert list(Overtaken.objects.values_list("letter__subject", "reason", "had_left")) == [
        (keys["C2"], "unscreened", False)
    ]
