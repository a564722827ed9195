"""What several wrote and no theme holds is proposed, and says whether it is more than before."""

import pytest

from heard.core.statistics.verdicts import Finding
from heard.themes.by_hand import keep
from heard.themes.code import code
from heard.themes.discover import EVERY, discover, last_search, topics
from heard.themes.models import Candidate
from tests.themes.written import BASE, NOW, RUDE, SEPTEMBER, wrote
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
DRONES = (
    "A drone flew above my garden on Sunday.",
    "There was a drone above our garden.",
    "I saw the drone hovering by the garden.",
)


def test_what_no_theme_holds_becomes_a_candidate_and_no_theme() -> None:
    drones = [one for words in DRONES for one in wrote(words, times=6)]
    wrote(DRONES[0], at=SEPTEMBER)
    wrote(RUDE, times=12)
    wrote(RUDE, times=20, at=SEPTEMBER)
    wrote("No.", times=6)
    code(now=NOW, limit=100)
    keep(drones[0], named=["local"], feeling="-", is_blind=False, by=a_person(), now=NOW)
    assert discover(now=NOW) == 1
    assert discover(now=NOW) == 0
    assert discover(now=NOW + EVERY) == 1
    (topic,) = topics(minimum_base=BASE)
    assert {*topic.candidate.words} >= {"drone", "garden"}
    assert drones[0].pk not in topic.candidate.comments
    assert (topic.cell.month.month, topic.times, topic.before) == (10, 17, 1)
    assert topic.verdict is not None
    assert topic.verdict.finding is Finding.REAL


def test_without_comments_there_is_none_and_where_few_wrote_none_is_shown() -> None:
    assert last_search() is None
    assert discover(now=NOW) == 0
    wrote(DRONES[0], times=BASE - 1)
    assert discover(now=NOW + EVERY) == 0
    code(now=NOW, limit=100)
    assert discover(now=NOW + EVERY) == 1
    assert last_search() == NOW + EVERY
    assert (topics(minimum_base=BASE), Candidate.objects.count()) == ([], 1)
