"""A message as it arrives at a mail server, and that none arrives once it was cancelled."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from heard.channels.mail import Mail
from heard.delivery.deliver import deliver
from heard.delivery.gateways import Gateway
from heard.delivery.models import Letter
from heard.membership import write
from heard.membership.models import Copy
from heard.worker import GUARDS
from tests.membership.asked import NOW
from tests.membership.many import members
from tests.membership.told import LEAD, approved, sent
from tests.peers import smtp
from tests.peers.smtp import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[Server]:
    with smtp.serving(tmp_path / "mail") as running:
        yield running


def leave(server: Server, *, limit: int) -> None:
    """Hand over some of what waits, by mail."""
    mail = Mail(
        from_address="heard@force.example",
        host=smtp.HOST,
        port=server.port,
        ca_file=server.ca_file,
        timeout=5,
    )
    channels = {"email": [Gateway(name="email", channel=mail)]}
    deliver(now=NOW, guards=GUARDS, channels=channels, lease=timedelta(minutes=5), limit=limit)


def test_what_has_not_left_when_it_is_cancelled_never_does(post_office: Server) -> None:
    members(3)
    message = approved()
    sent()
    leave(post_office, limit=1)
    write.cancel(message, "Wrong street", who=LEAD, now=NOW)
    leave(post_office, limit=10)
    (mail,) = post_office.arrived()
    copy = Copy.objects.order_by("id").first()
    assert copy is not None
    assert mail.message["Subject"] == "Sheds"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/community/stop/{copy.member.stop_token}" in mail.message["List-Unsubscribe"]
    plain, html = (part.get_content() for part in mail.message.iter_parts())
    for words in (plain, html):
        assert f"https://heard.example/community/message/{copy.token}" in words
    stopped = Letter.objects.filter(state="cancelled").values_list("reason", flat=True)
    assert list(stopped) == 2 * ["message-cancelled"]
