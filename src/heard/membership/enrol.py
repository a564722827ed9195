"""Takes people in: they ask, confirm by a link that was sent to them, and are members then.

What is said to whoever asks never depends on whether an address is known here: only the letter
does, and that is read by whom the address belongs to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from heard.consent import people
from heard.consent.models import Scope
from heard.core.addresses import PhoneKind, read_phone
from heard.core.emails import EmailKind, read_email
from heard.core.timing import london_date, next_open
from heard.invitations.invite import hash_token, new_token
from heard.journal.write import CITIZEN, Actor, write
from heard.membership import ledger, letters
from heard.membership.marked import marked
from heard.membership.models import (
    Access,
    Channel,
    Frequency,
    How,
    Interest,
    Member,
    Movement,
    State,
)
from heard.places import postcodes
from heard.vault.ring import fingerprint

LIVES = timedelta(days=3)  # of a link to confirm
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AN_HOUR, A_DAY = 2, 4  # letters that one address gets at most
NETWORK_AN_HOUR = 60  # letters that one network may cause in an hour; a library is one network


class BadWish(ValueError):
    """What somebody asked for cannot be; names the field, and says what is wrong as a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to get, and where: at an e-mail address, or else at a mobile number.

    Only one of them, since one letter proves one address; another is added by a member.
    """

    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    language: str = "en"
    interests: Sequence[Interest] = ()
    frequency: Frequency = Frequency.EACH
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who registers a member, and the proof of consent where it is not they themselves.

    A link leaves at once where somebody waits for it (`waits`), which nobody does by a partner's
    list; else in the hours of letters.
    """

    how: How
    proof: str = field(default="", repr=False)
    waits: bool = True


