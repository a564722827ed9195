"""Mails that come back by HTTP: what they settle, and what is kept of those that tell nothing."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from pytest_django import Settings

from heard.accounts.models import FeedKey
from heard.core.return_paths import ReturnPath
from heard.delivery import gateways
from heard.delivery.models import Receipt
from heard.events.models import DeadLetter
from heard.web.feeds import reading
from tests.peers.smtp import Mail, bounce
from tests.web.feeds.post import a_key, post

pytestmark = pytest.mark.django_db

REFERENCE = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PATH = ReturnPath(domain="bounces.force.example", keys=["k" * 32])
TAG = PATH.address(str(REFERENCE))
MAIL = Mail(name="Q1", sender=TAG, to="a@x.org", options="", tls=True, user="", raw=b"Subject: x")
TYPE = "message/rfc822"


@pytest.fixture(autouse=True)
def _by_mail(settings: Settings) -> Iterator[None]:
    options = {
        "host": "mail.force.example",
        "from_address": "survey@force.example",
        "return_path": {"domain": PATH.domain, "keys": list(PATH.keys)},
    }
    settings.CHANNELS = {"email": {"gateway": "heard.channels.mail.Mail", "options": options}}
    gateways.channels.cache_clear()
    yield
    gateways.channels.cache_clear()


def test_a_bounce_is_a_receipt_and_counts_once() -> None:
    key = a_key(FeedKey.Kind.RECEIPTS)
    answers = [post("mail", bounce(MAIL), key=key, content_type=TYPE) for _ in range(2)]
    assert [(a.status_code, a.json()) for a in answers] == [
        (200, {"accepted": 1, "duplicates": 0, "rejected": []}),
        (200, {"accepted": 0, "duplicates": 1, "rejected": []}),
    ]
    receipts = Receipt.objects.values_list("reference", "status")
    assert list(receipts) == [(REFERENCE, "permanent-failure")]


def test_a_mail_that_tells_nothing_is_kept_under_the_name_of_its_key() -> None:
    key = a_key(FeedKey.Kind.RECEIPTS, source="urn:mail:force")
    answer = post("mail", b"Subject: Hello\r\n\r\nHello", key=key, content_type=TYPE)
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "accepted": 0,
            "duplicates": 0,
            "rejected": [
                {
                    "index": 0,
                    "field": "",
                    "rule": "no_report",
                    "message": "This is no report of a mail server.",
                }
            ],
        },
    )
    assert list(DeadLetter.objects.values_list("source", "rule")) == [
        ("urn:mail:force", "no_report")
    ]


@pytest.mark.parametrize("key", ["", "wrong", "events"])
def test_nobody_posts_mail_without_a_key_of_receipts(key: str) -> None:
    known = a_key() if key == "events" else key
    answer = post("mail", bounce(MAIL), key=known, content_type=TYPE)
    assert (answer.status_code, Receipt.objects.count()) == (401, 0)


def test_another_media_type_and_more_than_five_megabytes_are_refused() -> None:
    key = a_key(FeedKey.Kind.RECEIPTS)
    long = b"x" * (reading.BODY_BYTES + 1)
    assert post("mail", bounce(MAIL), key=key, content_type="text/plain").status_code == 415
    assert post("mail", long, key=key, content_type=TYPE).status_code == 413
    assert (Receipt.objects.count(), DeadLetter.objects.count()) == (0, 0)
