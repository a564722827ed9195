"""Another address of a member, used once a letter to it proved it; and two memberships made one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard.consent import people
from heard.equality import give
from heard.journal.write import CITIZEN, write
from heard.membership import change, letters
from heard.membership.enrol import Sender, is_member, is_refused, send
from heard.membership.marked import marked
from heard.membership.models import Access, Channel, Member, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What came of a link to use another address: `twice` is that it is another membership's."""

    member: Member
    twice: bool


@transaction.atomic
def prove(member: Member, *, to: tuple[Channel, str], sender: Sender, now: datetime) -> None:
    """Send a link to an address that a member wants to use; nobody learns whose it is."""
    print_ = letters.print_of(*to)
    people.hold_still([print_])
    if not is_refused(print_, sender.network, now=now) and not marked([print_]):
        send(member, Access.Purpose.CHANGE, to=to, sender=sender, now=now)


@transaction.atomic
def use(access: Access, *, merge: bool, now: datetime) -> Proven:
    """Use the address that a link proved, from now on, instead of another one of its kind.

    Where it is another member's, both are the same person, who has proven both: with `merge` that
    membership ends and this one goes on; without, nothing is changed.
    """
    people.hold_still([access.address_print])
    member = Member.objects.select_for_update().get(pk=access.member_id, state=State.MEMBER)
    other = is_member(access.address_print)
    if other is not None and other != member:
        if not merge:
            return Proven(member=member, twice=True)
        change.leave(other, why="merged", now=now)
        _take_over(member, other)
        change.forget(other, now=now)
    _put(member, access, now=now)
    Access.objects.filter(pk=access.pk).update(used_at=now, address=None)
    write("membership.address", subject=f"member:{member.key}", actor=CITIZEN, now=now)
    return Proven(member=member, twice=False)


def _take_over(member: Member, other: Member) -> None:
    """Let what was said of themselves in the other membership go on with one that said nothing."""
    if other.apart is None or not give.is_given(other.apart):
        return
    if member.apart is not None:
        if give.is_given(member.apart):
            return
        give.skip(member.apart)  # a draft of the same person's
    Member.objects.filter(pk=other.pk).update(apart=None)
    member.apart = other.apart


def _put(member: Member, access: Access, *, now: datetime) -> None:
    """Write to this address from now on, and tell those that were used before."""
    before = {Channel.EMAIL: member.email, Channel.SMS: member.phone}
    if access.channel == Channel.EMAIL:
        member.email, member.email_print = access.address, access.address_print
    else:
        member.phone, member.phone_print = access.address, access.address_print
    if access.channel not in member.channels:
        member.channels = [*member.channels, access.channel]
    member.bounced_at, member.seen_at = None, now
    member.save()
    for way, old in before.items():
        if old and old != access.address:
            letters.tell_old(access, way, old, now=now)
