"""Who gets a message, who does not and why, and that nobody gets a second copy."""

from datetime import datetime, timedelta

import pytest

from heard.consent import people
from heard.consent.models import Scope
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.invitations.models import Invitation
from heard.membership import broadcast, change, enrol, write
from heard.membership.audience import preview
from heard.membership.models import (
    Channel,
    Copy,
    Frequency,
    Interest,
    Member,
    Message,
    Priority,
    Stage,
    Translation,
)
from tests.asked import ask
from tests.membership.asked import DAY, HOUR, NOW, SENDER, draw, links, member
from tests.membership.told import LEAD, SENDING, approved, content, letters, sent

pytestmark = pytest.mark.django_db
NIGHT = datetime.fromisoformat("2020-11-02T23:00:00+00:00")


def in_area(number: int, area: str = "BE", **facts: object) -> Member:
    """Give a member who lives in an area."""
    found = member(email=f"person{number}@people.example")
    Member.objects.filter(pk=found.pk).update(area=area, **facts)
    found.refresh_from_db()
    return found


def by_text(area: str = "BE") -> Member:
    """Give a member who has a number and no e-mail address."""
    enrol.ask(enrol.Wish(phone="07700 900982"), sender=SENDER, now=NOW)
    found = enrol.confirm(links()[-1], draw=draw, now=NOW)
    assert found is not None
    Member.objects.filter(pk=found.pk).update(area=area)
    return found


def names(message: Message, *members: Member) -> list[str]:
    return [f"message:{message.pk}:{one.pk}" for one in members]


def stops(message: Message, one: Member, *, now: datetime = NOW) -> dict[str, Stop]:
    return dict(broadcast.recheck(names(message, one), now=now))


def test_it_comes_to_all_of_its_area_once_by_the_way_that_they_chose() -> None:
    ann, _, bob = in_area(1), in_area(2, "CV"), by_text()
    message = approved()
    assert sent(limit=1) == 2
    assert letters() == [(names(message, ann)[0], "email"), (names(message, bob)[0], "sms")]
    message.refresh_from_db()
    assert (message.stage, message.due_at, message.cursor) == (Stage.SENT, None, bob.pk)
    assert sent() == 0


def test_a_batch_that_is_done_twice_makes_no_second_copy() -> None:
    in_area(1), in_area(2)
    message = approved()
    sent()
    Message.objects.filter(pk=message.pk).update(stage=Stage.READY, due_at=NOW, cursor=0)
    assert sent() == 2
    assert len(letters()) == Copy.objects.count() == 2


def test_an_email_says_it_twice_and_has_the_links_of_its_member_alone() -> None:
    ann = in_area(1)
    approved(title="Sheds & <locks>")
    sent()
    letter = Letter.objects.get(kind="message")
    copy = Copy.objects.get()
    stop = f"https://heard.example/community/stop/{ann.stop_token}"
    assert (letter.title, letter.unsubscribe) == ("Sheds & <locks>", stop)
    for words in (str(letter.body), str(letter.html)):
        assert words.count(f"https://heard.example/community/message/{copy.token}") > 0
        assert stop in words
        assert "Lock yours." in words
    assert "Sheds &amp; &lt;locks&gt;" in str(letter.html)


def test_whoever_reads_another_language_gets_it_in_that_or_english_with_a_line() -> None:
    in_area(1, language="pl"), in_area(2, language="ur")
    message = approved()
    facts = {"title": "Szopy", "body": "Zamknij.", "by": "Ola", "at": NOW}
    Translation.objects.create(message=message, language="pl", checked_by="Ben", **facts)
    Translation.objects.create(message=message, language="ur", **facts)  # nobody has checked it
    sent()
    first, second = map(
        str, Letter.objects.filter(kind="message").order_by("id").values_list("body", flat=True)
    )
    assert first.startswith("Szopy\n\nZamknij.")
    assert second.startswith("Sheds\n\n")
    assert second.split("\n\n")[1] != "Three sheds were broken into."


def test_interests_and_wards_narrow_it_and_who_named_none_hears_of_their_area() -> None:
    fraud = in_area(1, interests=[Interest.FRAUD], ward="W1")
    youth = in_area(2, interests=[Interest.YOUTH], ward="W1")
    plain, far = in_area(3, ward="W1"), in_area(4, ward="W2")
    approved(interests=(Interest.FRAUD,), wards=("W1",))
    sent()
    got = set(Copy.objects.values_list("member", flat=True))
    assert got == {fraud.pk, plain.pk}
    assert not got & {youth.pk, far.pk}


def objecting() -> Member:
    one = in_area(1)
    people.opt_out(one.email_print, by="text", scope=Scope.EVERYTHING, now=NOW)
    return one


def paused() -> Member:
    return in_area(1, paused_until=NOW + DAY)


def wanting_less() -> Member:
    return in_area(1, frequency=Frequency.URGENT)


def unreachable() -> Member:
    return in_area(1, bounced_at=NOW)


def failing() -> Member:
    one = in_area(1)
    people.note_bad([one.email_print], until=NOW + DAY)
    return one


KEPT_OUT = {
    "objected": objecting,
    "paused": paused,
    "less": wanting_less,
    "unreachable": unreachable,
    "unreachable ": failing,
}


@pytest.mark.parametrize("why", KEPT_OUT)
def test_who_must_not_get_it_gets_none_and_is_counted_with_the_reason(why: str) -> None:
    KEPT_OUT[why]()
    message = approved()
    found = preview(message, leaves=NOW, now=NOW)
    assert (found.total, dict(found.left_out)) == (0, {why.strip(): 1})
    sent()
    message.refresh_from_db()
    assert (letters(), message.left_out) == ([], {why.strip(): 1})


