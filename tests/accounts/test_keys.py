"""Keys of the machines that feed us."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from heard.accounts.keys import check_key, issue_key, revoke_keys
from heard.accounts.models import FeedKey
from heard.journal.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 5, 9, tzinfo=UTC)
EVENTS, RECEIPTS = FeedKey.Kind.EVENTS, FeedKey.Kind.RECEIPTS


def a_key(source: str = "/wmp/controlworks") -> str:
    return issue_key(source, kind=EVENTS, now=NOW, draw=secrets.token_bytes)


def test_a_key_speaks_for_its_source() -> None:
    mine, other = a_key(), a_key("/gmp/icad")
    assert check_key(mine, kind=EVENTS, now=NOW) == "/wmp/controlworks"
    assert check_key(other, kind=EVENTS, now=NOW) == "/gmp/icad"


def test_a_key_is_of_one_kind() -> None:
    assert check_key(a_key(), kind=RECEIPTS, now=NOW) is None


@pytest.mark.parametrize("key", ["", "x", "\ud800", "\0", "é"])
def test_an_unknown_key_speaks_for_nobody(key: str) -> None:
    a_key()
    assert check_key(key, kind=EVENTS, now=NOW) is None


def test_a_key_is_43_characters_and_only_its_hash_is_kept() -> None:
    key = a_key()
    assert len(key) == 43
    assert key.encode() not in bytes(FeedKey.objects.get().key_hash)


def test_a_revoked_key_is_refused_and_a_newer_one_is_not() -> None:
    old, elsewhere = a_key(), a_key("/gmp/icad")
    later = NOW + timedelta(days=1)
    assert revoke_keys("/wmp/controlworks", kind=EVENTS, now=later) == 1
    new = a_key()
    found = [check_key(key, kind=EVENTS, now=later) for key in (old, new, elsewhere)]
    assert found == [None, "/wmp/controlworks", "/gmp/icad"]


def test_the_journal_has_each_act_and_no_key() -> None:
    key = a_key()
    revoke_keys("/wmp/controlworks", kind=EVENTS, now=NOW)
    revoke_keys("/wmp/controlworks", kind=EVENTS, now=NOW)
    rows = list(
        Entry.objects.filter(act__startswith="accounts.")
        .order_by("id")
        .values_list("act", "subject", "reason")
    )
    subject = "feed:events:/wmp/controlworks"
    assert rows == [("accounts.issue_key", subject, ""), ("accounts.revoke_keys", subject, "")]
    assert key not in str(rows)
