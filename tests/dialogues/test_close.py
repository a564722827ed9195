"""Alerts are closed for a reason, at the desk that they are for, before their time runs out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from heard import worker
from heard.core.text.triage import Family
from heard.dialogues import alerts, clocks
from heard.dialogues.clocks import Desk
from heard.dialogues.close import NotClosed, close, closed, waiting
from heard.dialogues.models import Alert
from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.responses import record
from heard.responses.models import Response
from tests.asked import ASKED, ask
from tests.dialogues.phone import NOW, Phone
from tests.dialogues.test_alerts import looked, wrote

pytestmark = pytest.mark.django_db
ANN = Actor(id="user:7", label="Ann Lee")
LEVELS = {"safety": ["the sergeant", "the inspector"], "complaint": ["standards"]}
THANKS = "I want to thank PC Smith, she was brilliant"
COMPLAINT = "The officer was rude to me"


def one(phone: Phone, words: str = "help me") -> Alert:
    phone.says(words)
    return Alert.objects.get()


def ran_out(after: timedelta) -> int:
    return clocks.escalate(now=NOW + after, limit=10, levels=LEVELS)


def told() -> list[str]:
    entries = Entry.objects.filter(act="dialogues.escalate").order_by("id")
    return list(entries.values_list("reason", flat=True))


def test_each_desk_has_its_own_and_what_is_of_two_stands_at_both() -> None:
    for number, words in enumerate((COMPLAINT, THANKS, f"{COMPLAINT}. He has a knife")):
        wrote(words, number)
    looked()
    at = {desk: [a.families for a in waiting(desk)] for desk in Desk}
    assert at == {
        Desk.SAFETY: [["complaint", "life"]],
        Desk.COMPLAINT: [["complaint", "life"], ["complaint"]],
        Desk.PRAISE: [["praise"]],
    }
    levels = Alert.objects.order_by("level").values_list("level", flat=True)
    assert list(levels) == ["L0", "L2", "L3"]
    assert [clocks.desk_of(a) for a in Alert.objects.order_by("level")] == list(Desk)


def test_thanks_by_text_are_passed_on_and_end_no_survey(phone: Phone) -> None:
    phone.asked()
    phone.says("9")
    phone.says(THANKS)
    (thanks,) = waiting(Desk.PRAISE)
    assert (thanks.category, thanks.families) == ("nothing could read it", ["other", "praise"])


def test_thanks_that_answer_a_question_are_an_answer_too(phone: Phone) -> None:
    phone.asked()
    phone.says(*5 * ["5"], THANKS)
    (thanks,) = waiting(Desk.PRAISE)
    assert (thanks.category, thanks.families) == ("praise for somebody", ["praise"])
    assert Response.objects.get().disposition == "complete"


def test_an_alert_is_closed_once_with_what_came_of_it(phone: Phone) -> None:
    alert = one(phone)
    close(alert, "recorded", who=ANN, now=NOW, number=" 20/1 /24 ", remark=" Rang Dave ")
    alert.refresh_from_db()
    assert (alert.outcome, alert.report_number, alert.remark, alert.closed_by, alert.seen_by) == (
        *("recorded", "20/1 /24", "Rang Dave", "Ann Lee", "Ann Lee"),
    )
    entry = Entry.objects.get(act="dialogues.close_alert")
    assert (entry.subject, entry.reason) == (f"alert:{alert.pk}", "recorded 20/1 /24")
    assert (waiting(), closed()) == ([], [alert])
    with pytest.raises(NotClosed, match="already"):
        close(alert, "nothing", who=ANN, now=NOW)


@pytest.mark.parametrize(
    ("outcome", "facts", "why"),
    [
        ("", {}, "Choose what came of it."),
        ("before", {}, "Choose what came of it."),
        ("recorded", {"number": " "}, "Write the number"),
        ("other", {"remark": " "}, "Say what the other reason is."),
        ("called", {"number": 41 * "1"}, "at most 40 characters"),
        ("called", {"remark": 1_001 * "x"}, "at most 40 characters"),
    ],
)
def test_without_what_its_reason_needs_it_stays_open(
    phone: Phone, outcome: str, facts: dict[str, str], why: str
) -> None:
    alert = one(phone)
    with pytest.raises(NotClosed, match=why):
        close(alert, outcome, who=ANN, now=NOW, **facts)
    assert waiting() == [alert]


def test_the_database_takes_no_report_without_its_number(phone: Phone) -> None:
    one(phone)
    with pytest.raises(IntegrityError):
        Alert.objects.update(closed_at=NOW, outcome="recorded")


def test_when_nobody_has_seen_it_in_time_the_next_level_is_told(phone: Phone) -> None:
    alert = one(phone)
    raised = alert.raised_at - NOW
    quarter = timedelta(minutes=15)
    assert ran_out(raised + quarter - timedelta(seconds=1)) == 0
    assert (ran_out(raised + quarter), ran_out(raised + quarter)) == (1, 0)
    (late,) = clocks.overdue()
    assert clocks.told(late, LEVELS) == "the sergeant"
    assert ran_out(raised + 2 * quarter) == 1
    assert ran_out(raised + 9 * quarter) == 0
    assert told() == ["level 1: the sergeant", "level 2: the inspector"]
    alert.refresh_from_db()
    assert alert.is_overdue
    close(alert, "called", who=ANN, now=NOW)
    assert list(clocks.overdue()) == []


def test_what_somebody_has_seen_must_be_closed_in_time(phone: Phone) -> None:
    alert = one(phone)
    alerts.see(alert, who=ANN, now=NOW)
    assert ran_out(timedelta(hours=3, minutes=59)) == 0
    assert ran_out(timedelta(hours=4)) == 1
    assert told() == ["level 1: the sergeant"]


def test_a_desk_without_names_and_an_alert_of_an_older_process_come_up_too(phone: Phone) -> None:
    wrote(THANKS)
    looked()
    one_ = Alert.objects.get()
    Alert.objects.update(escalate_at=None)
    assert ran_out(one_.due_at - NOW) == 1
    assert told() == ["level 1: nobody is named"]
    assert clocks.told(Alert.objects.get(), LEVELS) == ""
    assert ran_out(timedelta(days=90)) == 0


def test_the_worker_tells_the_next_level_by_itself(phone: Phone) -> None:
    alert = one(phone)
    worker.LANES["clocks"].run(alert.due_at)
    assert told() == ["level 1: the duty supervisor"]


def test_a_crime_has_to_be_recorded_within_a_day_of_what_may_tell_of_one(phone: Phone) -> None:
    alert = one(phone)
    assert clocks.record_by(alert) == alert.raised_at + timedelta(hours=24)
    alert.families = [Family.COMPLAINT]
    assert clocks.record_by(alert) is None


def test_more_danger_opens_what_was_closed() -> None:
    invitation = ask()
    record.start(invitation, now=ASKED)
    record.save(invitation, "comment", "it is racist", now=ASKED)
    looked()
    close(Alert.objects.get(), "other", who=ANN, now=NOW, remark="Rang")
    record.save(invitation, "comment", "it is racist and he has a knife", now=ASKED)
    looked()
    alert = Alert.objects.get()
    assert (alert.closed_at, alert.outcome, alert.remark, alert.level) == (None, "", None, "L0")
    assert alert.families == ["hate", "life"]
