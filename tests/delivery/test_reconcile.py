"""What a provider accepted beside what we believe has left: message by message, difference none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.outbox import Outbox
from heard.delivery.gateways import Gateway
from heard.delivery.models import Letter, Reconciliation, State
from heard.delivery.reconcile import Listed, reconcile, reconcile_nights
from heard.journal.models import Entry
from tests.delivery.letters import NOW, delivered, posted, states

pytestmark = pytest.mark.django_db
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
STRANGER = "0190a000-0000-7000-8000-000000000000"


def listed(*subjects: str, at: datetime | None = NOW) -> list[Listed]:
    """Give letters as a list has them that knows our references."""
    known = {s: str(r) for s, r in Letter.objects.values_list("subject", "reference")}
    return [Listed(reference=known.get(s, s), gateway_id=f"p{s}", accepted_at=at) for s in subjects]


def compare(found: list[Listed]) -> Reconciliation:
    return reconcile("first", found, since=BEFORE, until=AFTER, now=AFTER)


def sent(*subjects: str) -> None:
    for subject in subjects:
        posted(subject)
    delivered(Memory())


def differences(found: Reconciliation) -> list[tuple[str, str]]:
    known = {str(r): s for s, r in Letter.objects.values_list("subject", "reference")}
    return [(one["what"], known.get(one["name"], one["name"])) for one in found.differences]


def test_where_the_lists_are_equal_nothing_is_found_and_it_is_journalled() -> None:
    sent("a", "b")
    found = compare(listed("a", "b"))
    assert (found.listed, found.agreed, found.settled, found.found) == (2, 2, 0, 0)
    assert Entry.objects.get(act="sending.reconcile").reason == "0 differences"


def test_what_was_unknown_and_is_listed_is_settled_as_sent() -> None:
    sent("a", "b", "c")
    Letter.objects.exclude(subject="a").update(state=State.UNKNOWN)
    found = compare(listed("a", "b"))
    assert states() == {"a": "sending", "b": "sending", "c": "unknown"}
    assert (found.agreed, found.settled, found.unsettled, found.found) == (1, 1, 1, 0)


def test_what_waits_although_it_was_accepted_is_never_sent() -> None:
    posted("a")
    found, memory = compare(listed("a")), Memory()
    assert differences(found) == [("unsent", "a")]
    assert (delivered(memory), memory.arrived) == (0, [])


def test_what_was_stopped_or_refused_and_was_accepted_all_the_same_is_grave() -> None:
    sent("a", "b")
    Letter.objects.filter(subject="a").update(
        state=State.CANCELLED, gateway_id="", settled_at=NOW, address=None, body=None
    )
    Letter.objects.filter(subject="b").update(
        state=State.PERMANENT_FAILURE, gateway_id="7", settled_at=NOW, address=None, body=None
    )
    with capture_logs() as said:
        found = compare(listed("a", "b"))
    assert differences(found) == [("unsent", "a")]
    assert [line["event"] for line in said] == ["a provider's list is not ours"]


def test_what_was_accepted_twice_is_named_first() -> None:
    sent("a", "b")
    (again,) = listed("a")
    twice = Listed(reference=again.reference, gateway_id="another", accepted_at=NOW)
    found = compare([*listed("a", "b"), twice, *listed(STRANGER)])
    assert differences(found) == [("twice", "a"), ("stranger", STRANGER)]
    assert differences(compare([*listed("b"), *2 * [Listed(reference=again.reference)]])) == [
        ("twice", "a")
    ]


def test_what_two_providers_have_was_sent_twice() -> None:
    """The first refused it, as it said, and the second took it."""
    sent("a")
    Letter.objects.update(gateway="second")
    assert differences(compare(listed("a"))) == [("twice", "a")]


def test_what_is_none_of_ours_is_named_by_its_provider_only() -> None:
    number = Listed(reference="07700 900123", gateway_id="p9", accepted_at=NOW)
    assert differences(compare([number])) == [("stranger", "p9")]


def test_what_we_believe_to_be_sent_and_was_not_accepted_is_missing() -> None:
    sent("a", "b")
    assert differences(compare(listed("a"))) == [("missing", "b")]


def test_a_list_by_the_providers_own_names_is_read_too() -> None:
    sent("a", "b")
    Letter.objects.filter(subject="a").update(gateway_id="7,8")
    Letter.objects.filter(subject="b").update(gateway_id="9")
    found = compare([Listed(gateway_id=name) for name in ("7", "8", "9", "10")])
    assert differences(found) == [("stranger", "10")]
    Letter.objects.update(claimed_at=BEFORE - timedelta(days=9))
    late = compare([Listed(gateway_id=name) for name in ("8", "9")])
    assert (late.agreed, late.found) == (2, 0)


def test_beyond_its_time_a_list_is_used_and_nothing_is_missed_there() -> None:
    sent("a", "b")
    Letter.objects.filter(subject="b").update(claimed_at=BEFORE - timedelta(minutes=1))
    assert compare(listed("a")).found == 0
    early = listed("b", STRANGER, at=BEFORE - timedelta(minutes=1))
    assert (compare([*listed("a"), *early]).found, compare(listed("a")).found) == (0, 0)


def test_a_gateway_that_does_not_answer_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    class Broken(Outbox):
        def accepted(self, *, since: datetime, until: datetime) -> Iterator[Listed]:
            raise ConnectionResetError

    ways = [Broken(path="none"), Outbox(path=str(tmp_path / "out.jsonl"))]
    channels = {"sms": [Gateway(name=f"way {n}", channel=one) for n, one in enumerate(ways)]}
    with capture_logs() as said:
        assert reconcile_nights(channels, now=NOW) == 1
    assert [line["error"] for line in said] == ["ConnectionResetError"]
    assert Reconciliation.objects.get().gateway == "way 1"


def test_each_night_is_compared_once_where_the_gateway_can_be_asked(tmp_path: Path) -> None:
    outbox = Outbox(path=str(tmp_path / "out.jsonl"))
    for subject in "ab":
        posted(subject)
    delivered(outbox)
    channels = {
        "sms": [Gateway(name="first", channel=outbox)],
        "email": [Gateway(name="mute", channel=Memory())],
    }
    night = datetime(2020, 10, 2, 2, 5, tzinfo=UTC)  # five past three in London
    assert [reconcile_nights(channels, now=night) for _ in range(2)] == [1, 0]
    found = Reconciliation.objects.get()
    assert (found.gateway, found.agreed, found.found) == ("first", 2, 0)
    assert found.until == datetime(2020, 10, 2, 1, tzinfo=UTC)
    late = night + timedelta(days=9)
    assert reconcile_nights(channels, now=late - timedelta(minutes=10)) == 1
    days = [one.until - one.since for one in Reconciliation.objects.order_by("id")]
    assert days == [timedelta(days=1), timedelta(days=3)]
