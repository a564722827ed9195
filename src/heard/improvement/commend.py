"""Commendations: nominated, approved by another person, thanked, published only with consent."""

from datetime import datetime

from django.db import IntegrityError, transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.core.text.redact import redact
from heard.improvement.models import Commendation
from heard.improvement.told import praise
from heard.improvement.who import account_of, person_of
from heard.journal.write import write
from heard.responses.models import Comment

LONGEST = 1_000  # characters of a reason or a citation
LONGEST_NAME = 100
FEWEST = 10  # characters of a reason


class NotCommended(Exception):
    """A commendation cannot go on as it is asked; the message says why."""


@transaction.atomic
def nominate(colleague: User, why: str, *, by: User, now: datetime) -> Commendation:
    """Nominate a colleague, who has a code of theirs, for something they did. NotCommended."""
    person, why = person_of(colleague, now=now), why.strip()
    if not person:
        raise NotCommended("Nobody has been given a code for this account yet.")
    if not FEWEST <= len(why) <= LONGEST:
        raise NotCommended(f"Write why, in {FEWEST} to {LONGEST:,} characters.")
    return _nominated(person, why, team="", comment=None, by=by, now=now)


@transaction.atomic
def nominate_for(comment: Comment, *, by: User, now: datetime) -> Commendation:
    """Nominate whom a comment is about, where all of it points to praise. NotCommended.

    Whoever nominates need not know, and is not told, whom it is about.
    """
    person = comment.response.person
    if not person:
        raise NotCommended("It is not known whom this comment is about.")
    if comment.pk not in praise([comment]):
        raise NotCommended("Not all of it points to praise: the words, the signs and the scores.")
    team, words = comment.response.team, redact(comment.text)
    return _nominated(person, words, team=team, comment=comment, by=by, now=now)


def _nominated(
    person: str, words: str, *, team: str, comment: Comment | None, by: User, now: datetime
) -> Commendation:
    commended = account_of(person, now=now)
    if commended == by:
        raise NotCommended("Nobody nominates themselves.")
    try:
        with transaction.atomic():
            made = Commendation.objects.create(
                person=person,
                team=team,
                commended=commended,
                comment=comment,
                words=words,
                nominated_by=by,
                nominated_at=now,
            )
    except IntegrityError:
        raise NotCommended("Somebody has nominated for this comment before.") from None
    write("improvement.nominate", subject=_subject(made), actor=actor(by), now=now)
    return made


@transaction.atomic
def decide(number: int, *, approves: bool, why: str, by: User, now: datetime) -> Commendation:
    """Approve a nomination, or refuse it and say why. NotCommended.

    Neither who nominated nor who is commended decides.
    """
    one, why = _locked(number), why.strip()
    one.commended = one.commended or account_of(one.person, now=now)
    if one.approves is not None:
        raise NotCommended("It has been decided before.")
    if by.pk == one.nominated_by_id:
        raise NotCommended("Another person than who nominated has to decide.")
    if one.commended_id == one.nominated_by_id:
        raise NotCommended("Whom it is about nominated it themselves.")
    if by == one.commended:
        raise NotCommended("Nobody decides on their own commendation.")
    if not approves and not 1 <= len(why) <= LONGEST:
        raise NotCommended(f"Say why not, in at most {LONGEST:,} characters.")
    one.decided_by, one.decided_at, one.approves = by, now, approves
    one.why = "" if approves else why
    one.save(update_fields=["commended", "decided_by", "decided_at", "approves", "why"])
    if approves:
        write("improvement.approve", subject=_subject(one), actor=actor(by), now=now)
    else:
        write("improvement.decline", subject=_subject(one), actor=actor(by), now=now)
    return one


@transaction.atomic
def thank(number: int, *, by: User, now: datetime) -> Commendation:
    """Note that somebody was thanked for what was approved; a second time nothing changes."""
    one = _approved(number)
    if one.thanked_at is None:
        one.thanked_at = now
        one.save(update_fields=["thanked_at"])
        write("improvement.thank", subject=_subject(one), actor=actor(by), now=now)
    return one