@pytest.mark.parametrize("why", [*KEPT_OUT, "left", "changed", "cancelled"])
def test_what_changes_after_it_was_posted_stops_the_letter(why: str) -> None:
    one = in_area(1)
    message = approved()
    sent()
    assert stops(message, one) == {}
    match why:
        case "left":
            change.leave(one, now=NOW)
        case "changed":
            Member.objects.filter(pk=one.pk).update(email_print="another")
        case "cancelled":
            write.cancel(message, "Wrong street", who=LEAD, now=NOW)
        case "objected":
            people.opt_out(one.email_print, by="text", scope=Scope.EVERYTHING, now=NOW)
        case "paused":
            Member.objects.filter(pk=one.pk).update(paused_until=NOW + DAY)
        case "less":
            Member.objects.filter(pk=one.pk).update(frequency=Frequency.SURVEYS)
        case "unreachable":
            Member.objects.filter(pk=one.pk).update(bounced_at=NOW)
        case _:
            people.note_bad([one.email_print], until=NOW + DAY)
    assert stops(message, one) == {names(message, one)[0]: Stop(reason=f"message-{why.strip()}")}
    assert broadcast.denied(names(message, one), now=NOW) == stops(message, one)


def test_a_letter_of_no_copy_is_stopped() -> None:
    assert broadcast.recheck(["message:1:1"], now=NIGHT) == {
        "message:1:1": Stop(reason="message-unknown")
    }


def test_by_night_it_waits_for_the_morning_unless_it_is_urgent() -> None:
    one = in_area(1)
    message, urgent = approved(at=NIGHT), approved(at=NIGHT, priority=Priority.URGENT)
    sent(at=NIGHT), sent(at=NIGHT)
    morning = datetime.fromisoformat("2020-11-03T09:00:00+00:00")
    begins = dict(Letter.objects.filter(kind="message").values_list("subject", "not_before"))
    assert begins == {names(message, one)[0]: morning, names(urgent, one)[0]: NIGHT}
    assert stops(urgent, one, now=NIGHT) == {}
    assert stops(message, one, now=NIGHT) == {
        names(message, one)[0]: Stop(reason="quiet-hours", until=morning)
    }


@pytest.mark.parametrize(
    ("frequency", "on_one_day", "in_a_week"),
    [(Frequency.EACH, 2, 7), (Frequency.DAILY, 1, 7), (Frequency.WEEKLY, 1, 1)],
)
def test_nobody_gets_more_than_they_want_nor_more_than_we_send(
    frequency: Frequency, on_one_day: int, in_a_week: int
) -> None:
    in_area(1, frequency=frequency)
    for _ in range(3):
        approved()
        sent()
    assert Copy.objects.count() == on_one_day
    for day in range(1, 6):
        for _ in range(2):
            approved(at=NOW + day * DAY)
            sent(at=NOW + day * DAY)
    assert Copy.objects.count() == min(in_a_week, on_one_day * 6)
    approved(at=NOW + 6 * DAY, priority=Priority.URGENT)
    sent(at=NOW + 6 * DAY)
    assert Copy.objects.count() == min(in_a_week, on_one_day * 6) + 1


def test_one_that_is_over_ends_where_it_is() -> None:
    in_area(1)
    message = approved()
    assert sent(at=NOW + 5 * DAY) == 0
    message.refresh_from_db()
    assert (message.stage, letters()) == (Stage.SENT, [])


def test_an_urgent_one_goes_first_and_by_text_where_it_can() -> None:
    in_area(1, phone="+447700900982", phone_print="p", channels=["email", "sms"])
    approved()
    urgent = approved(priority=Priority.URGENT)
    assert broadcast.broadcast(now=NOW, limit=1, sending=SENDING) == 1
    assert [(name.split(":")[1], way) for name, way in letters()] == [(str(urgent.pk), "sms")]


def test_one_that_fails_is_tried_again_and_then_set_aside() -> None:
    message = approved()
    for _ in range(2):
        assert broadcast.set_aside(now=NOW, fault="ValueError")
        message.refresh_from_db()
        assert message.due_at == NOW + timedelta(minutes=5)
        Message.objects.filter(pk=message.pk).update(due_at=NOW)
    assert broadcast.set_aside(now=NOW, fault="ValueError")
    message.refresh_from_db()
    assert message.due_at is None
    assert not broadcast.set_aside(now=NOW + HOUR, fault="ValueError")


def test_a_preview_counts_by_language_and_channel() -> None:
    in_area(1), in_area(2), in_area(3, language="pl"), in_area(4, "CV"), by_text()
    found = preview(Message(areas=content().areas), leaves=NOW, now=NOW)
    assert (found.total, found.by(Channel.SMS)) == (4, 1)
    assert list(found.languages.items()) == [("en", 3), ("pl", 1)]


def test_whoever_was_asked_to_a_survey_gets_nothing_routine_for_two_days() -> None:
    one = in_area(1)
    Invitation.objects.filter(pk=ask().pk).update(person_print=one.email_print, asked_at=NOW)
    routine, important = approved(), approved(priority=Priority.IMPORTANT)
    sent(), sent()
    assert [name for name, _ in letters()] == names(important, one)
    routine.refresh_from_db()
    assert routine.left_out == {"asked": 1}
    later = approved(at=NOW + 2 * DAY)
    sent(at=NOW + 2 * DAY)
    assert names(later, one)[0] in dict(letters())
