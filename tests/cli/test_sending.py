"""Sending is shown and stopped from the command line."""

import pytest

from heard.delivery import switch
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests.cli.terminal import as_json, heard, refused

pytestmark = pytest.mark.usefixtures("given")


def test_it_says_that_nothing_is_stopped() -> None:
    assert heard("sending").stdout == "Nothing is stopped.\n"
    assert as_json("sending") == {"stopped": []}


def test_it_stops_everything_for_a_reason() -> None:
    said = heard("sending", "--stop", "a wrong list").stdout

    (halt,) = switch.standing()
    assert (halt.scope, halt.reason, halt.stopped_by) == ("everything", "a wrong list", "Heard")
    assert said == f"STOPPED: everything, by Heard at {halt.stopped_at.isoformat()}: a wrong list\n"
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
        ]
    }
    assert heard("sending").stdout.endswith(": trial; Ann asked to lift it\n")


def test_a_scope_that_is_none_is_refused() -> None:
    assert refused("sending", "--stop", "trial", "--scope", "texts") == (
        "heard: texts is not everything, channel:<name> or account:<slug>.\n"
    )
