"""The pilot on its page, and the doors that it opens to a response team and closes again."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.clock.read import now
from heard.membership.models import Member, Message, Pilot
from tests.membership.asked import EMAIL
from tests.membership.driven import joined
from tests.membership.piloted import TEAM, a_team
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE, REGISTER, MESSAGES = "/staff/community/pilot", "/staff/community/register", "/staff/messages"
WORDS = {"title": "Sheds", "body": "Lock yours.", "area": "BE", "priority": "routine"}
SOMEBODY = {"email": EMAIL, "language": "en", "how": "typed", "where": "Market"}


def lead_of_team() -> Client:
    who = a_person("t@example.org", role=User.Role.TEAM_SUPERVISOR, unit=TEAM, password=None)
    return browser_of(who)


def begin(by: Client, day: str, **changes: object) -> int:
    given = {"area": "BE", "roles": ["team_supervisor"], "first": day, "reason": "To learn."}
    return by.post(PAGE, given | changes).status_code


def statuses(guest: Client) -> list[int]:
    return [guest.get(path).status_code for path in (REGISTER, MESSAGES, f"{MESSAGES}/new")]


def test_a_response_team_comes_in_while_it_is_on_and_no_longer() -> None:
    a_team()
    guest, boss = lead_of_team(), inside(User.Role.COMMUNICATIONS)
    assert statuses(guest) == [403, 403, 403]
    assert guest.post(REGISTER, SOMEBODY).status_code == 403
    assert begin(boss, today(), teams=TEAM) == 303
    assert statuses(guest) == [200, 200, 200]
    assert "Messages to members" in read(guest, REGISTER)
    assert [guest.get(path).status_code for path in ("/staff/replies", PAGE)] == [403, 403]
    assert guest.post(REGISTER, SOMEBODY).status_code == 303
    assert Member.objects.get().state == "pending"
    given = {"do": "end", "number": Pilot.objects.get().pk, "why": "Enough."}
    assert boss.post(PAGE, given).status_code == 303
    assert statuses(guest) == [403, 403, 403]
    assert "Why it ended Enough." in read(boss, PAGE)


def test_what_a_response_team_writes_is_marked_and_somebody_else_approves_it() -> None:
    a_team()
    guest, boss = lead_of_team(), inside(User.Role.COMMUNICATIONS)
    begin(boss, today())
    assert guest.post(f"{MESSAGES}/new", WORDS).status_code == 303
    assert guest.post(f"{MESSAGES}/new", WORDS | {"area": "CV"}).status_code == 400
    message = Message.objects.get()
    assert message.pilot == Pilot.objects.get()
    page = f"{MESSAGES}/{message.pk}"
    assert "under the pilot" in read(boss, page)
    assert guest.post(page, {"do": "ask"}).status_code == 303
    assert guest.post(page, {"do": "approve"}).status_code == 400
    assert "Messages written by it 1" in read(boss, PAGE)
    assert boss.post(page, {"do": "approve"}).status_code == 303


def today() -> str:
    return now().date().isoformat()


def test_what_is_wrong_is_named_and_nothing_is_on() -> None:
    boss = inside(User.Role.COMMUNICATIONS)
    for change, words in (
        ({"area": ""}, "Choose an area"),
        ({"roles": []}, "Choose who may take part"),
        ({"first": "x"}, "From: enter a day"),
        ({"first": "2020-01-01"}, "nobody could do it before"),
        ({"reason": ""}, "Say why"),
        ({"teams": "Nobody"}, "The area has no team Nobody"),
    ):
        given = {"area": "BE", "roles": ["officer"], "first": today(), "reason": "x"}
        answer = boss.post(PAGE, given | change)
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert not Pilot.objects.exists()
    assert begin(boss, today()) == 303
    pilot = Pilot.objects.get()
    for end, words in (
        ({"number": "x"}, "Choose which pilot ends."),
        ({"number": str(pilot.pk)}, "Say why."),
    ):
        answer = boss.post(PAGE, {"do": "end"} | end)
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert "Too early to say: 3 whole months" in read(boss, PAGE)


def test_its_effect_stands_there_with_its_caveats() -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    first = at.replace(month=7).date()
    Pilot.objects.create(
        area="BE", roles=["officer"], first=first, reason="x", set_at=at, set_by="x"
    )
    for month in range(1, 10):
        for number, area in enumerate(("BE", "BW", "CV", "DY", "SH")):
            n = 30 if area == "BE" and month > 6 else 12 + (month + number) % 3
            joined("", n, at=at.replace(month=month, day=9), area=area)
    shown = read(inside(User.Role.COMMUNICATIONS), PAGE)
    assert "It moved" in shown
    assert "Since then 2." in shown
    assert "number 1 of 5 by size (p 0.200)" in shown
    assert "can never be below 0.200" in shown
    assert "The area was not drawn by lot." in shown
    assert "September 2020, since 30" in shown
