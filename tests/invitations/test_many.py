"""Many ways in are made from lines, all of them or none."""

import pytest

from heard.invitations.collectors import NoCollector
from heard.invitations.many import MOST, make_many
from heard.invitations.models import Collector
from heard.journal.models import Entry
from tests.insight.flow import programme
from tests.open_ways import ANN, BEGAN

pytestmark = pytest.mark.django_db
LINES = """
poster; Larkfield Library; larkfield; 50

 Officer ;Beat 4; Copper-Mill
x; @force
"""


def test_each_line_makes_one() -> None:
    made = make_many(programme("neighbourhood"), LINES, by=ANN, now=BEGAN)
    assert [(one.channel, one.place, one.impact_area, one.target) for one in made] == [
        ("poster", "Larkfield Library", "larkfield", 50),
        ("officer", "Beat 4", "copper-mill", None),
        ("x", "@force", "", None),
    ]
    assert Entry.objects.filter(act="invitations.make_collector").count() == 3


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("\n \n", "Write a line for each way in, at most 200."),
        ("x; @force\n" * (MOST + 1), "Write a line for each way in, at most 200."),
        ("x; @force\npigeon; Roof", "Line 2: pigeon is no channel."),
        ("x", "Line 1: Say where it is, or who shares it."),
        ("x; @force; atlantis", "Line 1: atlantis is no impact area."),
        ("x; a; ; 5; 6", "Line 1: It has more than four parts"),
        ("x; a; ; none", "Line 1: none is no number of answers"),
        ("x; a; ; 0", "Line 1: 0 is no number of answers"),
        ("x; a; ; 1000001", "Line 1: 1000001 is no number of answers"),
    ],
)
def test_one_that_cannot_be_made_is_named_and_none_is_made(lines: str, why: str) -> None:
    with pytest.raises(NoCollector, match=why):
        make_many(programme("neighbourhood"), lines, by=ANN, now=BEGAN)
    assert not Collector.objects.exists()