THEMSELVES = By(how=How.SELF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Where links lead, how they are drawn, and from which network somebody asks for one.

    `site` is the address before the path, `draw` gives random bytes. Of the network nothing is
    kept but a print, for a day.
    """

    site: str
    draw: Callable[[int], bytes]
    network: str = field(default="", repr=False)


def checked(wish: Wish) -> Wish:
    """Give a wish in the spelling in which it is kept. BadWish."""
    email, phone = read_email(wish.email), read_phone(wish.phone)
    if email.kind in (EmailKind.BAD, EmailKind.ROLE):
        said = "Enter an e-mail address of your own, in the correct format: name@example.com."
        raise BadWish("email", said)
    if phone.kind not in (PhoneKind.UK_MOBILE, PhoneKind.WITHHELD):
        raise BadWish("phone", "Enter a mobile number of the United Kingdom, like 07700 900 982.")
    if bool(email.address) == bool(phone.e164):
        raise BadWish("email", "Enter an e-mail address or a mobile number: one of them.")
    postcode = postcodes.spelt(wish.postcode)
    if wish.postcode.strip() and not postcode:
        raise BadWish("postcode", "Enter a full postcode, like B1 1AA, or leave it out.")
    return replace(wish, email=email.address, phone=phone.e164, postcode=postcode)


@transaction.atomic
def ask(wish: Wish, *, by: By = THEMSELVES, sender: Sender, now: datetime) -> None:
    """Keep what somebody wants, and send a link by which they confirm it. BadWish.

    Whoever is a member already gets a link to change what they get instead. Nothing is sent to
    whoever wants nothing from us or whom a marker keeps from it, nor more to one address or from
    one network than the limits, nor to whomever a partner registers who is a member, or was asked
    already.
    """
    wanted = checked(wish)
    way, address, print_ = _address(wanted)
    _hold(print_)
    if is_refused(print_, sender.network, now=now):
        return
    known = is_member(print_)
    if by.how == How.PARTNER and (known is not None or _is_pending(print_)):
        return
    if (known is None or way == Channel.SMS) and marked([print_]):
        return
    leaves = now if by.waits and by.how != How.PARTNER else next_open(now)
    if known is None:
        member = _pending(wanted, print_, by=by, now=now)
        send(member, Access.Purpose.CONFIRM, to=(way, address), sender=sender, now=now, at=leaves)
        return
    kept = known.email if way == Channel.EMAIL else known.phone  # as its owner spelt it
    send(known, Access.Purpose.MANAGE, to=(way, kept or address), sender=sender, now=now, at=leaves)


@transaction.atomic
def send(
    member: Member,
    purpose: Access.Purpose,
    *,
    to: tuple[Channel, str],
    sender: Sender,
    now: datetime,
    at: datetime | None = None,
) -> Access:
    """Send a link for a purpose to an address, whose owner proves by it that it is theirs.

    It leaves at once, or `at` a time.
    """
    way, address = to
    token = new_token(sender.draw)
    access = Access.objects.create(
        member=member,
        purpose=purpose,
        token_hash=hash_token(token),
        channel=way,
        address=address if purpose == Access.Purpose.CHANGE else None,
        address_print=letters.print_of(way, address),
        network=network_print(sender.network, now=now),
        sent_at=now,
        expires_at=now + LIVES,
    )
    link = f"{sender.site}/community/{purpose}/{token}"
    letters.send_link(access, link, to=address, at=at or now, now=now)
    return access


def find(token: str, *, now: datetime) -> Access | None:
    """Give what a link is for; None where it is unknown, used up or too old."""
    return (
        Access.objects.select_related("member")
        .filter(token_hash=hash_token(token), used_at=None, expires_at__gt=now)
        .exclude(member__state=State.LEFT)
        .first()
    )


@transaction.atomic
def confirm(token: str, *, draw: Callable[[int], bytes], now: datetime) -> Member | None:
    """Make whoever got this link a member; None where it cannot be used (any more).

    Used twice it finds the same member: people press a button twice.
    """
    access = (
        Access.objects.select_related("member")
        .filter(token_hash=hash_token(token), purpose=Access.Purpose.CONFIRM, expires_at__gt=now)
        .first()
    )
    if access is None:
        return None
    _hold(access.address_print)
    member = Member.objects.select_for_update().get(pk=access.member_id)
    if member.state == State.PENDING:
        other = is_member(access.address_print)
        if other is not None:  # confirmed meanwhile, by the link of another letter
            return other
        begin(member, draw=draw, now=now)
    Access.objects.filter(pk=access.pk, used_at=None).update(used_at=now)
    return member if member.state == State.MEMBER else None


def begin(member: Member, *, draw: Callable[[int], bytes], now: datetime) -> None:
    """Make a member of whoever was asked for: their row is held, and their address is theirs."""
    token = new_token(draw)
    member.state, member.joined_at, member.seen_at = State.MEMBER, now, now
    member.stop_token, member.stop_hash = token, hash_token(token)
    member.save()
    ledger.note([ledger.line(member, Movement.Kind.JOIN)], at=now, now=now)
    write("membership.join", subject=f"member:{member.key}", actor=CITIZEN, now=now)


@transaction.atomic
def register(wish: Wish, *, by: By, who: Actor, sender: Sender, now: datetime) -> None:
    """Ask for somebody else, who agreed to it: they confirm it themselves all the same. BadWish."""
    if not by.proof.strip():
        said = "Say how this person agreed: where, when, and to whom."
        raise BadWish("proof", said)
    ask(wish, by=by, sender=sender, now=now)
    write("membership.register", subject=f"how:{by.how}", actor=who, now=now)


def _address(wish: Wish) -> tuple[Channel, str, str]:
    way = Channel.EMAIL if wish.email else Channel.SMS
    address = wish.email or wish.phone
    return way, address, letters.print_of(way, address)


def _hold(print_: str) -> None:
    """Keep anybody else from asking for the same address until the transaction ends."""
    people.hold_still([print_])


def is_refused(print_: str, network: str, *, now: datetime) -> bool:
    """Tell whether no link is sent to an address: its owner wants nothing, or it had enough.

    Its print is held, so that nobody else asks for it meanwhile.
    """
    return _is_too_much(print_, network, now=now) or _wants_nothing(print_)


def _wants_nothing(print_: str) -> bool:
    person = people.standing([print_]).get(print_)
    return person is not None and (
        person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at is not None
    )


def is_member(print_: str) -> Member | None:
    """Give the member whom a print stands for; None where it stands for none."""
    return Member.objects.filter(_whose(print_), state=State.MEMBER).first()


def _is_pending(print_: str) -> bool:
    return Member.objects.filter(_whose(print_), state=State.PENDING).exists()


def _whose(print_: str) -> Q:
    return Q(email_print=print_) | Q(phone_print=print_)


def _is_too_much(print_: str, network: str, *, now: datetime) -> bool:
    sent = Access.objects.filter(address_print=print_)
    if sent.filter(sent_at__gt=now - HOUR).count() >= AN_HOUR:
        return True
    if sent.filter(sent_at__gt=now - DAY).count() >= A_DAY:
        return True
    print_of_network = network_print(network, now=now)
    if not print_of_network:
        return False
    lately = Access.objects.filter(network=print_of_network, sent_at__gt=now - HOUR)
    return lately.count() >= NETWORK_AN_HOUR


def network_print(network: str, *, now: datetime) -> str:
    """Give all that is kept of a network: a print that is another one each day."""
    return fingerprint(f"{network} {london_date(now)}", of="network") if network else ""


def _pending(wish: Wish, print_: str, *, by: By, now: datetime) -> Member:
    """Keep what somebody wants until they confirm it; what they asked for before is forgotten."""
    before = Member.objects.filter(_whose(print_), state=State.PENDING).first()
    member = before or Member(asked_at=now, how=by.how)
    place = postcodes.find(wish.postcode, on=london_date(now)) if wish.postcode else None
    member.email, member.phone = wish.email or None, wish.phone or None
    member.email_print, member.phone_print = (print_, "") if wish.email else ("", print_)
    member.postcode = wish.postcode or None
    member.area = place.area if place else ledger.UNKNOWN
    member.ward = place.ward if place else ""
    member.impact_area = place.impact_area if place else ""
    member.directory = place.directory if place else None
    member.by_sector = place is not None and place.by_sector
    member.language, member.interests = wish.language, list(wish.interests)
    member.frequency, member.source = wish.frequency, wish.source
    member.channels = [Channel.EMAIL] if wish.email else [Channel.SMS]
    member.how, member.proof, member.asked_at = by.how, by.proof.strip() or None, now
    member.save()
    return member
