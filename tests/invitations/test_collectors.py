"""Ways in that anybody may use: who makes them, whom they let in, and what is noted."""

from datetime import timedelta

import pytest

from heard.eligibility.models import Programme
from heard.invitations import answer, collectors
from heard.invitations.collectors import NoCollector, TooMany, Way
from heard.invitations.models import Collector, Guest, Invitation
from heard.journal.models import Entry
from tests.open_ways import ANN, BEGAN, NOW, way_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def let_in(way: Collector, *, address: str = "192.0.2.7", before: bool = False) -> Guest:
    guest, _ = collectors.let_in(way, address=address, answered_before=before, now=NOW)
    return guest


def test_a_way_in_has_a_code_that_can_be_typed_and_is_journalled() -> None:
    way = way_in(place="  Library ", target=50)
    assert (way.place, way.target, len(way.code)) == ("Library", 50, collectors.CODE_LENGTH)
    assert set(way.code) <= set(collectors.LETTERS)
    entry = Entry.objects.get(act="invitations.make_collector")
    assert (entry.subject, entry.actor) == (f"collector:{way.code}", "Ann Lee")


@pytest.mark.parametrize(
    ("slug", "way", "why"),
    [
        ("contact", Way(channel="poster", place="Library"), "not a survey that anybody may answer"),
        ("neighbourhood", Way(channel="pigeon", place="Library"), "pigeon is no channel."),
        (
            "neighbourhood",
            Way(channel="poster", place="Library", impact_area="atlantis"),
            "atlantis is no impact area.",
        ),
        ("neighbourhood", Way(channel="poster", place=" "), "Say where it is"),
    ],
)
def test_a_way_in_that_cannot_be_is_refused_with_the_reason(slug: str, way: Way, why: str) -> None:
    programme = Programme.objects.exclude(route="open").first()
    if slug == "neighbourhood":
        programme = Programme.objects.get(slug=slug)
    assert programme is not None
    with pytest.raises(NoCollector, match=why):
        collectors.make(programme, way, by=ANN, now=BEGAN)
    assert not Collector.objects.exists()


def test_it_is_found_by_its_code_in_any_case_while_it_is_open() -> None:
    way = way_in()
    assert collectors.find(way.code.upper(), now=NOW) == way
    assert collectors.find("nothing", now=NOW) is None
    assert collectors.find(way.code, now=NOW + timedelta(days=365)) is None  # its programme ended
    collectors.close(way, by=ANN, now=NOW, because="The poster is gone.")
    collectors.close(way, by=ANN, now=NOW + HOUR, because="Again.")
    assert collectors.find(way.code, now=NOW) is None
    closed = Entry.objects.get(act="invitations.close_collector")
    assert closed.reason == "The poster is gone."
    assert [one.closed_at for one in Collector.objects.all()] == [NOW]


def test_a_guest_has_a_link_of_their_own_for_as_long_as_the_programme_says() -> None:
    way = way_in()
    guest, token = collectors.let_in(way, address="192.0.2.7", answered_before=False, now=NOW)
    assert answer.find(token, now=NOW) == guest
    assert answer.find(token, now=NOW + timedelta(days=1)) is None
    assert answer.find_holder(token) is None  # nobody wrote to them
    assert guest.version.questionnaire.slug == "priorities"
    assert not Invitation.objects.exists()


def test_who_answered_before_on_the_device_is_let_in_and_marked() -> None:
    assert let_in(way_in(), before=True).doubt == Guest.Doubt.SAME_DEVICE


def test_many_from_one_network_are_let_in_and_marked_and_a_machine_is_not() -> None:
    way = way_in()
    doubts = [let_in(way).doubt for _ in range(collectors.BURST + 1)]
    assert doubts == [""] * collectors.BURST + [Guest.Doubt.BURST]
    assert let_in(way, address="192.0.2.8").doubt == ""
    more = collectors.MOST - collectors.BURST - 1
    one = Guest.objects.filter(doubt=Guest.Doubt.BURST).get()
    Guest.objects.bulk_create(
        Guest(
            collector=way,
            version=one.version,
            token_hash=n.to_bytes(32),
            network=one.network,
            asked_at=NOW,
            expires_at=NOW,
        )
        for n in range(more)
    )
    with pytest.raises(TooMany):
        let_in(way)


def test_the_network_is_a_print_that_is_forgotten_after_a_day() -> None:
    guest = let_in(way_in())
    assert len(guest.network) == 64
    assert collectors.forget_networks(now=NOW + 23 * HOUR) == 0
    assert collectors.forget_networks(now=NOW + 24 * HOUR) == 1
    assert collectors.forget_networks(now=NOW + 24 * HOUR) == 0
