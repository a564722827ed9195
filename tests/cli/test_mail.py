"""A letter goes out by a mail server, bounces, and comes in as a mail server pipes it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from heard.clock import simulate
from heard.delivery import gateways
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter
from heard.delivery.post import Draft, post
from heard.events.models import DeadLetter
from tests.cli.terminal import heard
from tests.delivery.letters import saying
from tests.peers import smtp

KEY = "k" * 32
LEASE = timedelta(minutes=2)


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[smtp.Server]:
    with smtp.serving(tmp_path / "mail") as running:
        yield running


@pytest.fixture
def _by_mail(given: dict[str, str], peer: smtp.Server) -> Iterator[None]:
    """Let the commands send e-mail by this server."""
    with override_settings(CHANNELS={"email": _setting(peer)}):
        gateways.channels.cache_clear()
        yield
    gateways.channels.cache_clear()


def _setting(peer: smtp.Server) -> dict[str, Any]:
    options = {
        "host": smtp.HOST,
        "port": peer.port,
        "ca_file": peer.ca_file,
        "from_address": "survey@force.example",
        "return_path": {"domain": "bounces.force.example", "keys": [KEY]},
    }
    return {"gateway": "heard.channels.mail.Mail", "options": options}


def _write(*subjects: str) -> None:
    """Write to nobody@example.org, and let the letters leave."""
    now = datetime.now(tz=UTC)
    drafts = [
        Draft(
            subject=subject,
            channel="email",
            address="nobody@example.org",
            title="How did we do?",
            body="Tell us.",
            not_before=now,
            expires_at=now + timedelta(days=1),
        )
        for subject in subjects
    ]
    post("trial", drafts, now=now)
    for _ in range(2):  # the second time there is nothing left
        deliver(
            now=now,
            guards={"trial": saying()},
            channels=gateways.channels(),
            lease=LEASE,
            limit=100,
        )


def _states() -> dict[str, str]:
    return dict(Letter.objects.order_by("id").values_list("subject", "state"))


@pytest.mark.usefixtures("_by_mail")
def test_a_bounce_comes_back_to_its_letter_and_to_no_other(peer: smtp.Server) -> None:
    _write("a", "b", "c")
    assert _states() == dict.fromkeys("abc", "sending")
    mails = peer.arrived()
    names = list(Letter.objects.order_by("id").values_list("gateway_id", flat=True))
    assert names == [mail.name for mail in mails]

    for raw in (
        smtp.bounce(mails[0]),
        smtp.bounce(mails[0]),
        smtp.bounce(mails[1], status="4.4.7"),
        smtp.bounce(mails[2], action="delivered", status="2.0.0"),
    ):
        done = heard("receive-mail", piped=raw)
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    assert _states() == {"a": "permanent-failure", "b": "temporary-failure", "c": "delivered"}
    assert len(peer.arrived()) == 3


@pytest.mark.usefixtures("_by_mail")
def test_a_letter_whose_outcome_was_lost_is_written_once(peer: smtp.Server) -> None:
    peer.goes_wrong("after", smtp.RESET)
    _write("a")
    assert (_states(), len(peer.arrived())) == ({"a": "claimed"}, 1)

    assert heard("receive-mail", piped=smtp.bounce(peer.arrived()[0])).exit_code == 0
    assert _states() == {"a": "permanent-failure"}


@pytest.mark.usefixtures("_by_mail")
def test_what_is_no_report_is_kept_and_said(peer: smtp.Server) -> None:
    done = heard(
        "receive-mail", "--source", "postfix", piped=b"Subject: Hello\r\n\r\nI am away.\r\n"
    )
    assert (done.exit_code, done.stderr) == (
        0,
        "Kept as a dead letter (no_report): This is no report of a mail server.\n",
    )
    assert DeadLetter.objects.get().source == "postfix"


@pytest.mark.usefixtures("_by_mail")
def test_a_simulation_takes_no_mail() -> None:
    simulate.begin(seed=1, now=datetime(2020, 10, 1, tzinfo=UTC))
    done = heard("receive-mail", piped=b"Subject: Hello\r\n\r\n")
    assert (done.exit_code, DeadLetter.objects.count()) == (75, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATABASE_URL": "postgresql://heard_app@127.0.0.1:1/heard"},
        {"HEARD_CHANNELS": "{"},
        {"HEARD_CHANNELS": json.dumps({"email": {"gateway": "nothing.at.all"}})},
        {"HEARD_ENV": "production", "HEARD_KEYS": "{}"},
    ],
    ids=["database", "settings", "gateway", "production"],
)
def test_a_mail_that_cannot_be_kept_stays_with_the_mail_server(
    own_database: dict[str, str], wrong: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "heard", "receive-mail"],
        env={**os.environ, **own_database, **wrong},
        input=b"Subject: a secret\r\n\r\nHello\r\n",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, b"secret" in done.stderr) == (75, b"", False)
