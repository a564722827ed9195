"""Drives are begun with goals, given codes that nobody used before, and costs that add up."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from heard.journal.models import Entry
from heard.membership import drives
from heard.membership.drives import NoDrive, Owner, Source
from heard.membership.models import CodeDay, Cost, Drive, DriveCode, Goal, Member
from tests.membership.asked import DAY, NOW, member
from tests.membership.driven import DAYS, LEAD, TEAM, a_code, a_drive, joined

pytestmark = pytest.mark.django_db
FAR = Owner(actor=TEAM.actor, areas=("SW",))


def test_each_act_stands_in_the_journal_and_goals_stand_as_they_were() -> None:
    code = a_code(of=a_drive(), area="BE")
    drives.add_cost(code, 12_050, on=NOW.date(), what=" Stall ", by=TEAM, now=NOW)
    drives.end(code.drive, by=LEAD, now=NOW)
    ended = Drive.objects.get()
    assert (ended.first, ended.last, ended.planned) == (DAYS[0], NOW.date(), DAYS[1])
    assert list(Goal.objects.order_by("area").values_list("area", "joins")) == [
        ("BE", 90),
        ("CV", 45),
    ]
    assert Cost.objects.get().what == "Stall"
    acts = Entry.objects.filter(act__startswith="membership.").order_by("id")
    assert list(acts.values_list("act", "subject")) == [
        ("membership.begin_drive", f"drive:{ended.pk}"),
        ("membership.add_code", f"drive:{ended.pk} be-market"),
        ("membership.add_cost", "drive-code:be-market"),
        ("membership.end_drive", f"drive:{ended.pk}"),
    ]


def _begin(name: str = "x", days: tuple[date, date] = DAYS, **goals: int) -> object:
    return drives.begin(name, days, goals or {"BE": 5}, by=TEAM, now=NOW)


def _code(code: str = "new", area: str = "BE", name: str = "x", by: Owner = TEAM) -> object:
    source = Source(code=code, kind=DriveCode.Kind.POSTER, name=name, area=area)
    return drives.add_code(Drive.objects.get(), source, by=by, now=NOW)


def _cost(pence: int = 1, on: date = DAYS[0], what: str = "x", by: Owner = LEAD) -> object:
    code = DriveCode.objects.get()
    return drives.add_cost(code, pence, on=on, what=what, by=by, now=NOW)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no name": (lambda: _begin(" "), "name"),
    "backwards": (lambda: _begin(days=DAYS[::-1]), "last"),
    "too long": (lambda: _begin(days=(DAYS[0], DAYS[0] + 366 * DAY)), "last"),
    "no goal": (lambda: _begin(BE=0), "name"),
    "elsewhere": (lambda: _begin(BE=5, CV=5), "name"),
    "spelling": (lambda: _code("No code"), "code"),
    "nameless": (lambda: _code(name=" "), "name"),
    "outside": (lambda: _code(area="WV", by=LEAD), "area"),
    "not mine": (lambda: _code(area="CV"), "area"),
    "all of them": (lambda: _code(area=""), "area"),
    "no drive of mine": (lambda: _code(by=FAR), "do"),
    "a code twice": (lambda: _code("be-market"), "code"),
    "former": (lambda: _code("former"), "code"),
    "by chance": (lambda: _code("made-up"), "code"),
    "pending": (lambda: _code("pending"), "code"),
    "nothing": (lambda: _cost(0), "pounds"),
    "too much": (lambda: _cost(100_000_001), "pounds"),
    "below none": (lambda: _cost(-1), "pounds"),
    "ahead": (lambda: _cost(on=NOW.date() + DAY), "on"),
    "for nothing": (lambda: _cost(what=" "), "what"),
    "of others": (lambda: _cost(by=TEAM), "code"),
    "end of others": (lambda: drives.end(Drive.objects.get(), by=TEAM, now=NOW), "do"),
    "over": (lambda: drives.end(Drive.objects.get(), by=LEAD, now=NOW + 365 * DAY), "do"),
}


def test_what_makes_no_sense_is_refused_and_names_its_field() -> None:
    a_code(of=a_drive())
    joined("made-up", 1, at=NOW)
    member(source="pending")
    Member.objects.update(state="pending", joined_at=None)
    found = {}
    for what, (act, _) in REFUSED.items():
        with pytest.raises(NoDrive) as fault:
            act()
        found[what] = fault.value.name
    assert found == {what: name for what, (_, name) in REFUSED.items()}
    assert (Drive.objects.count(), DriveCode.objects.count(), Cost.objects.count()) == (1, 1, 0)


def test_a_cost_is_taken_back_by_another_entry() -> None:
    code = a_code(of=a_drive())
    for pence in (500, -500):
        drives.add_cost(code, pence, on=DAYS[0], what="x", by=LEAD, now=NOW)
    assert list(Cost.objects.order_by("id").values_list("pence", flat=True)) == [500, -500]


@pytest.mark.parametrize("table", ["goal", "drivecode", "cost"])
def test_the_database_changes_nothing_of_them(table: str) -> None:
    for act in ("UPDATE membership_{} SET id = id", "DELETE FROM membership_{}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act.format(table))


def test_uses_are_counted_by_the_day_of_london_and_only_of_codes_that_there_are() -> None:
    code = a_code(of=a_drive())
    late = NOW.replace(month=7, hour=23, minute=30)
    drives.note_use("be-market", opened=1, now=late)
    drives.note_use("be-market", asked=2, now=late + timedelta(minutes=5))
    for other in ("nobodys", "", "\0", "No code"):
        drives.note_use(other, opened=1, now=late)
    found = CodeDay.objects.get()
    assert (found.code, found.day, found.opened, found.asked) == (code, date(2020, 7, 3), 1, 2)
