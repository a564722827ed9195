"""Messages on the pages for staff: written by a team, approved by another, cancelled, answered."""

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.core.timing import london_date
from heard.delivery.models import Letter
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.journal.models import Entry
from heard.membership import threads
from heard.membership.models import Copy, Member, Message, Stage
from heard.places.near import near
from heard.places.wards import wards
from heard.web.staff.messages.words import about
from tests.membership.asked import HOUR, NOW
from tests.membership.told import approved, replied, sent, written
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE, REPLIES = "/staff/messages", "/staff/replies"
GIVEN = {
    "title": "Sheds broken into",
    "body": "Three sheds.\r\n\r\nLock yours.",
    "area": "BE",
    "priority": "routine",
    "is_public": "on",
}
WARD = next(iter(wards()))


def of(role: str, area: str = "BE", name: str = "x") -> Client:
    return browser_of(
        a_person(f"{name}@example.org", role=User.Role(role), unit=area, password=None)
    )


def test_a_team_writes_another_approves_and_either_cancels() -> None:
    team, lead = inside(User.Role.NEIGHBOURHOOD), inside(User.Role.COMMUNICATIONS)
    made = team.post(f"{PAGE}/new", GIVEN)
    page = f"{PAGE}/{Message.objects.get().pk}"
    assert (made.status_code, made.headers["Location"]) == (303, page)
    shown = read(team, page)
    assert "Three sheds. Lock yours." in shown
    assert "Fewer than 10 members, if it left now." in shown
    assert "Nothing: no texts" in shown
    assert team.post(page, {"do": "ask"}).status_code == 303
    assert "Approve it" not in read(team, page)
    assert "Messages that wait for your approval" in read(lead, PAGE)
    assert lead.post(page, {"do": "approve"}).status_code == 303
    assert Message.objects.get().stage == Stage.READY
    assert "Its page for anybody" in read(team, page)
    assert "What comes next It leaves by itself." in read(team, page)
    assert team.post(page, {"do": "cancel"}).status_code == 400
    assert team.post(page, {"do": "cancel", "why": "Solved"}).status_code == 303
    assert "Solved" in read(lead, page)
    assert "What comes next Nothing: it was cancelled." in read(lead, page)
    assert Entry.objects.filter(act="membership.approve").count() == 1


def test_it_is_sent_back_changed_and_translated() -> None:
    team, lead = inside(User.Role.NEIGHBOURHOOD), inside(User.Role.COMMUNICATIONS)
    team.post(f"{PAGE}/new", GIVEN | {"ward": WARD, "near": "on", "interests": ["fraud"]})
    page = f"{PAGE}/{Message.objects.get().pk}"
    team.post(page, {"do": "ask"})
    assert lead.post(page, {"do": "send_back", "why": "Which street?"}).status_code == 303
    form = read(team, f"{page}/edit")
    assert "Change the message" in form
    changed = GIVEN | {"title": "Sheds in Elm Road", "ward": WARD, "near": "on"}
    assert team.post(f"{page}/edit", changed).status_code == 303
    message = Message.objects.get()
    assert (message.title, message.interests) == ("Sheds in Elm Road", [])
    assert tuple(message.wards) == near(WARD, on=london_date(NOW))


