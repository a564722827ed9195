"""Looks for signs that answers were steered: who is asked, from where, and by whom.

A sign is no proof. Each is held against chance, all of them together, so that chance alone adds
few; each says what was counted, so that whoever is looked at can reply. No answer is read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.core.addresses import read_phone
from heard.core.statistics.exposure import p_of_burst, p_of_excess
from heard.core.statistics.verdicts import LEVEL, adjusted_together
from heard.fieldwork.models import Submission
from heard.improvement.models import StaffPhone
from heard.invitations.models import Invitation
from heard.journal.write import write
from heard.responses.models import Response
from heard.vault.ring import fingerprint_email, fingerprint_phone

LOOKED_BACK = timedelta(days=91)
FEWEST = 30  # of a team or a way in, before a share of it says anything
BURST = timedelta(minutes=10)
FEWEST_AT_ONCE = 4  # forms that are a burst
OF_STAFF = "A number of a member of staff"


class NotRead(Exception):
    """A line is no telephone number; the message says what is wanted."""


class Sign(StrEnum):
    """What may have been steered."""

    REFUSED = "refused"  # more of a team's people than of others were left out by hand
    DOUBTED = "doubted"  # more of a way in than of others came from one device or network
    BURST = "burst"  # an officer's device brought many interviews at once
    OWN = "own"  # a member of staff was asked and answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sign: what it is about, the cases in their exposure, those elsewhere, and how seldom.

    `p` is among all that were looked at together. An answer of a member of staff is no matter of
    chance, and has none.
    """

    sign: Sign
    about: str
    cases: int
    exposure: int
    others: int = 0
    elsewhere: int = 0
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found, and how many were held against chance, since an instant."""

    since: datetime
    among: int
    found: Sequence[Finding]


def look(*, now: datetime) -> Looked:
    """Look at the last thirteen weeks."""
    since = now - LOOKED_BACK
    tried = [*_refused(since), *_doubted(since), *_bursts(since)]
    adjusted = adjusted_together([one.p or 0.0 for one in tried])
    real = [
        Finding(
            sign=one.sign,
            about=one.about,
            cases=one.cases,
            exposure=one.exposure,
            others=one.others,
            elsewhere=one.elsewhere,
            p=p,
        )
        for one, p in zip(tried, adjusted, strict=True)
        if p <= LEVEL
    ]
    return Looked(since=since, among=len(tried), found=[*real, *_own(since)])


_BY_TEAM = """
SELECT coalesce(nullif(CASE t.kind WHEN 'attendance' THEN a.team ELSE c.team END, ''), ''),
    count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM eligibility_review r
        WHERE r.touchpoint_id = s.touchpoint_id AND r.programme_id = s.programme_id
        AND NOT r.lets_pass))
FROM eligibility_screening s
JOIN events_touchpoint t ON t.id = s.touchpoint_id
LEFT JOIN events_contact c ON c.id = t.contact_id
LEFT JOIN events_attendance a ON a.incident_id = t.incident_id
WHERE s.is_current AND s.decided_at >= %s
GROUP BY 1 ORDER BY 1
"""


def _refused(since: datetime) -> Iterator[Finding]:
    """Hold each team against the others by what people decided not to ask about."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_TEAM, [since])
        counts = {team: (number, refused) for team, number, refused in cursor.fetchall()}
    yield from _against_others(Sign.REFUSED, counts)


def _doubted(since: datetime) -> Iterator[Finding]:
    """Hold each open way in against the others by answers that are in doubt."""
    rows = Response.objects.filter(submitted_at__gte=since, collector__isnull=False)
    every, doubted = Counter[str](), Counter[str]()
    for code, doubt in rows.values_list("collector__code", "doubt"):
        every[code] += 1
        doubted[code] += bool(doubt)
    counts = {code: (every[code], doubted[code]) for code in sorted(every)}
    yield from _against_others(Sign.DOUBTED, counts)


def _against_others(sign: Sign, counts: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    """Hold what is named and has enough against all that is left."""
    every, all_cases = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    for name, (exposure, cases) in counts.items():
        if name and exposure >= FEWEST and every > exposure:
            others, elsewhere = all_cases - cases, every - exposure
            p = p_of_excess(cases, exposure, others=others, elsewhere=elsewhere)
            yield Finding(
                sign=sign,
                about=name,
                cases=cases,
                exposure=exposure,
                others=others,
                elsewhere=elsewhere,
                p=p,
            )


def _bursts(since: datetime) -> Iterator[Finding]:
    """Look at each officer's device for many interviews that ended at about the same time."""
    rows = Submission.objects.filter(ended_at__gte=since).order_by("device", "interviewer")
    ends: dict[str, list[float]] = {}
    for device, interviewer, ended in rows.values_list("device", "interviewer__name", "ended_at"):
        name = ", ".join(filter(None, (interviewer, device))) or "unknown"
        ends.setdefault(name, []).append(ended.timestamp())
    for name, seconds in ends.items():
        most, p = p_of_burst(seconds, within=BURST.total_seconds())
        if most >= FEWEST_AT_ONCE:
            yield Finding(sign=Sign.BURST, about=name, cases=most, exposure=len(seconds), p=p)


@transaction.atomic
def note_phones(lines: str, *, by: User, now: datetime) -> int:
    """Keep the prints of telephone numbers of staff, one a line, and give how many were new.

    NotRead where one of the lines is no number; then none is kept.
    """
    read = [read_phone(line).e164 for line in lines.splitlines() if line.strip()]
    if not all(read) or not read:
        raise NotRead("Write UK mobile numbers, one a line, like 07700 900 982.")
    before = StaffPhone.objects.count()
    StaffPhone.objects.bulk_create(
        [StaffPhone(print=fingerprint_phone(e164 or ""), added_by=by, at=now) for e164 in read],
        ignore_conflicts=True,
    )
    write("improvement.note_phones", subject="staff phones", actor=actor(by), now=now)
    return StaffPhone.objects.count() - before


def phones() -> int:
    """Count the numbers of staff of which a print is kept."""
    return StaffPhone.objects.count()


def _own(since: datetime) -> Iterator[Finding]:
    """Find answers that came by the address or a number of a member of staff."""
    names = dict.fromkeys(StaffPhone.objects.values_list("print", flat=True), OF_STAFF)
    for name, email in User.objects.order_by("pk").values_list("name", "email"):
        names[fingerprint_email(email)] = name
    asked = Invitation.objects.filter(person_print__in=names, asked_at__gte=since)
    answered = Response.objects.filter(invitation__in=asked)
    found = answered.values_list("invitation__person_print", flat=True)
    counts = Counter(names[print_] for print_ in found)
    for name, number in sorted(counts.items()):
        yield Finding(sign=Sign.OWN, about=name, cases=number, exposure=number)
