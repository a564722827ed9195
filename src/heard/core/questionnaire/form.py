"""A compiled form: its questions with their rules, its groups, and its words in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """The types of question that Heard asks.

    A scale is a choice of one with a scale's id: a form reads it as CHOICE, and what is published
    of the form names it SCALE, since figures count it.
    """

    SCALE = "scale"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    RANK = "rank"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"


CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.RANK})


@dataclass(frozen=True, slots=True)
class Output:
    """A place in a text where what an expression comes to is put."""

    expression: str


Text: TypeAlias = tuple[str | Output, ...]
Words: TypeAlias = Mapping[str, Text]  # by language; '' where there is only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a bind says of one path; an empty expression is none."""

    type: str = "string"
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""
    read_only: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    constraint_message: Words = field(default_factory=dict)
    required_message: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Where the choices of a question are: `nodeset` gives items with a value and a label."""

    nodeset: str
    value: str
    label: str  # the element that holds the label, or the id of its text
    is_translated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is asked, at `path` in the answers."""

    name: str
    path: str
    kind: Kind
    label: Words
    hint: Words
    rules: Rules
    choices: Choices | None = None
    span: tuple[float, float, float] | None = None  # a range: from, to, step


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together; if it `repeats`, asked once for each of several."""

    name: str
    path: str
    label: Words
    rules: Rules
    body: tuple["Question | Group", ...]
    repeats: bool = False
    count: str = ""  # how often it repeats, as an expression; '' if whoever answers decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as published. `template` is the empty answers as XML without namespaces."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]  # as the form writes them: 'English (en)'; the default first
    body: tuple[Question | Group, ...]
    rules: Mapping[str, Rules]  # by path
    defaults: tuple[tuple[str, str], ...]  # path and expression, worked out when somebody begins
    template: str
    lists: Mapping[str, str]  # name of a list to its XML
    texts: Mapping[str, Words]  # the words of choices by id

    def questions(self) -> tuple[Question, ...]:
        """Give all questions in the order of the form."""
        return tuple(part for part in self.parts() if isinstance(part, Question))

    def parts(self) -> Iterator[Question | Group]:
        """Give all questions and groups, a group before what is in it."""
        yield from _parts(self.body)

    def language(self, code: str) -> str:
        """Give the form's own name of a language by its code ('ur'), or the default one's."""
        return next((name for name in self.languages if code_of(name) == code), self.languages[0])

    def codes(self) -> tuple[str, ...]:
        """Give the codes of the languages that the form is in."""
        return tuple(code_of(name) for name in self.languages)


def code_of(language: str) -> str:
    """Give 'ur' for 'Urdu (ur)' as XLSForm writes languages; a name without a code is its own."""
    return language.rpartition("(")[2].rstrip(") ") if language.endswith(")") else language or "en"


def in_language(words: Words, language: str) -> Text:
    """Give the words in a language; '' stands for a form's only one."""
    return words.get(language) or words.get("") or ()


def _parts(body: tuple[Question | Group, ...]) -> Iterator[Question | Group]:
    for part in body:
        yield part
        if isinstance(part, Group):
            yield from _parts(part.body)
