"""Who is asked to the survey of members, who is not and why, and that nobody is asked twice."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from heard.consent import people
from heard.consent.models import Scope
from heard.core.screening import Stop
from heard.delivery.models import Letter, State
from heard.events.models import Marking
from heard.invitations.models import Guest
from heard.journal.models import Entry
from heard.membership import asked_guard, asking, change, kept, waves
from heard.membership.audience import for_survey
from heard.membership.models import Asked, Channel, Frequency, Member, Wave
from heard.responses.models import Answer, Response
from tests.membership.asked import DAY, HOUR, NOW, member
from tests.membership.many import members
from tests.membership.surveyed import BEN, OPENS, SAYS, answers, approved, asked, letters
from tests.membership.test_broadcast import by_text, in_area
from tests.membership.told import SENDING, sent
from tests.membership.told import approved as message

pytestmark = pytest.mark.django_db
NIGHT = datetime.fromisoformat("2020-11-02T23:00:00+00:00")
FIVE = timedelta(days=5)


def names(wave: Wave, *some: Member) -> list[str]:
    return sorted(f"wave:{wave.pk}:{one.pk}" for one in some)


def stops(wave: Wave, one: Member, *, now: datetime = OPENS) -> dict[str, Stop]:
    return dict(asked_guard.recheck(names(wave, one), now=now))


def delivered() -> None:
    Letter.objects.filter(kind="wave").update(
        state=State.DELIVERED,
        address=None,
        body=None,
        unsubscribe=None,
        due_at=None,
        settled_at=OPENS,
    )


def test_each_member_is_asked_once_by_the_way_that_they_chose() -> None:
    ann, bob = in_area(1), by_text("CV")
    wave = approved()
    assert asked(limit=1) == 2
    assert asked() == 0
    assert letters() == names(wave, ann, bob)
    rows = dict(Asked.objects.values_list("member", "channel"))
    assert rows == {ann.pk: Channel.EMAIL, bob.pk: Channel.SMS}
    assert Guest.objects.count() == 2


def test_a_letter_has_the_link_of_its_member_and_those_to_get_less_or_to_leave() -> None:
    ann = in_area(1, language="pl")
    approved()
    asked()
    letter, row = Letter.objects.get(kind="wave"), Asked.objects.get()
    stop = f"https://heard.example/community/stop/{ann.stop_token}"
    assert letter.unsubscribe == stop
    for link in (f"https://heard.example/s/{row.token}", stop, "https://heard.example/community\n"):
        assert link in str(letter.body)
    assert letter.title != "How is policing in your area?"


def test_a_batch_that_is_cut_off_or_done_twice_asks_nobody_twice() -> None:
    members(5)
    wave = approved()
    with transaction.atomic():
        asking.ask_next(now=OPENS, limit=2, sending=SENDING)
        transaction.set_rollback(True)
    assert (Asked.objects.count(), letters()) == (0, [])
    asking.ask_next(now=OPENS, limit=2, sending=SENDING)
    Asked.objects.filter(channel="email").update(due_at=None)
    Wave.objects.filter(pk=wave.pk).update(drawn_at=None)  # as if it were drawn again
    asked()
    assert len(letters()) == Guest.objects.count() == Asked.objects.count() == 5


def test_an_answer_has_its_area_and_wave_and_leads_to_no_member() -> None:
    in_area(1, "CV")
    wave = approved()
    asked()
    response = answers(Asked.objects.get())
    assert (response.area, response.programme and response.programme.slug) == ("CV", "confidence")
    assert response.collector == wave.collector
    assert response.version is not None
    assert response.version.number == 2
    said = dict(Answer.objects.values_list("question_id", "value"))
    assert said == SAYS
    assert Response.objects.count() == 1


def test_of_each_area_as_many_are_drawn_as_were_wanted_and_the_same_by_the_same_seed() -> None:
    people_of = {
        area: [in_area(n + 10 * k, area) for n in range(4)]
        for k, area in enumerate(("BE", "CV", ""))
    }
    wave = approved(each=2)
    asked()
    drawn = set(Asked.objects.values_list("member", flat=True))
    counts = [sum(one.pk in drawn for one in some) for some in people_of.values()]
    assert counts == [2, 2, 2]
    waves.cancel(wave, "Again", by=BEN, now=OPENS)
    again = approved(each=2)
    Wave.objects.filter(pk=again.pk).update(seed=wave.seed)
    asked()
    assert set(Asked.objects.filter(wave=again).values_list("member", flat=True)) == drawn


def objecting() -> Member:
    one = in_area(1)
    people.opt_out(one.email_print, by="text", scope=Scope.SURVEYS, now=NOW)
    return one


def marked() -> Member:
    one = in_area(1)
    Marking.objects.create(print=one.email_print, marker="dv", marked_at=NOW)
    return one


def capped() -> Member:
    one = in_area(1)
    ask = people.Ask(prints=(one.email_print,), stage="", incident_ids=(), spares_stages=False)
    people.take_caps([(ask, NOW + 30 * DAY)], now=NOW)
    return one


KEPT_OUT = {
    "objected": objecting,
    "paused": lambda: in_area(1, paused_until=OPENS + DAY),
    "less": lambda: in_area(1, frequency=Frequency.URGENT),
    "unreachable": lambda: in_area(1, bounced_at=NOW),
    "unreachable ": marked,
    "capped": capped,
}


@pytest.mark.parametrize("why", KEPT_OUT)
def test_who_must_not_be_asked_is_not_and_stays_in_the_count_with_the_reason(why: str) -> None:
    KEPT_OUT[why]()
    approved()
    assert asked() == 1
    row = Asked.objects.get()
    assert (letters(), row.left_out, row.channel, row.due_at) == ([], why.strip(), "", None)
    assert why.strip() in asking.WHY


def test_whoever_wants_surveys_only_is_asked() -> None:
    in_area(1, frequency=Frequency.SURVEYS)
    approved()
    asked()
    assert len(letters()) == 1


def test_who_left_after_being_drawn_is_not_asked() -> None:
    one, _ = in_area(1), in_area(2)
    approved()
    asking.ask_next(now=OPENS, limit=0, sending=SENDING)
    change.leave(one, now=OPENS)
    asked()
    assert Asked.objects.get(member=one).left_out == "left"
    assert len(letters()) == 1


def test_messages_and_surveys_share_their_caps() -> None:
    one = in_area(1, frequency=Frequency.WEEKLY)
    message()
    sent()
    wave = approved()
    asked()
    row = Asked.objects.get()
    assert (row.left_out, row.channel, row.due_at) == ("enough", "", OPENS + DAY)
    for day in range(1, 8):
        asked(at=OPENS + day * DAY)
    row.refresh_from_db()
    assert (row.left_out, row.channel) == ("", "email")
    later = message(at=OPENS + 12 * DAY)
    sent(at=OPENS + 12 * DAY)
    later.refresh_from_db()
    assert later.left_out == {"enough": 1}
    assert letters() == names(wave, one)


def test_for_two_days_after_it_nothing_that_is_routine_follows() -> None:
    in_area(1)
    approved()
    asked()
    soon, late = message(at=OPENS + DAY), message(at=OPENS + 3 * DAY)
    sent(at=OPENS + DAY)
    soon.refresh_from_db()
    assert soon.left_out == {"asked": 1}
    sent(at=OPENS + 3 * DAY)
    late.refresh_from_db()
    assert late.left_out == {}


def test_a_survey_that_is_asked_keeps_others_away_for_a_quarter() -> None:
    one = in_area(1)
    approved()
    asked()
    person = people.standing([one.email_print])[one.email_print]
    assert person.free_from == OPENS + 80 * DAY


def test_a_reminder_goes_once_to_whoever_was_written_to_and_has_not_begun() -> None:
    silent, said, lost = in_area(1), in_area(2), in_area(3)
    wave = approved(remind_after=FIVE)
    asked()
    delivered()
    Letter.objects.filter(subject=names(wave, lost)[0]).update(state=State.PERMANENT_FAILURE)
    answers(Asked.objects.get(member=said))
    assert asked(at=OPENS + FIVE - HOUR) == 0
    assert asked(at=OPENS + FIVE) == 3
    assert letters("wave-reminder") == names(wave, silent)
    letter, row = Letter.objects.get(kind="wave-reminder"), Asked.objects.get(member=silent)
    assert f"/s/{row.token}" in str(letter.body)
    assert str(letter.body).startswith("We asked you a few days ago")
    assert row.reminded_at == OPENS + FIVE
    assert asked(at=OPENS + 20 * DAY) == 0


def test_without_time_for_it_there_is_no_reminder_and_nobody_is_asked_after_the_end() -> None:
    in_area(1)
    wave = approved(remind_after=timedelta(days=28))
    assert asked(at=wave.ends_at) == 1
    assert (letters(), Asked.objects.get().due_at) == ([], None)


def test_by_night_letters_are_posted_for_the_morning() -> None:
    in_area(1)
    approved()
    asked(at=NIGHT)
    morning = datetime.fromisoformat("2020-11-03T09:00:00+00:00")
    assert Letter.objects.get(kind="wave").not_before == Asked.objects.get().at == morning


CHANGES: dict[str, dict[str, Any]] = {
    "paused": {"paused_until": OPENS + DAY},
    "less": {"frequency": Frequency.URGENT},
    "unreachable": {"bounced_at": OPENS},
    "changed": {"email_print": "another"},
    "left": {"state": "left", "left_at": OPENS},
}


@pytest.mark.parametrize("why", [*CHANGES, "objected", "answered", "cancelled", "over"])
def test_what_changes_after_it_was_posted_stops_the_letter(why: str) -> None:
    one = in_area(1)
    wave = approved()
    asked()
    assert stops(wave, one) == {}
    Member.objects.filter(pk=one.pk).update(**CHANGES.get(why, {}))
    if why == "objected":
        people.opt_out(one.email_print, by="link", now=OPENS)
    elif why == "answered":
        answers(Asked.objects.get())
    elif why == "cancelled":
        waves.cancel(wave, "Wrong words", by=BEN, now=OPENS)
    at = wave.ends_at if why == "over" else OPENS
    assert stops(wave, one, now=at) == {names(wave, one)[0]: Stop(reason=f"wave-{why}")}
    assert asked_guard.denied(names(wave, one), now=at) == stops(wave, one, now=at)


def test_a_letter_of_nobody_is_stopped_and_one_by_night_waits() -> None:
    assert asked_guard.recheck(["wave:1:1"], now=NIGHT) == {"wave:1:1": Stop(reason="wave-unknown")}
    one = in_area(1)
    wave = approved()
    asked()
    assert stops(wave, one, now=NIGHT)[names(wave, one)[0]].reason == "quiet-hours"


def test_what_fails_is_set_aside_and_never_stops_another() -> None:
    assert not asking.set_aside(now=OPENS, fault="ValueError")
    wave = approved()
    assert asking.set_aside(now=OPENS, fault="ValueError")
    wave.refresh_from_db()
    assert wave.due_at is not None
    assert wave.due_at > OPENS
    assert Entry.objects.filter(act="worker.set_aside", subject=f"wave:{wave.pk}").exists()


def test_members_see_that_they_were_asked_and_whoever_leaves_is_forgotten() -> None:
    one = member()
    approved()
    asked()
    assert json.dumps(kept.of(one)["surveys"]).startswith('[{"quarter": "2020-10-01"')
    change.erase(one, now=OPENS)
    row = Asked.objects.get()
    assert (row.token, row.token_hash, row.address_print) == (None, None, "")
    assert for_survey([one.pk], leaves=OPENS, now=OPENS) == {}
