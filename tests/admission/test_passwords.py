"""A new password ends what is open elsewhere."""

from datetime import UTC, datetime

import pytest

from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.admission.models import Session
from heard.admission.passwords import change_password
from heard.journal.models import Entry
from tests.admission.test_sessions import opened

NOW = datetime(2020, 10, 12, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_a_new_password_counts_and_sessions_elsewhere_end() -> None:
    ann = add_person(
        email="ann@example.org", name="Ann Lee", role=User.Role.VIEWER, password=None, now=NOW
    )
    opened(ann, "here")
    opened(ann, "elsewhere")
    change_password(ann, "three words apart", kept="here", now=NOW)
    assert User.objects.get().check_password("three words apart")
    assert Session.objects.get().session_key == "here"
    acts = Entry.objects.filter(act__startswith="admission.").order_by("id")
    assert list(acts.values_list("act", "reason")) == [
        ("admission.change_password", ""),
        ("admission.end_session", "password"),
    ]
