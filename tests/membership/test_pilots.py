"""A pilot is the one switch: it opens an area to whom it names, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from heard.accounts.models import User
from heard.journal.models import Entry
from heard.membership import pilots, write
from heard.membership.models import Pilot, Stage
from heard.membership.pilots import NoPilot
from heard.membership.write import NoMessage, Who
from tests.membership.asked import DAY, NOW
from tests.membership.piloted import BOSS, TEAM, a_pilot, a_team, wanted
from tests.membership.told import AUTHOR, SECOND, content, written
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def officer(staff_id: str, name: str = "o", **held: str) -> User:
    role = User.Role(held.pop("role", "officer"))
    found = a_person(f"{name}@example.org", role=role, password=None, **held)
    User.objects.filter(pk=found.pk).update(staff_id=staff_id)
    found.refresh_from_db()
    return found


def test_it_is_begun_and_ended_with_a_reason_in_the_journal() -> None:
    made = a_pilot()
    pilots.end(made, " Enough. ", by=BOSS, now=NOW + DAY)
    made.refresh_from_db()
    assert (made.last, made.end_reason) == ((NOW + DAY).date(), "Enough.")
    acts = Entry.objects.filter(subject=f"pilot:{made.pk}").order_by("id")
    assert list(acts.values_list("act", "reason")) == [
        ("membership.begin_pilot", "BE"),
        ("membership.end_pilot", "BE"),
    ]
    with pytest.raises(NoPilot, match="ended already"):
        pilots.end(made, "x", by=BOSS, now=NOW + DAY)
    with pytest.raises(NoPilot, match="in this area already"):
        pilots.begin(wanted(first=(NOW + DAY).date()), by=BOSS, now=NOW + DAY)
    later = (NOW + 2 * DAY).date()
    assert pilots.begin(wanted(first=later), by=BOSS, now=NOW + DAY).first == later
    assert pilots.covers("BE", later, later)
    assert not pilots.covers("BE", NOW.date() - DAY, NOW.date() - DAY)
    assert not pilots.covers("CV", later, later)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "area": (lambda: a_pilot(area="XX"), "area"),
    "nobody": (lambda: a_pilot(roles=[]), "roles"),
    "callers": (lambda: a_pilot(roles=["caller"]), "roles"),
    "no reason": (lambda: a_pilot(reason=" "), "reason"),
    "before": (lambda: a_pilot(first=NOW.date() - DAY), "first"),
    "a team elsewhere": (lambda: a_pilot(teams=["CV 1"]), "teams"),
    "two at once": (lambda: (a_pilot(), a_pilot()), "area"),
    "no why": (lambda: pilots.end(Pilot.objects.get(), " ", by=BOSS, now=NOW), "why"),
}


def test_what_makes_no_sense_is_refused() -> None:
    found = {}
    for what, (act, _) in REFUSED.items():
        with pytest.raises(NoPilot) as fault:
            act()
        found[what] = fault.value.name
    assert found == {what: name for what, (_, name) in REFUSED.items()}


def test_it_opens_to_its_roles_in_teams_of_its_area_while_it_is_on() -> None:
    a_team("S1")
    a_team("S2", code="CV 1", area="CV")
    here, there, nowhere = officer("S1"), officer("S2", "p"), officer("", "q")
    lead = officer("", "l", role="team_supervisor", unit=TEAM)
    one, same = a_pilot(), officer("", "s", unit="S1")
    assert [pilots.open_to(who, now=NOW) for who in (here, same)] == 2 * [{"BE": one.pk}]
    assert pilots.open_to(here, now=NOW - DAY) == {}
    assert [pilots.open_to(who, now=NOW) for who in (there, nowhere, lead)] == [{}, {}, {}]
    pilots.end(one, "x", by=BOSS, now=NOW)
    assert pilots.open_to(here, now=NOW + timedelta(seconds=1)) == {}
    two = pilots.begin(
        wanted(roles=["team_supervisor"], teams=[TEAM], first=(NOW + DAY).date()),
        by=BOSS,
        now=NOW,
    )
    assert pilots.open_to(lead, now=NOW + DAY) == {"BE": two.pk}
    assert pilots.open_to(here, now=NOW + DAY) == {}


def test_of_an_area_where_teams_are_named_only_those_are_meant() -> None:
    a_team("S1")
    a_team("S2", code="Response 5")
    handler = officer("S2", role="contact_handler")
    pilot = a_pilot(roles=["contact_handler"], teams=[TEAM])
    assert pilots.open_to(handler, now=NOW) == {}
    Pilot.objects.filter(pk=pilot.pk).update(teams=["Response 5"])
    assert pilots.open_to(handler, now=NOW) == {"BE": pilot.pk}


def test_a_guest_writes_for_the_area_and_does_nothing_with_messages_of_others() -> None:
    pilot = a_pilot()
    guest = Who(actor=BOSS, areas={"BE"}, pilots={"BE": pilot.pk})
    theirs = write.draft(content(), who=guest, now=NOW)
    assert theirs.pilot == pilot
    write.edit(theirs, content(title="Anew"), who=guest, now=NOW)
    write.ask(theirs, who=guest, now=NOW)
    with pytest.raises(NoMessage, match="Somebody else"):
        write.approve(theirs, who=guest, now=NOW)
    write.approve(theirs, who=SECOND, now=NOW)
    theirs.refresh_from_db()
    assert (theirs.stage, theirs.pilot) == (Stage.READY, pilot)
    other = written()
    assert other.pilot is None
    write.ask(other, who=AUTHOR, now=NOW)
    for act in (
        lambda: write.approve(other, who=guest, now=NOW),
        lambda: write.cancel(other, "x", who=guest, now=NOW),
        lambda: write.draft(content(areas=("CV",)), who=guest, now=NOW),
    ):
        with pytest.raises(NoMessage, match=r"yours|your own"):
            act()
