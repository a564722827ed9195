"""Saved reports: names, who sees them, and what the journal keeps of them."""

import pytest

from heard.accounts.models import User
from heard.journal.models import Entry
from heard.reports import save as reports
from heard.reports.models import Report
from tests.web.staff.people import NOW, a_person

pytestmark = pytest.mark.django_db
ADA, BEN = "ada@example.org", "ben@example.org"
VIEWER = User.Role.VIEWER


def saved(name: str = "Areas", query: str = "by=area", *, by: User) -> Report:
    return reports.save(name, query, by=by, now=NOW)


def test_a_report_is_its_owners_until_it_is_shared() -> None:
    ada, ben = a_person(ADA), a_person(BEN, role=VIEWER)
    one = saved(by=ada)
    assert reports.reports_of(ada) == [one]
    assert reports.shared_with(ben, [VIEWER]) == []
    reports.share(one.pk, [VIEWER], by=ada, now=NOW)
    assert reports.shared_with(ben, [VIEWER]) == [one]
    assert reports.shared_with(ben, [User.Role.AUDITOR]) == []
    assert reports.shared_with(ada, [VIEWER]) == []
    reports.share(one.pk, [], by=ada, now=NOW)
    assert reports.shared_with(ben, [VIEWER]) == []


def test_the_same_name_replaces_what_was_asked_and_stays_shared() -> None:
    ada = a_person(ADA)
    one = saved(by=ada)
    reports.share(one.pk, [VIEWER], by=ada, now=NOW)
    again = saved("  Areas ", "by=week", by=ada)
    assert (again.pk, again.query, again.roles) == (one.pk, "by=week", [VIEWER])


def test_nobody_shares_or_removes_what_is_not_theirs() -> None:
    ada, ben = a_person(ADA), a_person(BEN)
    one = saved(by=ada)
    with pytest.raises(reports.NoReport, match="no such report"):
        reports.remove(one.pk, by=ben, now=NOW)
    with pytest.raises(reports.NoReport, match="no such report"):
        reports.share(one.pk, [VIEWER], by=ben, now=NOW)
    reports.remove(one.pk, by=ada, now=NOW)
    assert reports.reports_of(ada) == []


def test_what_cannot_be_kept_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = a_person(ADA)
    for name, query, words in (
        (" ", "", "Give the report a name"),
        ("x" * 101, "", "of at most 100 characters"),
        ("x", "q" * 2_001, "at most 2,000 characters"),
    ):
        with pytest.raises(reports.NoReport, match=words):
            saved(name, query, by=ada)
    one = saved(by=ada)
    with pytest.raises(reports.NoReport, match="There is no role king"):
        reports.share(one.pk, ["king"], by=ada, now=NOW)
    monkeypatch.setattr(reports, "MOST", 1)
    saved(by=ada)
    with pytest.raises(reports.NoReport, match="more than 1 reports"):
        saved("Another", by=ada)


def test_the_journal_keeps_the_number_and_not_the_name() -> None:
    ada = a_person(ADA)
    one = saved("About Mrs Jones", by=ada)
    reports.share(one.pk, [VIEWER], by=ada, now=NOW)
    reports.remove(one.pk, by=ada, now=NOW)
    entries = Entry.objects.filter(act__startswith="reports.").order_by("id")
    assert [(e.act, e.subject, e.reason) for e in entries] == [
        ("reports.save", f"report:{one.pk}", ""),
        ("reports.share", f"report:{one.pk}", "viewer"),
        ("reports.remove", f"report:{one.pk}", ""),
    ]
