"""Looks over a questionnaire that may have faults: its words, what is wrong, and what it asks."""

from dataclasses import dataclass
from functools import lru_cache

from heard.core.questionnaire import xform
from heard.core.questionnaire.form import Form as Asked
from heard.questionnaires import _cells
from heard.questionnaires._compile import Form, compile_form
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._sheets import as_markdown, read
from heard.questionnaires.languages import Language, String, languages, only_in, strings
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import rows_of

__all__ = ["Examined", "RefusedForm", "Trial", "as_text", "examine", "trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What an XLSForm says. `faults` are sentences; without any it could be published as it is."""

    slug: str
    number: int | None
    title: str
    languages: tuple[Language, ...]
    strings: tuple[String, ...]
    faults: tuple[str, ...]
    flags: tuple[str, ...]

    def complete(self) -> tuple[str, ...]:
        """Give the languages that lack no word; none without the first, which all need."""
        found = tuple(language.name for language in self.languages if language.is_complete)
        return found if self.languages[0].is_complete else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A form that is not published, as if it were: what it asks, with questions nobody saved."""

    form: Asked
    compiled: Form
    version: Version
    questions: tuple[Question, ...]


def as_text(source: str | bytes) -> str:
    """Give any source as the Markdown that is kept. RefusedForm if it cannot be read.

    A page of a browser ends its lines in its own way, and PostgreSQL keeps no NUL.
    """
    if isinstance(source, str):
        source = source.replace("\r\n", "\n")
    markdown = as_markdown(source)
    if "\0" in markdown:
        raise RefusedForm("The file has a character in it that is none: NUL.")
    read(markdown)
    return markdown


@lru_cache(maxsize=64)
def examine(source: str) -> Examined:
    """Look over an XLSForm in Markdown. RefusedForm only if it cannot be read at all."""
    sheets = read(source)
    settings = (sheets.settings or [{}])[0]
    return Examined(
        slug=settings.get("form_id", ""),
        number=_cells.number_of(settings.get("version", "")),
        title=settings.get("form_title", ""),
        languages=languages(sheets),
        strings=strings(sheets),
        faults=faults(source),
        flags=tuple(map(str, _cells.flags(sheets))),
    )


def faults(source: str) -> tuple[str, ...]:
    """Give what keeps a form from being published, a sentence each."""
    try:
        compile_form(source)
    except RefusedForm as refusal:
        return tuple(str(refusal).splitlines())
    return ()


@lru_cache(maxsize=64)
def trial(source: str, kept: tuple[str, ...]) -> Trial:
    """Give what a form would ask in these of its languages. RefusedForm."""
    compiled = compile_form(only_in(source, kept))
    version = Version(number=compiled.number, source=compiled.source, xform=compiled.xform)
    return Trial(
        form=xform.read(compiled.xform),
        compiled=compiled,
        version=version,
        questions=tuple(rows_of(version, compiled.items)),
    )
