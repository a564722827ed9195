"""Comments of a survey as rows, as many as a figure needs, and people who code them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from heard.eligibility.models import Programme
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Comment, Response
from heard.themes.cells import Cell
from heard.themes.code import code
from heard.themes.count import Themes
from heard.themes.count import count as counted

NOW = datetime(2020, 10, 20, 12, tzinfo=UTC)
OCTOBER = datetime(2020, 10, 5, 10, tzinfo=UTC)
SEPTEMBER = datetime(2020, 9, 7, 10, tzinfo=UTC)
BASE = 10
RUDE = "The call handler was rude to me."
SILENT = "No updates on my case for weeks."
KIND = "She was very polite and respectful."
OTHER = "I found a purse and handed it in."
_MINUTES = count()


def programme(slug: str = "neighbourhood") -> Programme:
    return Programme.objects.get(slug=slug)


def cell(month: int = 10, slug: str = "neighbourhood") -> Cell:
    return Cell(programme=programme(slug), month=date(2020, month, 1))


def wrote(
    *words: str,
    times: int = 1,
    at: datetime = OCTOBER,
    slug: str = "neighbourhood",
    safe: int = 1,
    **noted: str,
) -> list[Comment]:
    """Let people answer and write these words, each to a question of its own; give the comments.

    `safe` is their answer on a scale, `noted` a language or a disposition.
    """
    of = programme(slug)
    version = Version.objects.filter(questionnaire=of.questionnaire).latest("number")
    made = []
    for _ in range(times):
        when = at + timedelta(minutes=next(_MINUTES))
        response = Response.objects.create(
            programme=of,
            version=version,
            disposition=noted.get("disposition", "complete"),
            language=noted.get("language", "en"),
            mode="web",
            started_at=when,
            submitted_at=when,
            happened_at=when,
        )
        Answer.objects.create(
            response=response, question_id="safe_day", version=1, scale_id="SAFE4", value=safe
        )
        made += [
            Comment.objects.create(response=response, question_id=f"q{n}", version=1, text=text)
            for n, text in enumerate(words)
        ]
    return made


def coded(month: int = 10) -> Themes:
    """Code all, and count a month."""
    code(now=NOW, limit=1_000)
    return counted(cell(month), minimum_base=BASE)


def shares(found: Themes) -> dict[str, int]:
    """Give how many name each theme that anybody names."""
    return {one.theme.code: one.times for one in found.named if one.times}
