"""What may be asked of the figures and what is answered, as their OpenAPI description tells it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from heard.insight.cuts import COLUMNS, HANDLING, Cut, Slice
from heard.places.areas import names

MOST_CUTS = 3
MOST = 1_000  # figures on a page
NONE = "none"  # in an address: what has no value there, an area that was not given
Code = Annotated[str, Field(max_length=100, description="A code, or none for what has none.")]


class Asked(Schema):
    """A survey, a question or all of them, cuts, days, and filters."""

    model_config = ConfigDict(populate_by_name=True)

    survey: Annotated[str, Field(max_length=100, description="As in /api/surveys.")]
    question: Annotated[str | None, Field(max_length=100)] = None
    version: Annotated[int | None, Field(ge=1, le=1_000)] = None
    by: Annotated[list[Cut], Field(max_length=MOST_CUTS)] = []
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    area: Code | None = None
    incident: Code | None = None
    weekday: Annotated[int | None, Field(ge=1, le=7, description="1 is Monday.")] = None
    hour: Annotated[int | None, Field(ge=0, le=23)] = None
    mode: Code | None = None
    language: Code | None = None
    channel: Code | None = None
    handler_type: Code | None = None
    time_to_answer: Code | None = None
    grade: Code | None = None
    response_time: Code | None = None
    outcome: Code | None = None
    updates: Code | None = None
    delay: Code | None = None
    ward: Code | None = None
    team: Code | None = None

    @property
    def where(self) -> Slice:
        """The slice of the facts that is asked for."""
        handling: dict[str, Any] = {
            COLUMNS[cut]: _code(getattr(self, cut.value)) for cut in HANDLING
        }
        return Slice(
            from_=self.from_,
            to=self.to,
            area=_code(self.area),
            incident=_code(self.incident),
            weekday=self.weekday,
            hour=self.hour,
            ward=_code(self.ward),
            team=_code(self.team),
            **handling,
        )


def _code(given: str | None) -> str | None:
    return "" if given == NONE else given


class Paged(Asked):
    """Which page of the figures, and how many are on one."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=MOST)] = MOST


# What an address may hold; anything else is no filter, and refused.
NAMES: Mapping[type[Asked], frozenset[str]] = MappingProxyType(
    {
        kind: frozenset(field.alias or name for name, field in kind.model_fields.items())
        for kind in (Asked, Paged)
    }
)


class Break(Schema):
    """Where a series ends and another begins."""

    at: date
    why: str
    words: str


class FigureOut(Schema):
    """One share from 0 to 1, with its 95 % interval, its base and its days; or why it is hidden.

    Of what is held back not even the base is told.
    """

    programme: str
    question: str
    measure: str
    version: int
    segment: list[str | int]
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_effective: float | None
    method: str
    shown: bool
    hidden: str | None
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None
    breaks: list[Break]


class Figures(Schema):
    """A page of figures, and the whole weeks that they are about; null has no end there."""

    as_of: datetime
    counted_from: date | None
    counted_to: date | None
    by: list[Cut]
    caveat: str
    total: int
    page: int
    pages: int
    figures: list[FigureOut]


class QuestionOut(Schema):
    """A question on a scale, and the share that is given of its answers."""

    question: str
    version: int
    words: str
    measure: str
    counts: Annotated[str, Field(description="Which answers count, in words.")]


class SurveyOut(Schema):
    """A survey, with the newest version of each of its questions."""

    survey: str
    name: str
    questions: list[QuestionOut]


class Problem(Schema):
    """Why nothing was given."""

    detail: str | list[dict[str, Any]]  # of what breaks the description a list


def is_area(code: str | None) -> bool:
    """Tell whether an area is one of the force, or none."""
    return code is None or code == NONE or code in names()
