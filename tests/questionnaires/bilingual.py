"""A small form in two languages, for tests of drafts: how polite, and anything else."""

from datetime import UTC, datetime

from heard.journal.write import Actor
from heard.questionnaires import drafts
from heard.questionnaires.examine import examine
from heard.questionnaires.models import Manuscript
from tests.questionnaires.forms import POINTS

ANN = Actor(id="user:1", label="Ann Lee")
BEN = Actor(id="user:2", label="Ben Roe")
CAT = Actor(id="user:3", label="Cat Moss")
NOON = datetime(2020, 10, 12, 11, tzinfo=UTC)
SPRING = datetime(2021, 3, 1, tzinfo=UTC)
WELSH = "Welsh (cy)"
ENGLISH = "English (en)"
SCALED = "required | bind::heard:scale | bind::heard:dimension"
WELSH_POINTS = ("0 \N{EN DASH} ddim o gwbl", *map(str, range(1, 10)), "10 \N{EN DASH} yn llwyr")
REWORDED = ("0 \N{EN DASH} dim", *WELSH_POINTS[1:])


def bilingual(
    *,
    slug: str = "trial",
    number: str = "1",
    question: str = "How polite were we?",
    welsh: str = "Pa mor gwrtais oeddem ni?",
    points: tuple[str, ...] = WELSH_POINTS,
) -> str:
    """Write the form; an empty word is one that is missing."""
    choices = "\n".join(
        f"| | n10 | {at} | {english} | {other} |"
        for at, (english, other) in enumerate(zip(POINTS, points, strict=True))
    )
    return f"""\
| survey |
| | type | name | label::{ENGLISH} | label::{WELSH} | {SCALED} |
| | select_one n10 | treatment | {question} | {welsh} | yes | N10 | treatment |
| | text | comment | Anything else? | Unrhyw beth arall? | no | TEXT | free_text |
| choices |
| | list_name | name | label::{ENGLISH} | label::{WELSH} |
{choices}
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Trial | {slug} | {number} | {ENGLISH} | heard="urn:heard:xform" |
"""


def saved(source: str = "", *, by: Actor = ANN, follows: Manuscript | None = None) -> Manuscript:
    return drafts.save(source or bilingual(), by=by, now=NOON, follows=follows)


def confirm(manuscript: Manuscript, *languages: str, by: Actor = BEN) -> None:
    """Let somebody read the scales of these languages as they stand."""
    hashes = {one.name: one.words_hash for one in examine(manuscript.source).languages}
    for language in languages:
        drafts.confirm(manuscript, language, hashes[language], by=by, now=NOON)


def read_by_ben(source: str = "") -> Manuscript:
    """Give a draft of Ann's whose scales Ben has read in both languages."""
    manuscript = saved(source)
    confirm(manuscript, ENGLISH, WELSH)
    return manuscript
