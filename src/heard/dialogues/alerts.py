"""Shows a person what may be a cry for help, from either door, and keeps who saw it (SC-29, 30)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Q

from heard.core.reasons import Reason
from heard.core.text.meaning import DANGERS, meant
from heard.core.text.sentences import ModelBroken
from heard.core.text.triage import Danger, triage
from heard.delivery.models import InboundText
from heard.dialogues.clocks import CLOSED_WITHIN, SEEN_WITHIN
from heard.dialogues.models import Alert
from heard.events.models import Touchpoint
from heard.fieldwork import words as rejected
from heard.invitations.models import Invitation
from heard.journal.write import SYSTEM, Actor, write
from heard.membership import threads
from heard.responses import comments

Level = Alert.Level
_log = structlog.get_logger(__name__)
# Whoever was written to although one of these keeps them from being asked may be in danger by it.
RISKS = (
    *(Reason.SENSITIVE, Reason.HOUSEHOLD, Reason.UNSAFE, Reason.SPECIALIST, Reason.UNDER_AGE),
    *(Reason.DECEASED, Reason.PHONE_GONE, Reason.RISK_WORDS, Reason.RELATED, Reason.SUSPECT),
)
NEAR_MISS = Danger(trigger_id="", category="written to before we knew of a risk", level=Level.L1)
_MISSES = """
    SELECT i.id, array_agg(DISTINCT o.reason) FROM delivery_overtaken AS o
    CROSS JOIN LATERAL (
        SELECT id FROM invitations_invitation WHERE letter_id = o.letter_id
        UNION ALL SELECT id FROM invitations_invitation WHERE reminder_id = o.letter_id
    ) AS i
    WHERE o.had_left AND o.reason = ANY(%s) AND NOT EXISTS (
        SELECT FROM dialogues_alert AS a WHERE a.invitation_id = i.id AND a.question_id = ''
    )
    GROUP BY i.id ORDER BY i.id LIMIT %s
"""
# Whatever was done about an alert before more danger was said.
_AFRESH: Mapping[str, object] = {
    "seen_at": None,
    "seen_by": "",
    "escalated": 0,
    "closed_at": None,
    "closed_by": "",
    "outcome": "",
    "report_number": "",
    "remark": None,
}
# What no phrase of danger is in.
NOT_READ = Danger(trigger_id="", category="nothing could read it", level=Level.L2)
MAY_STOP = Danger(trigger_id="", category="may want no more texts", level=Level.L2)


def raise_for_text(text: InboundText, found: tuple[Danger, ...], *, now: datetime) -> None:
    """Raise the alert for a text that came in; once, however often it is read."""
    _raise(found, text.body or "", now=now, text=text)


@transaction.atomic
def read_comments(*, now: datetime, limit: int) -> int:
    """Look at what people wrote since, on a page or in the field, sent in or not; say how much.

    What was changed after it raised an alert, and says more danger, has to be seen again.
    """
    drafts = comments.claim_drafts(now=now, limit=limit)
    sent = comments.claim_due(now=now, limit=limit)
    aside = rejected.claim_due(now=now, limit=limit)
    replies = threads.claim_due(now=now, limit=limit)
    written = (*comments.words(drafts), *comments.words_sent(sent), *rejected.words(aside))
    written += (*threads.words(replies),)
    signs = _signs(words for _, _, words in written)
    for (door, question_id, words), found in zip(written, signs, strict=True):
        if found:
            _raise(found, words, now=now, **door, question_id=question_id)
    comments.settle_drafts(drafts)
    comments.settle(sent)
    rejected.settle(aside)
    threads.settle_words(replies)
    return len(drafts) + len(sent) + len(aside) + len(replies)


def with_meaning(words: str, found: tuple[Danger, ...]) -> tuple[Danger, ...]:
    """Add the danger that words mean where the lists found none in them, the worst first.

    Where the model cannot be asked, the lists go on alone: that is said in the log.
    """
    return _with_meaning(words, found)[0]


@transaction.atomic
def raise_for_misses(*, now: datetime, limit: int) -> int:
    """Raise an alert for everybody whose letter had left before a risk was known; say how many.

    Once an invitation, whatever is learnt of it later; `triggers` are the codes of the reasons.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSES, [list(RISKS), limit])
        found = cursor.fetchall()
    for invitation, reasons in found:
        facts = {
            "level": NEAR_MISS.level,
            "category": NEAR_MISS.category,
            "triggers": reasons,
            "raised_at": now,
            "due_at": now + SEEN_WITHIN[NEAR_MISS.level],
            "escalate_at": now + SEEN_WITHIN[NEAR_MISS.level],
            "families": [NEAR_MISS.family],
        }
        alert, new = Alert.objects.get_or_create(
            invitation_id=invitation, question_id="", defaults=facts
        )
        if new:
            why, subject = alert.category, f"alert:{alert.pk}"
            write("dialogues.raise_alert", subject=subject, actor=SYSTEM, now=now, reason=why)
    return len(found)


