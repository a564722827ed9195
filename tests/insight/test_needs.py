"""What needs somebody, counted from rows as the flow leaves them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from heard.accounts import keys
from heard.accounts.models import FeedKey, Grant
from heard.accounts.scope import Scope
from heard.core.needs import Need, Urgency, What
from heard.core.screening import Outcome
from heard.delivery import budget, switch
from heard.delivery.models import Spending, State
from heard.fieldwork.models import Rejected
from heard.insight import needs
from heard.insight.sources import sources
from heard.journal.write import Actor, write
from tests.eligibility.staff import proposed
from tests.improvement.colleagues import PERSON, scored
from tests.insight.flow import CALLED, invite, known, programme, screen
from tests.insight.teams import replies
from tests.insight.test_holds import IN_TEN, hold
from tests.make import NOON, SOURCE, contact_ended, minutes, receive, screened, told
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
ANN = Actor(id="user:1", label="Ann Lee")
HOUR = timedelta(hours=1)


def test_where_nothing_waits_nothing_is_needed() -> None:
    known_facts = known()
    assert [
        needs.holds(now=CALLED),
        needs.stopped(),
        needs.unclear(),
        needs.silent_sources(now=CALLED),
        needs.dead_letters(),
        needs.codes(now=CALLED),
        needs.forms(),
        needs.calls(now=CALLED),
        needs.changes(asker=ANN.id),
        needs.releases(asker=ANN.id),
        needs.reviews(known_facts, now=CALLED),
        needs.spent(now=CALLED),
        needs.refused(now=CALLED),
        needs.revealed(now=CALLED),
    ] == [None] * 14


def test_what_is_held_has_the_clock_of_the_first() -> None:
    hold(2)
    screen(programme(), Outcome.SKIP, "cap")
    assert needs.holds(now=IN_TEN) == Need(
        what=What.HOLDS, urgency=Urgency.CLOCK, n=2, by=NOON + minutes(24 * 60 - 1)
    )


def test_sending_that_was_stopped_and_texts_that_may_have_left() -> None:
    switch.stop(switch.EVERYTHING, by=ANN, reason="A wrong text", now=NOON)
    invite(programme(), state=State.UNKNOWN)
    assert needs.stopped() == Need(what=What.STOPPED, urgency=Urgency.CLOCK, since=NOON)
    assert needs.unclear() == Need(what=What.UNCLEAR, urgency=Urgency.WAITING, since=CALLED)


def test_a_source_is_silent_after_its_own_time(settings: Settings) -> None:
    told(contact_ended("C1"))
    keys.issue_key("/never", kind=FeedKey.Kind.EVENTS, now=NOON, draw=bytes)
    settings.SILENT_MINUTES = {"": 120}
    assert [(one.source, one.last, one.is_silent) for one in sources(now=NOON + HOUR)] == [
        ("/never", None, True),
        (SOURCE, NOON, False),
    ]
    found = needs.silent_sources(now=NOON + 3 * HOUR)
    assert found == Need(what=What.SILENT, urgency=Urgency.WAITING, n=2, about="/never")
    settings.SILENT_MINUTES = {"/never": 1_000_000_000}
    assert [one.is_silent for one in sources(now=NOON + 3 * HOUR)] == [True, False]
    FeedKey.objects.update(revoked_at=NOON)
    settings.SILENT_MINUTES = {"": 60}
    assert needs.silent_sources(now=NOON + 3 * HOUR) == Need(
        what=What.SILENT, urgency=Urgency.WAITING, since=NOON, about=SOURCE
    )


def test_items_that_broke_a_rule_and_codes_that_mean_nothing() -> None:
    receive({"nonsense": 1})
    told(contact_ended("C1", codes=["ZZ-1"]))
    screened(NOON + HOUR)
    assert needs.dead_letters() == Need(what=What.DEAD, urgency=Urgency.WAITING, since=NOON)
    assert needs.codes(now=NOON + HOUR) == Need(
        what=What.CODES, urgency=Urgency.WAITING, about="ZZ-1"
    )


def test_forms_that_could_not_be_taken_until_they_were() -> None:
    for number, settled in enumerate((None, NOON)):
        Rejected.objects.create(
            instance=f"i{number}",
            via="app",
            content="c",
            why="w",
            brought="{}",
            received_at=NOON,
            settled_at=settled,
        )
    assert needs.forms() == Need(what=What.FORMS, urgency=Urgency.WAITING, since=NOON)


def test_who_proposed_a_change_is_not_the_one_whom_it_waits_for() -> None:
    change = proposed(sample=0.5)
    assert needs.changes(asker=change.proposed_by) is None
    assert needs.changes(asker="user:0") == Need(
        what=What.CHANGES, urgency=Urgency.WAITING, since=change.proposed_at
    )


def test_a_budget_is_nearly_spent_from_four_fifths_on() -> None:
    month = budget.month_of(NOON)
    budget.set_budget("sms_contact", month, pence=Decimal(100), by=ANN, now=NOON)
    row = Spending.objects.create(account="sms_contact", month=month, pence=Decimal("79.9"))
    assert needs.spent(now=NOON) is None
    Spending.objects.filter(pk=row.pk).update(pence=Decimal(80))
    assert needs.spent(now=NOON) == Need(
        what=What.SPENT, urgency=Urgency.WAITING, about="sms_contact"
    )


def test_refusals_and_looks_at_words_of_a_week() -> None:
    for days in (1, 8):
        write("web.refused", subject="page:x", actor=ANN, now=NOON - timedelta(days=days))
    write("dialogues.reveal", subject="alert:1", actor=ANN, now=NOON)
    write("specialist.see_number", subject="consent:1", actor=ANN, now=NOON - HOUR)
    assert needs.refused(now=NOON) == Need(
        what=What.REFUSED, urgency=Urgency.CHANGED, since=NOON - timedelta(days=1)
    )
    assert needs.revealed(now=NOON) == Need(
        what=What.REVEALED, urgency=Urgency.CHANGED, n=2, since=NOON
    )


def test_a_role_that_ends_soon_is_told_to_another_administrator() -> None:
    ann, ben = a_person(), a_person("ben@example.org")
    for days, user in ((13, ben), (15, ann)):
        Grant.objects.filter(user=user).update(ends_at=NOON + timedelta(days=days))
    assert needs.grants(ann, now=NOON) == Need(
        what=What.GRANTS, urgency=Urgency.WAITING, by=NOON + timedelta(days=13)
    )
    assert needs.grants(ben, now=NOON) is None


def test_ones_own_results_are_told_to_oneself_where_they_say_something() -> None:
    replies("FC-B", 60, 30)
    scored([9] * 14 + [2])
    facts = known()
    mine = Scope(areas=frozenset(), teams=frozenset(), people=frozenset({PERSON}), cases=False)
    assert needs.own_results(facts.within(mine)) == Need(what=What.OWN, urgency=Urgency.CHANGED)
    other = Scope(areas=frozenset(), teams=frozenset(), people=frozenset({"X"}), cases=False)
    assert needs.own_results(facts.within(other)) is None
    assert needs.own_results(facts) is None
