"""The letters with a link that prove an address: to confirm, to change, or to use another one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext, override

from heard.consent import people
from heard.consent.models import Scope
from heard.core.reasons import Reason
from heard.core.screening import Stop
from heard.delivery.post import Draft, post
from heard.membership.marked import REASON, marked
from heard.membership.models import Access, Channel, State
from heard.vault.ring import fingerprint_email, fingerprint_phone

KIND = "membership"  # the kind of these letters, and so the name of their guard
OVER = "membership-over"
TOLD = timedelta(days=3)  # for which it is worth telling the old address of a new one


def send_link(access: Access, link: str, *, to: str, at: datetime, now: datetime) -> None:
    """Post the letter with a link, which leaves at a time: mostly now, since somebody waits."""
    with override(access.member.language):
        title, body = _words(access, link)
    draft = Draft(
        subject=f"access:{access.pk}",
        channel=access.channel,
        address=to,
        title=title if access.channel == Channel.EMAIL else "",
        body=body,
        not_before=at,
        expires_at=access.expires_at,
    )
    post(KIND, [draft], now=now)


def tell_old(access: Access, way: Channel, old: str, *, now: datetime) -> None:
    """Tell an address that was used before that another one is used from now on."""
    with override(access.member.language):
        title = gettext("Your address for messages from %(force)s was changed")
        body = gettext(
            "Messages from %(force)s go to another address from now on, as was asked for. If it "
            "was not you, call 101."
        )
    words = {"force": settings.FORCE_NAME}
    draft = Draft(
        subject=f"changed:{access.pk}:{way}:{print_of(way, old)}",
        channel=way,
        address=old,
        title=title % words if way == Channel.EMAIL else "",
        body=body % words,
        not_before=now,
        expires_at=now + TOLD,
    )
    post(KIND, [draft], now=now)


def print_of(way: str, address: str) -> str:
    """Give the print by which an address is found."""
    return fingerprint_email(address) if way == Channel.EMAIL else fingerprint_phone(address)


def _words(access: Access, link: str) -> tuple[str, str]:
    force = settings.FORCE_NAME
    match access.purpose:
        case Access.Purpose.CONFIRM:
            title = gettext("Confirm that you want messages from %(force)s")
            body = gettext(
                "Somebody, we hope you, asked for messages from %(force)s to come here. Open this "
                "page and press its button to confirm: %(link)s If it was not you, do nothing: "
                "nothing more will come."
            )
        case Access.Purpose.MANAGE:
            title = gettext("Your messages from %(force)s")
            body = gettext(
                "Here you can see and change what you get from %(force)s, pause it, or leave: "
                "%(link)s If you did not ask for this, do nothing."
            )
        case _:
            title = gettext("Confirm your new address")
            body = gettext(
                "Open this page and press its button to get messages from %(force)s here: "
                "%(link)s If you did not ask for this, do nothing."
            )
    words = {"force": force, "link": link}
    return title % words, body % words


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop the letters of whoever left or wants nothing from us, and of links that are used up."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    parts = {subject: subject.split(":") for subject in subjects}
    found = Access.objects.select_related("member").in_bulk(
        [int(part[1]) for part in parts.values()]
    )
    prints = {subject: _addressee(part, found) for subject, part in parts.items()}
    persons, at_risk = people.standing(prints.values()), marked(prints.values())
    stops: dict[str, Stop] = {}
    for subject, part in parts.items():
        row, person = found.get(int(part[1])), persons.get(prints[subject])
        if row is None or (part[0] == "access" and _is_over(row, now=now)):
            stops[subject] = Stop(reason=OVER)
        elif prints[subject] in at_risk and _may_harm(part, row):
            stops[subject] = Stop(reason=REASON)
        elif person and (person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at):
            stops[subject] = Stop(reason=Reason.OPTED_OUT)
    return stops


def _addressee(part: Sequence[str], found: Mapping[int, Access]) -> str:
    """Give the print of the address that a letter goes to, from its name or from its row."""
    _, number, *told = part
    row = found.get(int(number))
    return told[-1] if told else row.address_print if row else ""


def _may_harm(part: Sequence[str], access: Access) -> bool:
    """Tell whether a letter lights up a telephone, or goes to an e-mail that is no member's."""
    kind, _, *told = part
    if (told[0] if told else access.channel) == Channel.SMS:
        return True
    return kind == "access" and (
        access.member.state != State.MEMBER or access.purpose == Access.Purpose.CHANGE
    )


def _is_over(access: Access, *, now: datetime) -> bool:
    is_left = access.member.state == State.LEFT
    return is_left or access.used_at is not None or access.expires_at <= now
