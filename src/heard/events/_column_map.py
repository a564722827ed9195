"""The column map of a nightly file: which cell brings which fact. Checked before a row is read."""

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from heard.core import journeys
from heard.core.local_times import is_format
from heard.events._shapes import PAYLOADS

SHIPPED = Path(__file__).with_name("maps")
FOR_FIGURES = frozenset({"ward"})  # fields that stop no text: a file may lack their columns
_NAMED = re.compile(r"\{([^{}]+)\}")


class Unreadable(Exception):
    """A map or a file of which nothing can be taken in; the message is one sentence."""


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("map", "{sentence}", {"sentence": sentence})


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong(f"there is no time zone {name}") from None
    return name


def _form(form: str) -> str:
    if not is_format(form):
        raise _wrong(f"{form} is no format of a date and a time to the minute")
    return form


def _encoding(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise _wrong(f"there is no encoding {name}") from None
    return name


Text = Annotated[str, Field(min_length=1, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FieldMap(_Strict):
    """How a cell becomes one field: a text, a number, a list, or one event for each part."""

    column: Text
    split: Text | None = None
    each: Text | None = None
    number: bool = False
    words: str | None = None
    unknown: Literal["error", "pass"] | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.split and self.each:
            raise _wrong("a cell is either split into a list or brings an event for each part")
        if (self.words is None) != (self.unknown is None):
            raise _wrong("words and unknown go together")
        return self


class EventMap(_Strict):
    """One event that a row may bring: when one of the columns of `when` is not empty."""

    type: str
    id: Text
    time: Text
    when: Annotated[list[Text], Field(min_length=1)]
    data: dict[str, FieldMap]

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type not in PAYLOADS:
            raise _wrong(f"there is no event type {self.type}")
        if not self.named:
            raise _wrong("the id names no column in braces")
        fields = PAYLOADS[self.type].model_fields
        if unknown := [name for name in self.data if name not in fields]:
            raise _wrong(f"{self.type} has no field {unknown[0]}")
        needed = (name for name, field in fields.items() if field.is_required())
        if missing := [name for name in needed if name not in self.data]:
            raise _wrong(f"{self.type} needs the field {missing[0]}")
        if len([field for field in self.data.values() if field.each]) > 1:
            raise _wrong("only one field may bring an event for each part")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that the id names."""
        return tuple(_NAMED.findall(self.id))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that this event reads, each once."""
        read = (self.time, *self.named, *self.when, *(f.column for f in self.data.values()))
        return tuple(dict.fromkeys(read))

    def column_of(self, field: str) -> str:
        """The column behind a field of the event as a rejection names it, or an empty text."""
        if field == "id":
            return self.named[0]
        first, *rest = field.split(".")
        if first == "data" and rest and rest[0] in self.data:
            return self.data[rest[0]].column
        return self.time if field == "time" else ""

    def filled(self, cells: dict[str, str]) -> str:
        """Fill the id's columns with a row's cells."""
        return _NAMED.sub(lambda found: cells[found[1]], self.id)


class ColumnMap(_Strict):
    """The whole map; `words` holds tables from the force's own words to ours, by name."""

    source: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$")]
    zone: Annotated[str, AfterValidator(_zone)]
    times: Annotated[list[Annotated[str, AfterValidator(_form)]], Field(min_length=1)]
    delimiter: Annotated[str, Field(pattern=r'^[^"\r\n ]$')]
    encoding: Annotated[str, AfterValidator(_encoding)]
    blank: list[str] = []
    ignored: list[Text] = []
    optional: list[Text] = []
    words: dict[str, dict[str, str]] = {}
    events: Annotated[list[EventMap], Field(min_length=1)]

    @field_validator("events")
    @classmethod
    def _ties_calls_to_logs(cls, events: list[EventMap]) -> list[EventMap]:
        """A call that does not name its log would be screened without the log's qualifiers."""
        of_logs = any("incident_id" in event.data for event in events)
        for event in events:
            if (
                of_logs
                and event.type == journeys.CONTACT_ENDED
                and "incident_ids" not in event.data
            ):
                raise _wrong(
                    f"{event.type} needs the field incident_ids beside events of incidents"
                )
        return events

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        named = (field.words for event in self.events for field in event.data.values())
        for words in named:
            if words is not None and words not in self.words:
                raise _wrong(f"there is no table words.{words}")
        if both := [column for column in self.columns if column in self.ignored]:
            raise _wrong(f"the column {both[0]} is both read and ignored")
        for column in self.optional:
            if not self._is_for_figures(column):
                raise _wrong(f"the column {column} may not be optional: files have to have it")
        return self

    def _is_for_figures(self, column: str) -> bool:
        """Tell whether a column brings nothing that could stop a text."""
        fields = {n for event in self.events for n, f in event.data.items() if f.column == column}
        return fields <= FOR_FIGURES

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that some event reads, each once."""
        return tuple(dict.fromkeys(c for event in self.events for c in event.columns))

    @cached_property
    def log_columns(self) -> frozenset[str]:
        """The columns that hold the id of a log."""
        found = (event.data.get("incident_id") for event in self.events)
        return frozenset(field.column for field in found if field is not None)


def read_map(name: str) -> ColumnMap:
    """Read a map: a file, or one that ships with Heard by its name; Unreadable in one sentence."""
    path = SHIPPED / f"{name}.toml"
    if not name.isidentifier() or not path.is_file():
        path = Path(name)
    if not path.is_file():
        raise Unreadable(f"there is no map {name}.")
    try:
        return ColumnMap.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        raise Unreadable(f"{path.name}: {_sentence(error)}.") from None
    except ValueError as error:  # of TOML, or of UTF-8
        raise Unreadable(f"{path.name} is no TOML in UTF-8: {error}.") from None


def _sentence(error: ValidationError) -> str:
    """Say the first thing that is wrong; the events are counted from 1."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(_steps(first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"there is no key {where}"
    if first["type"] == "missing":
        return f"the key {where} is missing"
    return f"{where}: {first['msg']}" if where else first["msg"]


def _steps(location: tuple[int | str, ...]) -> Iterator[str]:
    for step in location:
        yield str(step + 1) if isinstance(step, int) else step
