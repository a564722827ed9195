"""The letters with a link that prove an address: to confirm, to change, or to use another one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, override

from heard.consent import people
from heard.consent.models import Scope
from heard.core.reasons import Reason
from heard.core.screening import Stop
from heard.delivery.post import Draft, post
from heard.membership.models import Access, Channel, State

KIND = "membership"  # the kind of these letters, and so the name of their guard
OVER = "membership-over"


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
    ids = {subject: int(subject.partition(":")[2]) for subject in subjects}
    rows = Access.objects.select_related("member").filter(pk__in=ids.values())
    found = {row.pk: row for row in rows}
    persons = people.standing({row.address_print for row in found.values()})
    stops: dict[str, Stop] = {}
    for subject, key in ids.items():
        row = found.get(key)
        if row is None or row.used_at or row.expires_at <= now or row.member.state == State.LEFT:
            stops[subject] = Stop(reason=OVER)
            continue
        person = persons.get(row.address_print)
        if person and (person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at):
            stops[subject] = Stop(reason=Reason.OPTED_OUT)
    return stops