@transaction.atomic
def consent(number: int, *, shown_as: str, by: User, now: datetime) -> Commendation:
    """Keep that whom it is about lets it be published, under this name. NotCommended."""
    one, shown_as = _own(number, by), shown_as.strip()
    if not 1 <= len(shown_as) <= LONGEST_NAME:
        raise NotCommended(f"Say by what name, in at most {LONGEST_NAME} characters.")
    one.consented_at, one.shown_as = now, shown_as
    one.published_at, one.published_by = None, None  # another name is another publication
    one.save(update_fields=["consented_at", "shown_as", "published_at", "published_by"])
    write("improvement.consent", subject=_subject(one), actor=actor(by), now=now)
    return one


@transaction.atomic
def withdraw(number: int, *, by: User, now: datetime) -> Commendation:
    """Take a consent back: what was published is gone from the page at once."""
    one = _own(number, by)
    one.consented_at, one.shown_as = None, ""
    one.published_at, one.published_by = None, None
    one.save(update_fields=["consented_at", "shown_as", "published_at", "published_by"])
    write("improvement.withdraw", subject=_subject(one), actor=actor(by), now=now)
    return one


@transaction.atomic
def publish(number: int, citation: str, *, by: User, now: datetime) -> Commendation:
    """Publish what was consented to, in words of the force's own. NotCommended.

    What leads to somebody is refused, and so are the words of the citizen: nobody asked them.
    """
    one, citation = _approved(number), " ".join(citation.split())
    if one.consented_at is None:
        raise NotCommended("Whom it is about has not consented.")
    if not FEWEST <= len(citation) <= LONGEST:
        raise NotCommended(f"Write what is published, in {FEWEST} to {LONGEST:,} characters.")
    if redact(citation) != citation:
        raise NotCommended("Leave out names, numbers, addresses and whatever leads to somebody.")
    if one.comment_id is not None and _repeats(citation, one.words):
        raise NotCommended("Say it in words of your own: who wrote it has not been asked.")
    one.citation, one.published_by, one.published_at = citation, by, now
    one.save(update_fields=["citation", "published_by", "published_at"])
    write("improvement.publish", subject=_subject(one), actor=actor(by), now=now)
    return one


@transaction.atomic
def take_back(number: int, *, by: User, now: datetime) -> Commendation:
    """Take a commendation off the public page; the consent stays."""
    one = _approved(number)
    one.published_at, one.published_by = None, None
    one.save(update_fields=["published_at", "published_by"])
    write("improvement.take_back", subject=_subject(one), actor=actor(by), now=now)
    return one


def find(number: int) -> Commendation | None:
    """Give a commendation with those who had a part in it."""
    people = ("commended", "nominated_by", "decided_by", "published_by")
    return Commendation.objects.select_related(*people).filter(pk=number).first()


def listed() -> list[Commendation]:
    """Give all commendations that were not refused: what waits first, the newest first."""
    found = Commendation.objects.exclude(approves=False).select_related("commended", "nominated_by")
    return sorted(found.order_by("-nominated_at", "-pk"), key=lambda one: one.approves is not None)


def of(user: User) -> list[Commendation]:
    """Give what somebody was commended for, the newest first."""
    found = Commendation.objects.filter(commended=user, approves=True)
    return list(found.order_by("-decided_at", "-pk"))


def published() -> list[Commendation]:
    """Give what stands on the public page, the newest first."""
    shown = Commendation.objects.filter(published_at__isnull=False)
    return list(shown.order_by("-published_at", "-pk"))


RUN = 5  # words in a row that are a quotation


def _repeats(citation: str, words: str) -> bool:
    """Tell whether five words in a row are those of the comment."""
    said, theirs = citation.casefold().split(), words.casefold().split()
    runs = {tuple(theirs[at : at + RUN]) for at in range(len(theirs) - RUN + 1)}
    return any(tuple(said[at : at + RUN]) in runs for at in range(len(said) - RUN + 1))


def _locked(number: int) -> Commendation:
    found = Commendation.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if found is None:
        raise NotCommended("There is no such commendation.")
    return found


def _approved(number: int) -> Commendation:
    found = _locked(number)
    if not found.approves:
        raise NotCommended("It has not been approved.")
    return found


def _own(number: int, by: User) -> Commendation:
    found = _approved(number)
    if found.commended_id != by.pk:
        raise NotCommended("Only whom it is about decides whether it is published.")
    return found


def _subject(one: Commendation) -> str:
    return f"commendation:{one.pk}"
