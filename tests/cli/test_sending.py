"""Sending is shown and stopped from the command line."""

import pytest

from heard.clock import read as clock
from heard.delivery import health, switch
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests.cli.terminal import as_json, heard, refused

pytestmark = pytest.mark.usefixtures("given")
WAY = {"channel": "sms", "gateway": "sms", "in_use": True, "failures": 0}
IN_USE = "sms: sms in use, 0 failures\n"


def test_it_says_that_nothing_is_stopped() -> None:
    assert heard("sending").stdout == f"Nothing is stopped.\n{IN_USE}"
    assert as_json("sending") == {"stopped": [], "gateways": [WAY]}


def test_it_says_which_gateway_is_out_of_use() -> None:
    health.failed("sms", health.FAILURES, now=clock.now())

    assert heard("sending").stdout == "Nothing is stopped.\nsms: sms OUT OF USE, 5 failures\n"


def test_it_stops_everything_for_a_reason() -> None:
    said = heard("sending", "--stop", "a wrong list").stdout

    (halt,) = switch.standing()
    assert (halt.scope, halt.reason, halt.stopped_by) == ("everything", "a wrong list", "Heard")
    assert (
        said
        == f"STOPPED: everything, by Heard at {halt.stopped_at.isoformat()}: a wrong list\n{IN_USE}"
    )
    assert Entry.objects.filter(act="sending.stop").count() == 1


def test_it_stops_one_channel_and_says_who_asked_to_lift_it() -> None:
    heard("sending", "--stop", "trial", "--scope", "channel:sms")
    (halt,) = switch.standing()
    switch.ask_to_lift("channel:sms", by=Actor(id="1", label="Ann"), now=halt.stopped_at)

    assert as_json("sending") == {
        "stopped": [
            {
                "scope": "channel:sms",
                "reason": "trial",
                "stopped_at": halt.stopped_at.isoformat(),
                "stopped_by": "Heard",
                "asked_by": "Ann",
            }
        ],
        "gateways": [WAY],
    }
    assert heard("sending").stdout.endswith(f": trial; Ann asked to lift it\n{IN_USE}")


def test_a_scope_that_is_none_is_refused() -> None:
    assert refused("sending", "--stop", "trial", "--scope", "texts") == (
        "heard: texts is not everything, channel:<name> or account:<slug>.\n"
    )