def test_a_translation_is_read_beside_the_english_by_somebody_else_than_put_it_in() -> None:
    team, lead = inside(User.Role.NEIGHBOURHOOD), inside(User.Role.COMMUNICATIONS)
    team.post(f"{PAGE}/new", GIVEN)
    page = f"{PAGE}/{Message.objects.get().pk}"
    polish = {"title": "Szopy", "body": "Zamknij.", "by": "Ola"}
    assert "Polish" in read(team, f"{page}/in/pl")
    assert team.post(f"{page}/in/pl", polish).status_code == 303
    assert "Szopy" in team.get(f"{page}/in/pl").content.decode()
    assert team.post(f"{page}/in/pl", {"title": ""}).status_code == 400
    own = team.post(page, {"do": "check", "language": "pl"})
    assert (own.status_code, "Somebody else than put it in" in own.content.decode()) == (400, True)
    team.post(page, {"do": "ask"})
    assert "I have read it" not in read(team, f"{page}/in/pl")
    beside = read(lead, f"{page}/in/pl")
    assert "Three sheds. Lock yours." in beside
    assert "Szopy Zamknij." in beside
    assert "Nobody has checked it: it goes to nobody. I have read it" in beside
    assert team.post(f"{page}/in/pl", polish).status_code == 404
    assert lead.get(f"{page}/in/ur").status_code == 404
    assert lead.post(page, {"do": "check", "language": "pl"}).status_code == 303
    assert "Szopy Ola Ann Lee" in read(team, page)
    assert "I have read it" not in read(lead, f"{page}/in/pl")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Write a title"),
        ({"title": "x" * 79}, "Write at most 78 characters"),
        ({"body": ""}, "Write the message"),
        ({"body": "\ue000"}, "There is a sign in it that cannot be written."),
        ({"area": "CV"}, "Choose an area from the list"),
        ({"ward": "E1"}, "Choose a ward from the list"),
        ({"priority": "x"}, "Choose how much it is worth"),
        ({"interests": ["x"]}, "Choose interests from the list"),
        ({"impact_area": "x"}, "Choose an impact area from the list"),
        ({"day": "2 November"}, "Enter a date, like 2 November 2020"),
        ({"day": "2 November 2020"}, "Give both a day and a time, or neither"),
        ({"time": "9"}, "Enter a time, like 14:30"),
        ({"day": "2 November 2018", "time": "09:00"}, "Choose a time within the next 60 days"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field(wrong: dict[str, object], said: str) -> None:
    team = inside(User.Role.NEIGHBOURHOOD)
    answer = team.post(f"{PAGE}/new", GIVEN | wrong)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("path", ["", "/edit", "/in/pl"])
def test_a_team_finds_nothing_of_another_area(path: str) -> None:
    written()
    other = of("neighbourhood", "CV")
    page = f"{PAGE}/{Message.objects.get().pk}{path}"
    assert other.get(page).status_code == 404
    assert "Sheds" not in read(other, PAGE)


def test_what_is_for_the_whole_force_all_see_once_it_is_approved() -> None:
    team, draft, ready = of("neighbourhood"), written(areas=()), approved(areas=())
    assert team.get(f"{PAGE}/{draft.pk}").status_code == 404
    assert "The whole force" in read(team, f"{PAGE}/{ready.pk}")
    assert team.post(f"{PAGE}/{ready.pk}", {"do": "cancel", "why": "x"}).status_code == 400


def test_communications_writes_for_the_whole_force_at_a_day_and_an_hour() -> None:
    lead, when = inside(User.Role.COMMUNICATIONS), {"day": "2 November 2020", "time": "09:00"}
    made = lead.post(f"{PAGE}/new", GIVEN | when | {"area": "force"})
    assert made.status_code == 303
    message = Message.objects.get()
    assert (message.areas, message.send_at) == ([], NOW - HOUR)
    assert 'value="2 November 2020"' in lead.get(f"{PAGE}/{message.pk}/edit").content.decode()
    assert "Leaves 2 November 2020 at 09:00" in read(lead, f"{PAGE}/{message.pk}")


def test_what_is_no_act_does_nothing() -> None:
    message, team = written(), of("commander")
    answer = team.post(f"{PAGE}/{message.pk}", {"do": "burn"})
    assert (answer.status_code, "Choose what to do." in answer.content.decode()) == (400, True)
    assert team.get(f"{PAGE}/{message.pk}/in/en").status_code == 404
    assert team.post(f"{PAGE}/{message.pk}/edit", GIVEN | {"title": ""}).status_code == 400
    ready = approved()
    assert team.get(f"{PAGE}/{ready.pk}/edit").status_code == 404


def test_replies_are_read_and_answered_by_the_team_of_the_area() -> None:
    copy = replied()
    team, other = of("neighbourhood"), of("neighbourhood", "CV", "y")
    page = f"{REPLIES}/{copy.pk}"
    assert "Sheds" in read(team, REPLIES)
    assert "Sheds" not in read(other, REPLIES)
    assert other.get(page).status_code == 404
    assert "Which road?" in read(team, page)
    assert team.post(page, {"words": ""}).status_code == 400
    assert team.post(page, {"words": "Elm Road."}).status_code == 303
    assert "Answered, or needs no answer" in read(team, REPLIES)
    assert Letter.objects.filter(kind=threads.KIND).count() == 1
    Member.objects.update(email_print="another")
    refused = team.post(page, {"words": "Still there?"})
    assert (refused.status_code, "They have left" in refused.content.decode()) == (400, True)


def test_communications_reads_all_and_says_what_needs_no_answer() -> None:
    copy, lead = replied(), inside(User.Role.COMMUNICATIONS)
    page = f"{REPLIES}/{copy.pk}"
    assert "Which road?" in read(lead, page)
    assert lead.post(page, {"do": "settle"}).status_code == 303
    assert Copy.objects.get().waits_since is None


def test_who_was_reached_is_told_in_round_numbers() -> None:
    message = approved()
    sent()
    page = read(inside(User.Role.COMMUNICATIONS), f"{PAGE}/{message.pk}")
    assert "Copies Fewer than 10" in page
    assert "Leaves When it was approved" in page
    assert "What comes next Nothing: it has left." in page
    assert [about(n) for n in (0, 9, 10, 15, 1234)] == [
        *("Fewer than 10", "Fewer than 10", "About 10", "About 20", "About 1,230")
    ]
    assert message.written_at == NOW


def test_danger_in_a_reply_is_shown_to_whoever_is_on_duty() -> None:
    replied("He will kill me")
    assert alerts.read_comments(now=NOW, limit=10) == 1
    duty = inside(User.Role.DUTY_REVIEWER)
    assert "threat" in read(duty, "/staff/alerts") or "danger" in read(duty, "/staff/alerts")
    assert "kill" in read(duty, f"/staff/alerts/{Alert.objects.get().pk}")
