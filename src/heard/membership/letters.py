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
from heard.membership.models import Access, Channel, State
from heard.vault.ring import fingerprint_email, fingerprint_phone

KIND = "membership"  # the kind of these letters, and so the name of their guard
OVER = "membership-over"
TOLD = timedelta(days=3)  # for which it is worth telling the old address of a new one


def send_link(access: Access, token: str, *, to: str, site: str, now: datetime) -> None:
    """Post the letter with the link; it goes at once, since somebody waits for it."""
    link = f"{site}/community/{access.purpose}/{token}"
    with override(access.member.language):
        title, body = _words(access, link)
    draft = Draft(
        subject=f"access:{access.pk}",
        channel=access.channel,
        address=to,
        title=title if access.channel == Channel.EMAIL else "",
        body=body,
        not_before=now,
        expires_at=access.expires_at,
    )
    post(KIND, [draft], now=now)


def tell_old(access: Access, old: str, *, now: datetime) -> None:
    """Tell the address that was used before that another one is used instead."""
    with override(access.member.language):
        title = gettext("Your address for messages from %(force)s was changed")
        body = gettext(
            "Messages from %(force)s go to another address from now on, as was asked for. If it "
            "was not you, call 101."
        )
    words = {"force": settings.FORCE_NAME}
    draft = Draft(
        subject=f"changed:{access.pk}:{_print(access.channel, old)}",
        channel=access.channel,
        address=old,
        title=title % words if access.channel == Channel.EMAIL else "",
        body=body % words,
        not_before=now,
        expires_at=now + TOLD,
    )
    post(KIND, [draft], now=now)


def _print(channel: str, address: str) -> str:
    is_email = channel == Channel.EMAIL
    return fingerprint_email(address) if is_email else fingerprint_phone(address)


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
    persons = people.standing(prints.values())
    stops: dict[str, Stop] = {}
    for subject, part in parts.items():
        row, person = found.get(int(part[1])), persons.get(prints[subject])
        if row is None or (part[0] == "access" and _is_over(row, now=now)):
            stops[subject] = Stop(reason=OVER)
        elif person and (person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at):
            stops[subject] = Stop(reason=Reason.OPTED_OUT)
    return stops


def _addressee(part: Sequence[str], found: Mapping[int, Access]) -> str:
    """Give the print of the address that a letter goes to, from its name or from its row."""
    _, number, *print_ = part
    row = found.get(int(number))
    return print_[0] if print_ else row.address_print if row else ""


def _is_over(access: Access, *, now: datetime) -> bool:
    is_left = access.member.state == State.LEFT
    return is_left or access.used_at is not None or access.expires_at <= now
