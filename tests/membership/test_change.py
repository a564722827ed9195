"""What a member changes, pauses and ends; and that whoever left is forgotten."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from heard.journal.models import Entry
from heard.membership import change, enrol, ledger
from heard.membership.change import Wants
from heard.membership.enrol import BadWish, Wish
from heard.membership.models import Channel, Frequency, Interest, Member, Movement, State
from tests.membership.asked import DAY, EMAIL, NOW, SENDER, YEAR, directory, draw, links, member

pytestmark = pytest.mark.django_db
KINDS = Movement.Kind
WANTS = Wants(
    language="ur",
    interests=[Interest.FRAUD],
    channels=[Channel.EMAIL],
    frequency=Frequency.WEEKLY,
)


def kinds() -> list[str]:
    return list(Movement.objects.order_by("id").values_list("kind", flat=True))


def test_a_member_chooses_what_to_get() -> None:
    one = member()
    change.prefer(one, WANTS, now=NOW + DAY)
    one.refresh_from_db()
    assert (one.language, one.interests, one.frequency) == ("ur", ["fraud"], "weekly")
    assert kinds() == [KINDS.JOIN]


@pytest.mark.parametrize("channels", [[], [Channel.SMS], [Channel.EMAIL, Channel.SMS]])
def test_nobody_is_left_without_a_way_that_is_proven(channels: list[Channel]) -> None:
    one = member()
    wants = Wants(language="en", interests=[], channels=channels, frequency=Frequency.EACH)
    with pytest.raises(BadWish, match="a way by which"):
        change.prefer(one, wants, now=NOW)


def test_whoever_moves_house_moves_in_the_ledger() -> None:
    directory({"ZZ1 1AA": "CV", "ZZ1 1AB": "CV", "ZZ2 2BB": "DY"})
    one = member(postcode="ZZ1 1AA")
    change.move(one, "zz1 1ab", now=NOW + DAY)
    assert ledger.as_at(NOW + DAY) == {"CV": 1}
    change.move(one, "ZZ2 2BB", now=NOW + 2 * DAY)
    assert ledger.as_at(NOW + 2 * DAY) == {"DY": 1}
    assert ledger.as_at(NOW + DAY) == {"CV": 1}
    change.move(one, "", now=NOW + 3 * DAY)
    assert ledger.as_at(NOW + 3 * DAY) == {"": 1}
    assert kinds() == [KINDS.JOIN, KINDS.MOVE, KINDS.MOVE]
    flows = ledger.flows(NOW, NOW + 3 * DAY)
    assert (flows["CV"].net, flows["DY"].net, flows[""].net) == (-1, 0, 1)
    with pytest.raises(BadWish, match="full postcode"):
        change.move(one, "Dudley", now=NOW + 4 * DAY)


def test_a_pause_ends_by_itself_or_at_once() -> None:
    one = member()
    with pytest.raises(BadWish, match="how long"):
        change.pause(one, timedelta(days=31), now=NOW)
    change.pause(one, change.PAUSES[0], now=NOW)
    one.refresh_from_db()
    assert one.paused_until == NOW + change.PAUSES[0]
    change.resume(one, now=NOW + DAY)
    change.resume(one, now=NOW + DAY)
    assert kinds() == [KINDS.JOIN, KINDS.PAUSE, KINDS.RESUME]
    assert ledger.unbalanced(now=NOW + DAY) == {}


def test_the_link_of_every_message_ends_it_once_and_for_good() -> None:
    one = member()
    token = str(one.stop_token)
    assert change.whose(token) == one
    change.leave(one, now=NOW + DAY)
    change.leave(one, now=NOW + DAY)
    assert change.whose(token) == one  # who presses twice is told the same
    change.forget(one, now=NOW + DAY)
    assert change.whose(token) is None
    assert kinds() == [KINDS.JOIN, KINDS.LEAVE]
    assert (ledger.as_at(NOW), ledger.as_at(NOW + DAY)) == ({"": 1}, {})
    with pytest.raises(Member.DoesNotExist):
        change.prefer(one, WANTS, now=NOW + DAY)
    with pytest.raises(Member.DoesNotExist):
        change.pause(one, change.PAUSES[0], now=NOW + DAY)
    with pytest.raises(Member.DoesNotExist):
        change.move(one, "", now=NOW + DAY)


def test_whoever_left_may_come_back() -> None:
    change.leave(member(), now=NOW + DAY)
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + 2 * DAY)
    back = enrol.confirm(links()[-1], draw=draw, now=NOW + 2 * DAY)
    assert back is not None
    assert ledger.as_at(NOW + 2 * DAY) == {"": 1}


def test_a_link_that_was_sent_before_brings_nobody_back() -> None:
    one = member()
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    change.leave(one, now=NOW + DAY)
    assert enrol.find(links()[-1], now=NOW + DAY) is None
    assert enrol.confirm(links()[0], draw=draw, now=NOW + DAY) is None


def test_what_is_known_of_whoever_left_goes_after_a_while() -> None:
    directory({"ZZ1 1AA": "CV"})
    one = member(postcode="ZZ1 1AA")
    change.leave(one, now=NOW + DAY)
    assert change.erase_left(now=NOW + change.KEPT, limit=10) == 0
    assert change.erase_left(now=NOW + DAY + change.KEPT, limit=10) == 1
    assert change.erase_left(now=NOW + DAY + change.KEPT, limit=10) == 0
    kept = Member.objects.get()
    assert (kept.email, kept.email_print, kept.postcode, kept.stop_hash) == (None, "", None, None)
    assert ledger.as_at(NOW) == {"CV": 1}


def test_an_erasure_is_at_once_and_keeps_the_counts() -> None:
    one = member()
    change.erase(one, now=NOW + DAY)
    kept = Member.objects.get()
    assert (kept.state, kept.erased_at, kept.email) == (State.LEFT, NOW + DAY, None)
    assert ledger.as_at(NOW) == {"": 1}
    assert Entry.objects.filter(act="membership.erase").exists()


def test_the_database_keeps_nothing_of_whoever_is_erased() -> None:
    change.erase(member(), now=NOW)
    with pytest.raises(IntegrityError, match="erased_whole"), transaction.atomic():
        Member.objects.update(email_print="x")


def test_who_cannot_be_reached_and_who_is_silent_stay_members() -> None:
    one, two = member(), member(email="bo@people.example")
    change.note_unreachable([one.pk], now=NOW + DAY)
    change.note_unreachable([one.pk], now=NOW + DAY)
    change.seen(two, now=NOW + DAY)
    assert change.note_dormant(now=NOW + change.DORMANT, limit=10) == 1
    assert change.note_dormant(now=NOW + change.DORMANT, limit=10) == 0
    change.seen(one, now=NOW + 2 * change.DORMANT)
    assert kinds()[2:] == [KINDS.BOUNCE, KINDS.DORMANT, KINDS.AWAKE]
    assert ledger.as_at(NOW + 2 * change.DORMANT) == {"": 2}
    assert ledger.unbalanced(now=NOW + 2 * change.DORMANT) == {}


def test_nobody_rewrites_the_ledger() -> None:
    member()
    for sentence in (
        "UPDATE membership_movement SET at = now()",
        "DELETE FROM membership_movement",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)


def test_a_member_who_is_in_no_ledger_is_found() -> None:
    Member.objects.create(
        state=State.MEMBER, email_print="x", how="loaded", asked_at=NOW, joined_at=NOW, area="CV"
    )
    assert ledger.unbalanced(now=NOW + YEAR) == {"CV": (1, 0)}