def find(number: int) -> Alert | None:
    """Give one alert with all that it takes to help: the words, who wrote them, about what."""
    way = (
        "text",
        "invitation__touchpoint",
        "guest__collector",
        "response__collector",
        "rejected__collector",
    )
    return Alert.objects.select_related(*way).filter(pk=number).first()


def about(alert: Alert) -> Touchpoint | None:
    """Give the touchpoint that the person was asked about, the last one of a text's sender."""
    if alert.invitation is not None:
        return alert.invitation.touchpoint
    if alert.text is None:
        return None
    print_ = alert.text.print
    asked = Invitation.objects.filter(person_print=print_).select_related("touchpoint")
    last = asked.order_by("-asked_at", "-id").first() if print_ else None
    return last.touchpoint if last else None


@transaction.atomic
def see(alert: Alert, *, who: Actor, now: datetime) -> None:
    """Note who has seen it and takes care of it; the first one counts."""
    unseen = Alert.objects.filter(pk=alert.pk, seen_at=None)
    facts = {"escalate_at": now + CLOSED_WITHIN[alert.level], "escalated": 0}
    if unseen.update(seen_at=now, seen_by=who.label, **facts):
        write("dialogues.see_alert", subject=f"alert:{alert.pk}", actor=who, now=now)


def erase(*, now: datetime, kept: timedelta) -> int:
    """Erase the words of alerts that were closed so long ago; say how many."""
    worded = Q(body__isnull=False) | Q(remark__isnull=False)
    return Alert.objects.filter(worded, closed_at__lte=now - kept).update(body=None, remark=None)


def _signs(written: Iterable[str]) -> Iterator[tuple[Danger, ...]]:
    """Give the signs in each of these words; a model that fails is asked again in the next pass."""
    works = True
    for words in written:
        found = triage(words)
        if works:
            found, works = _with_meaning(words, found)
        yield found


def _with_meaning(words: str, found: tuple[Danger, ...]) -> tuple[tuple[Danger, ...], bool]:
    """Add the danger by meaning, and tell whether the model works."""
    if any(sign.family in DANGERS for sign in found):
        return found, True
    try:
        danger = meant(words)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the lists have to go on
        why = str(fault) if isinstance(fault, ModelBroken) else type(fault).__name__
        _log.error("danger is looked for by the lists alone", fault=why)
        return found, False
    both = found if danger is None else (*found, danger)
    return tuple(sorted(both, key=lambda sign: sign.level)), True


def _raise(found: tuple[Danger, ...], body: str, *, now: datetime, **door: object) -> None:
    worst = found[0]
    triggers = sorted({danger.trigger_id for danger in found if danger.trigger_id})
    facts = {
        "level": worst.level,
        "category": worst.category,
        "triggers": triggers,
        "body": body,
        "families": sorted({danger.family.value for danger in found}),
        "raised_at": now,
        "due_at": now + SEEN_WITHIN[worst.level],
        "escalate_at": now + SEEN_WITHIN[worst.level],
    }
    alert, new = Alert.objects.get_or_create(**door, defaults=facts)
    if not new and set(triggers) <= set(alert.triggers):
        return
    Alert.objects.filter(pk=alert.pk).update(**facts, **_AFRESH)
    subject = f"alert:{alert.pk}"
    write("dialogues.raise_alert", subject=subject, actor=SYSTEM, now=now, reason=worst.category)
