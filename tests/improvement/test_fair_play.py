"""Signs that answers were steered: found where they are, and seldom where chance made them."""

from datetime import timedelta

import pytest

from heard.core.screening import Outcome
from heard.eligibility.models import Review
from heard.events.models import Contact
from heard.fieldwork.models import Submission
from heard.improvement.fair_play import OF_STAFF, NotRead, Sign, look, note_phones, phones
from heard.invitations.models import Collector, Invitation
from heard.responses.models import Response
from heard.vault.ring import fingerprint_email, fingerprint_phone
from tests.improvement.colleagues import scored, somebody
from tests.insight.flow import CALLED, programme, screen
from tests.make import minutes
from tests.themes.written import wrote as answered

pytestmark = pytest.mark.django_db


def decided(team: str, number: int, refused: int) -> None:
    """Let so many be decided on about a team, of whom a person refused some by hand."""
    contact = Contact.objects.create(contact_id=f"of {team}", team=team)
    for at in range(number):
        screening = screen(programme(), Outcome.HOLD)
        screening.touchpoint.contact = contact
        screening.touchpoint.save(update_fields=["contact"])
        if at < refused:
            Review.objects.create(
                touchpoint=screening.touchpoint,
                programme=programme(),
                lets_pass=False,
                passes=[],
                seen="",
                why="-",
                decided_by="Ann",
                decided_at=CALLED,
            )


def test_a_team_that_leaves_out_more_than_others_is_found_and_one_like_them_is_not() -> None:
    for team, refused in (("FC-A", 2), ("FC-B", 2), ("FC-C", 15)):
        decided(team, 30, refused)
    decided("FC-D", 5, 5)  # too few to say anything
    looked = look(now=CALLED + timedelta(days=1))
    (found,) = looked.found
    assert (found.sign, found.about, found.cases, found.exposure) == (Sign.REFUSED, "FC-C", 15, 30)
    assert (found.others, found.elsewhere, looked.among) == (9, 65, 3)
    assert found.p is not None
    assert found.p < 0.01


def test_teams_that_are_alike_are_not_found() -> None:
    for at in range(3):
        decided(f"FC-{at}", 30, 2 + at)
    assert list(look(now=CALLED).found) == []
    assert list(look(now=CALLED + timedelta(days=200)).found) == []


def test_a_way_in_with_more_answers_from_one_device_is_found() -> None:
    of = programme("neighbourhood")
    for code, doubted in (("AAAA", 1), ("BBBB", 20)):
        collector = Collector.objects.create(
            programme=of, code=code, channel="poster", place="Library", made_at=CALLED
        )
        for at in range(30):
            (response,) = (one.response for one in answered("Fine.", at=CALLED))
            _by(response, collector, doubt="burst" if at < doubted else "")
    (found,) = look(now=CALLED).found
    assert (found.sign, found.about, found.cases) == (Sign.DOUBTED, "BBBB", 20)


def _by(response: Response, collector: Collector, *, doubt: str) -> None:
    """Let the same be said by way of a collector: what was said cannot be changed."""
    response.pk, response._state.adding = None, True  # noqa: SLF001
    response.collector, response.doubt = collector, doubt
    response.save(force_insert=True)


def test_interviews_that_end_at_once_on_a_device_are_found() -> None:
    ann, bea = somebody("Ann"), somebody("Bea")
    for user, gaps in ((ann, [0, 1, 2, 3, 4, 5, 600, 1_200]), (bea, range(0, 480, 60))):
        for at, gap in enumerate(gaps):
            (comment,) = answered("Fine.", at=CALLED)
            Submission.objects.create(
                instance=f"{user.name} {at}",
                response=comment.response,
                content="",
                via="app",
                interviewer=user,
                device="tablet",
                started_at=CALLED,
                ended_at=CALLED + minutes(gap),
                received_at=CALLED,
            )
    (found,) = look(now=CALLED).found
    assert (found.sign, found.about, found.cases, found.exposure) == (
        Sign.BURST,
        "Ann, tablet",
        6,
        8,
    )


def test_an_answer_by_an_address_or_a_number_of_staff_is_found_whatever_chance_says() -> None:
    ann = somebody("Ann")
    assert note_phones("07700 900982\n\n+44 7700 900983", by=ann, now=CALLED) == 2
    assert note_phones("07700900982", by=ann, now=CALLED) == 0
    assert phones() == 2
    responses = scored([9, 9, 9])
    prints = (fingerprint_email(ann.email), fingerprint_phone("+447700900983"))
    for response, print_ in zip(responses, prints, strict=False):
        Invitation.objects.filter(pk=response.invitation_id or 0).update(person_print=print_)
    found = look(now=CALLED).found
    assert [(one.sign, one.about, one.cases, one.p) for one in found] == [
        (Sign.OWN, OF_STAFF, 1, None),
        (Sign.OWN, "Ann", 1, None),
    ]
    for wrong in ("", "07700 900982\nhello"):
        with pytest.raises(NotRead):
            note_phones(wrong, by=ann, now=CALLED)
