"""Reminds people once of what they were asked, where their programme says so (rule SC-20)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heard.consent import people
from heard.core.screening import Stop
from heard.core.screening.stops import EMAIL
from heard.core.wording import stop_page
from heard.delivery.models import Letter, State
from heard.delivery.post import Draft, post
from heard.eligibility import screen
from heard.eligibility.again import again
from heard.eligibility.programmes import running, words
from heard.events import receive
from heard.invitations.invite import hash_token, new_token
from heard.invitations.models import Invitation

KIND = "reminder"
ARRIVED = (State.SENDING, State.PENDING, State.SENT, State.DELIVERED)
OPENED = "opened"  # why a reminder is stopped: it has been heeded already


@transaction.atomic
def remind(*, now: datetime, limit: int, site: str, draw: Callable[[int], bytes]) -> int:
    """Post a reminder, with a link of its own, to at most `limit` people, and say to how many.

    Only whoever was written to, did not begin, and whose link still works for as long again as
    they waited. The gate is asked when the reminder is claimed, as about everything else. The cap
    goes on from here: a reminder is an asking too.
    """
    programmes = {p.id: p for p in running() if p.reminders}
    due = Invitation.objects.select_related("letter").filter(
        programme__in=programmes,
        reminded_at=None,
        opened_at=None,
        spent_at=None,
        by_turns=False,
        letter__state__in=ARRIVED,
        asked_at__lte=now - F("programme__remind_after"),
        expires_at__gt=now,
    )
    found = list(due.select_for_update(of=("self",), skip_locked=True).order_by("id")[:limit])
    touchpoints = receive.read_locked([i.touchpoint_id for i in found]) if found else []
    cases = {case.touchpoint.id: case for case in screen.cases(touchpoints)}
    for invitation in found:
        _remind(invitation, cases[invitation.touchpoint_id], now=now, site=site, draw=draw)
    return len(found)


def _remind(
    invitation: Invitation,
    case: screen.Case,
    *,
    now: datetime,
    site: str,
    draw: Callable[[int], bytes],
) -> None:
    programme, letter = invitation.programme, _letter(invitation)
    token = new_token(draw)
    link = f"{site}/s/{token}"
    contact, is_email = case.contact, letter.channel == EMAIL
    title, body = words(programme, link, channel=letter.channel)
    reach = (contact.email if is_email else contact.phone) if contact else None
    draft = Draft(
        subject=letter.subject,
        channel=letter.channel,
        account=programme.slug,
        address=reach or "",
        title=title,
        body=body,
        unsubscribe=stop_page(link) if is_email else "",
        not_before=now,
        expires_at=invitation.expires_at,
    )
    (reminder,) = post(KIND, [draft], now=now)
    Invitation.objects.filter(pk=invitation.pk).update(
        reminder=reminder, reminder_hash=hash_token(token), reminded_at=now
    )
    people.extend_cap(set(case.prints), until=now + programme.cap)


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the gate about these reminders inside their claim, as delivery's guards are asked."""
    return _stops(subjects, now=now, hold=True)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask it once more right before the call."""
    return _stops(subjects, now=now, hold=False)


def _letter(invitation: Invitation) -> Letter:
    if invitation.letter is None:
        raise ValueError("Only whoever was written to is reminded.")
    return invitation.letter


def _stops(subjects: Sequence[str], *, now: datetime, hold: bool) -> Mapping[str, Stop]:
    rows = Invitation.objects.filter(reminder__subject__in=subjects, reminder__kind=KIND)
    asked = dict(rows.values_list("reminder__subject", "asked_at"))
    stops = dict(again(asked, now=now, hold=hold, reminders=1))
    heeded = rows.exclude(opened_at=None, spent_at=None)
    stops |= dict.fromkeys(heeded.values_list("reminder__subject", flat=True), Stop(reason=OPENED))
    gone = set(subjects) - asked.keys()
    return stops | dict.fromkeys(gone, Stop(reason=OPENED))
