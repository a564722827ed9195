"""Whatever way somebody answers by: the same answers are kept as the same rows."""

import pytest
from pytest_django import Settings

from heard.channels.memory import Memory
from heard.delivery import gateways
from heard.responses.models import Answer, Comment, Detail, Response
from tests.delivery.letters import way
from tests.modes import WAYS, WAYS_OF_A_TEXT, Way
from tests.questionnaires.all_kinds import SAID_ALOUD, asked_aloud
from tests.questionnaires.said_by_text import BY_TEXT

pytestmark = pytest.mark.django_db

# Every kind that a text carries, and whether it is safe to talk, which a caller asks first.
SAFE = f"| | select_one yndk | safe | Is it safe to talk? | yes |{7 * ' |'} YNDK | safety_check |\n"
POINTS = "| | yndk | 1 | Yes | |\n| | yndk | 2 | No | |\n| | yndk | 98 | Don't know | |\n"
CARRIED = (
    BY_TEXT.replace("| range | safe |", "| range | secure |")
    .replace("| | note | bye |", f"{SAFE}| | note | bye |")
    .replace("| | n10 | 0 |", f"{POINTS}| | n10 | 0 |")
)
SAID_BY_TEXT = {
    "treatment": "8",
    "told": "no",
    "worries": "drugs burglary",
    "why": "They sell them at the corner",
    "district": "south",
    "park": "fir",
    "age": "34",
    "day": "2020-10-11",
    "miles": "2.5",
    "secure": "3",
    "share": "0.75",
    "seen": "OK",
    "safe": "1",
}


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Memory:
    settings.CLOCK = "simulated"
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    return memory


def rows(response: Response) -> list[tuple[object, ...]]:
    """Give every row of a response, without what tells one response from another."""
    answers = Answer.objects.filter(response=response)
    comments = Comment.objects.filter(response=response)
    details = Detail.objects.filter(response=response)
    found: list[tuple[object, ...]] = [
        *answers.values_list("question_id", "version", "scale_id", "value"),
        *((one.question_id, one.version, one.nth, one.text) for one in comments),
        *details.values_list("question_id", "version", "kind", "nth", "position", "value"),
    ]
    return sorted(found, key=str)


EVERYTHING = [
    ("age", 1, "integer", 0, 1, "34"),
    ("called", 1, 1, "Ada"),
    ("called", 1, 2, "Bo"),
    ("day", 1, "date", 0, 1, "2020-10-11"),
    ("district", 1, "choice", 0, 1, "south"),
    ("grown", 1, "calculated", 0, 1, "1"),
    ("hour", 1, "time", 0, 1, "21:30:00.000"),
    ("miles", 1, "decimal", 0, 1, "2.5"),
    ("order", 1, "rank", 0, 1, "burglary"),
    ("order", 1, "rank", 0, 2, "drugs"),
    ("order", 1, "rank", 0, 3, "speeding"),
    ("park", 1, "choice", 0, 1, "elm"),
    ("safe", 1, "YNDK", 1),
    ("secure", 1, "range", 0, 1, "3"),
    ("seen", 1, "acknowledge", 0, 1, "OK"),
    ("treatment", 1, "N10", 8),
    ("where", 1, "place", 0, 1, "E05001178"),
    ("why", 1, 0, "They sell them at the corner"),
    ("worries", 1, "choices", 0, 1, "drugs"),
    ("worries", 1, "choices", 0, 2, "speeding"),
    ("years", 1, "integer", 1, 1, "7"),
]
BY_EVERY_WAY = [
    ("age", 1, "integer", 0, 1, "34"),
    ("day", 1, "date", 0, 1, "2020-10-11"),
    ("district", 1, "choice", 0, 1, "south"),
    ("grown", 1, "calculated", 0, 1, "1"),
    ("miles", 1, "decimal", 0, 1, "2.5"),
    ("park", 1, "choice", 0, 1, "fir"),
    ("safe", 1, "YNDK", 1),
    ("secure", 1, "range", 0, 1, "3"),
    ("seen", 1, "acknowledge", 0, 1, "OK"),
    ("share", 1, "range", 0, 1, "0.75"),
    ("told", 1, "choice", 0, 1, "no"),
    ("treatment", 1, "N10", 8),
    ("why", 1, 0, "They sell them at the corner"),
    ("worries", 1, "choices", 0, 1, "drugs"),
    ("worries", 1, "choices", 0, 2, "burglary"),
]


@pytest.mark.parametrize("answered", WAYS.values(), ids=WAYS)
def test_every_kind_and_rule_is_kept_alike(answered: Way, gateway: Memory) -> None:
    response = answered(asked_aloud(), SAID_ALOUD, gateway)
    assert (response.disposition, rows(response)) == ("complete", EVERYTHING)


@pytest.mark.parametrize("answered", WAYS_OF_A_TEXT.values(), ids=WAYS_OF_A_TEXT)
def test_what_a_text_carries_is_kept_alike(answered: Way, gateway: Memory) -> None:
    response = answered(CARRIED, SAID_BY_TEXT, gateway)
    assert (response.disposition, rows(response)) == ("complete", BY_EVERY_WAY)


@pytest.mark.parametrize("answered", WAYS_OF_A_TEXT.values(), ids=WAYS_OF_A_TEXT)
def test_what_is_left_out_or_not_relevant_has_no_row(answered: Way, gateway: Memory) -> None:
    """Of what may be left out nothing is said; why is only asked of those who worry about drugs."""
    left_out = {"told": "", "worries": "burglary", "park": "", "age": "17", "miles": ""}
    said = {key: left_out.get(key, text) for key, text in SAID_BY_TEXT.items() if key != "why"}
    response = answered(CARRIED, said, gateway)
    named = {"told", "why", "park", "miles"}
    changed = {"worries": "burglary", "age": "17", "grown": "0"}
    assert (response.disposition, rows(response)) == (
        "complete",
        [
            (*row[:-1], changed.get(str(row[0]), row[-1]))
            for row in BY_EVERY_WAY
            if row[0] not in named and row[-2:] != (2, "burglary")
        ],
    )
