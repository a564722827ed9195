"""`heard reconcile`: a provider's list beside our letters, by the gateway itself or by a file."""

from datetime import timedelta
from pathlib import Path

import pytest

from heard.channels.outbox import Outbox
from heard.clock import read as clock
from heard.delivery.deliver import deliver
from heard.delivery.gateways import Gateway
from heard.delivery.models import Letter
from tests.cli.terminal import as_json, heard, refused
from tests.delivery.letters import posted_many, saying

pytestmark = pytest.mark.usefixtures("given")
SOON = "2999-01-01"
ALWAYS = ("--since", "2000-01-01", "--until", SOON)


def sent(outbox: Path, count: int = 3) -> list[str]:
    """Send so many by the gateway that the settings name, an hour and more ago."""
    posted_many(count)
    channel = Outbox(path=str(outbox))
    deliver(
        now=clock.now(),
        guards={"trial": saying()},
        channels={"sms": [Gateway(name="sms", channel=channel)]},
        lease=timedelta(minutes=2),
        limit=count,
    )
    return [str(r) for r in Letter.objects.order_by("id").values_list("reference", flat=True)]


def listed(folder: Path, *rows: str, heading: str = "reference,id,accepted_at") -> str:
    file = folder / "export.csv"
    file.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return str(file)


def test_a_file_that_agrees_ends_well(tmp_path: Path) -> None:
    rows = [f"{reference},p{n}," for n, reference in enumerate(sent(tmp_path / "out"))]
    told = as_json("reconcile", "sms", listed(tmp_path, *rows), *ALWAYS)
    counts = {"listed": 3, "agreed": 3, "settled": 0, "unsettled": 0, "found": 0}
    assert {name: told[name] for name in counts} == counts
    assert (told["differences"], told["rejected"]) == ([], [])


def test_differences_and_wrong_rows_are_named_and_the_rest_is_compared(tmp_path: Path) -> None:
    first, second, third = sent(tmp_path / "out")
    rows = [f"{first},p1,", f"{first},p2,", "no-uuid,p3,", ",,", f"{second},p4,yesterday"]
    done = heard("reconcile", "sms", listed(tmp_path, *rows), *ALWAYS)
    assert done.exit_code == 3
    said = done.stdout.splitlines()
    assert said[:3] == [
        f"{first}: accepted more than once",
        *(f"{one}: sent by us, and not accepted" for one in sorted((second, third))),
    ]
    assert "2 accepted, 1 as we have it, 0 settled; 0 of ours are unknown" in said[3]
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        "row 4",
        "row 5",
        "row 6",
    ]
    assert "row 6: accepted_at: no moment in ISO 8601 (format)" in done.stderr


def test_a_list_by_the_providers_own_names_needs_no_references(tmp_path: Path) -> None:
    sent(tmp_path / "out")
    names = Letter.objects.order_by("id").values_list("gateway_id", flat=True)
    file = listed(tmp_path, *names, heading="MessageID")
    told = as_json("reconcile", "sms", file, *ALWAYS, "--column", "id=MessageID")
    assert (told["agreed"], told["found"]) == (3, 0)


def test_a_gateway_that_can_be_asked_needs_no_file() -> None:
    told = as_json("reconcile", "sms")
    assert (told["gateway"], told["listed"], told["found"]) == ("sms", 0, 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("post",), "there is no gateway post: sms."),
        (("sns", "x.csv"), "there is no gateway sns: sms."),
        (("sms", "nowhere.csv"), "nowhere.csv cannot be read: No such file or directory."),
        (("sms", "--since", SOON), "--since is not before --until."),
        (("sms", "x.csv", "--column", "no=x"), "--column has no no: reference, id, time."),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_sentence(
    words: tuple[str, ...], sentence: str
) -> None:
    assert refused("reconcile", *words) == f"heard: {sentence}\n"


def test_a_file_without_either_column_is_refused(tmp_path: Path) -> None:
    file = listed(tmp_path, "1,2", heading="a,b")
    sentence = f"heard: {file} has neither a column reference nor id.\n"
    assert refused("reconcile", "sms", file) == sentence
