"""Works out once a week for each person what has changed, and posts a letter where something has.

Nothing new is no letter. What was told once is not told again until it has been otherwise. A letter
says in words what changed and where its figures are, and holds none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from heard import bulk
from heard.accounts.models import User
from heard.accounts.scope import scope_of
from heard.core.screening import Stop
from heard.core.statistics.whole_weeks import monday_of
from heard.core.timing import LONDON, london_date
from heard.delivery.post import Draft, post
from heard.insight.facts.read import Facts, NoFacts, facts
from heard.invitations.invite import hash_token, new_token
from heard.journal import aside
from heard.subscriptions import letter
from heard.subscriptions.models import Edition, Pace, Subscription
from heard.subscriptions.responsible import everybody, own_replies, responsible
from heard.subscriptions.subscribe import often
from heard.subscriptions.topics import OWN, Change, Followed, changed, may

Often = Pace.Often
KIND = "staff-weekly"
EMAIL = "email"
AT = time(7)  # on Mondays, in London
LIFE = timedelta(days=3)
ENDED = "not-wanted"  # why a letter is stopped: nobody may or wants to read it any more


def begin(*, now: datetime) -> int:
    """Put this week's editions into the queue, once for each person who is told of anything.

    Those are who asked to be, and, where e-mails leave, who holds a role with figures and did not
    end the letter of it.
    """
    monday = monday_of(london_date(now))
    if now < datetime.combine(monday, AT, LONDON):
        return 0
    wanting = Subscription.objects.filter(ended_at=None, user__is_active=True)
    known = set(Edition.objects.filter(week=monday).values_list("user", flat=True))
    ended = set(Pace.objects.filter(often=Often.NEVER).values_list("user", flat=True))
    asked = set(wanting.values_list("user", flat=True))
    by_role = everybody(now=now) - ended if EMAIL in settings.CHANNELS else set()
    users = sorted((asked | by_role) - known)
    rows = [
        {
            "user_id": user,
            "week": monday.isoformat(),
            "due_at": now,
            "findings": [],
            "told_of": [],
            "is_told": False,
        }
        for user in users
    ]
    return len(bulk.insert(Edition, rows, key=["user_id", "week"], returning=["id"]))


def tell(*, now: datetime, limit: int, draw: Callable[[int], bytes]) -> int:
    """Work out editions that are due, each in a transaction of its own; say how many.

    Where there are no facts yet they wait.
    """
    begin(now=now)
    done = 0
    while done < limit:
        with transaction.atomic():
            due = Edition.objects.filter(due_at__lte=now).order_by("due_at", "id")
            edition = due.select_for_update(of=("self",), skip_locked=True).first()
            if edition is None:
                return done
            try:
                known = facts(settings.FACTS)
            except NoFacts:
                return done
            found = _found(edition, known, now=now)
            _tell(edition, found, now=now, draw=draw)
        done += 1
    return done


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Set the edition that is to be worked out first aside, since that failed; say if one was."""
    due = Edition.objects.filter(due_at__lte=now).order_by("due_at", "id")
    first = due.select_for_update(of=("self",), skip_locked=True).first()
    if first is None:
        return False
    first.due_at = aside.note(f"edition:{first.pk}", fault=fault, now=now)
    first.save(update_fields=["due_at"])
    return True


def _found(edition: Edition, known: Facts, *, now: datetime) -> list[Change]:
    mine = scope_of(edition.user, now=now)
    theirs = known.within(mine)
    return [
        change
        for one in followed(edition.user, now=now)
        if may(edition.user, one, now=now)
        for change in (
            own_replies(mine.people) if one.topic == OWN else changed(theirs, one, now=now)
        )
    ]


def followed(user: User, *, now: datetime) -> list[Followed]:
    """Give the series that somebody is told of: by their roles, unless ended, and by choice."""
    asked = Subscription.objects.filter(user=user, ended_at=None).order_by("id")
    chosen = [Followed(topic=one.topic, area=one.area) for one in asked]
    by_role = [] if often(user) == Often.NEVER else responsible(user, now=now)
    return list(dict.fromkeys((*chosen, *by_role)))


def _tell(
    edition: Edition, found: Sequence[Change], *, now: datetime, draw: Callable[[int], bytes]
) -> None:
    told_of = _told_before(edition.user, edition.week)
    news = [change for change in found if change.code not in told_of]
    kept: dict[str, object] = {"due_at": None, "findings": [change.code for change in found]}
    kept["told_of"] = sorted({one.followed.key for one in news})
    if news or (often(edition.user) == Often.ALWAYS and edition.user.is_active):
        token = new_token(draw)
        link = letter.page(settings.SITE_URL, f"staff/subscriptions/stop/{token}")
        told = letter.Told(news=news, site=settings.SITE_URL, force=settings.FORCE_NAME, stop=link)
        draft = Draft(
            subject=f"edition:{edition.pk}",
            channel=EMAIL,
            address=edition.user.email,
            title=letter.title(settings.FORCE_NAME),
            body=letter.body(told),
            html=letter.html(told),
            unsubscribe=link,
            not_before=now,
            expires_at=now + LIFE,
        )
        post(KIND, [draft], now=now)
        kept |= {"is_told": True, "token_hash": hash_token(token)}
    Edition.objects.filter(pk=edition.pk).update(**kept)


def _told_before(user: User, week: date) -> frozenset[str]:
    """Give what was found for somebody the last time."""
    before = Edition.objects.filter(user=user, week__lt=week, due_at=None)
    last = before.order_by("-week").values_list("findings", flat=True).first()
    return frozenset(last or ())


def whose(token: str) -> User | None:
    """Find who may end what they are told of by a link; None where it is none of ours."""
    found = Edition.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    return found.user if found else None


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop letters to whoever was shut out, may not see it any more, or wants none of it."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    numbers = {subject: int(subject.partition(":")[2]) for subject in subjects}
    editions = Edition.objects.select_related("user").in_bulk([*numbers.values()])
    return {
        subject: Stop(reason=ENDED)
        for subject, number in numbers.items()
        if number not in editions or not _wants(editions[number], now=now)
    }


def _wants(edition: Edition, *, now: datetime) -> bool:
    """Tell whether all that a letter tells of may be seen and is wanted still."""
    user = edition.user
    wanted = {one.key for one in followed(user, now=now) if may(user, one, now=now)}
    if not edition.told_of:
        return bool(wanted) and often(user) == Often.ALWAYS
    return wanted.issuperset(edition.told_of)
