"""Every catalogue says all that the pages say, with the same placeholders and the same marks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from django.utils import translation

from heard.web.languages import ENGLISH, LANGUAGES, Language

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "src/heard/web"
MARKS = re.compile(r"%\(\w+\)s|%%|</?\w[^>]*>")
UNCHECKED = "Machine-written, to be checked by a translator."
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
each_other = pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the pages say in English, gathered as `make messages` does."""
    gathered = tmp_path_factory.mktemp("messages") / "messages.pot"
    folders = "src/heard/web src/heard/membership src/heard/conversations"
    arguments = f"--quiet extract -F pyproject.toml -k gettext_lazy -o {gathered} {folders}"
    babel = (sys.executable, "-m", "babel.messages.frontend")
    subprocess.run([*babel, *arguments.split()], cwd=ROOT, check=True)
    with gathered.open("rb") as file:
        return read_po(file)


def _catalogue(language: Language) -> Catalog:
    path = PAGES / "locale" / language.code / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language.code)


def _forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


@each_other
def test_a_catalogue_is_complete(said: Catalog, language: Language) -> None:
    wanted = {message.id for message in said if message.id}
    catalogue = _catalogue(language)
    messages = [message for message in catalogue if message.id]
    assert {message.id for message in messages} == wanted
    gaps = [
        message.id
        for message in messages
        if message.fuzzy
        or not all(_forms(message.string))
        or (message.pluralizable and len(_forms(message.string)) != catalogue.num_plurals)
    ]
    assert gaps == []
    assert len(messages) > 100


@each_other
def test_a_translation_has_the_placeholders_and_marks_of_its_source(language: Language) -> None:
    wrong = [
        form
        for message in _catalogue(language)
        if message.id
        for form in _forms(message.string)
        if sorted(MARKS.findall(form)) != sorted(MARKS.findall(_forms(message.id)[0]))
    ]
    assert wrong == []


@each_other
def test_a_catalogue_says_whether_a_translator_has_checked_it(language: Language) -> None:
    assert (UNCHECKED in _catalogue(language).header_comment) is not language.checked


def test_there_is_a_catalogue_for_every_language_and_no_other() -> None:
    found = sorted(path.parent.parent.name for path in (PAGES / "locale").rglob("*.po"))
    assert found == sorted(language.code for language in OTHERS)


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("pl", 1, "1 krótkie pytanie."),
        ("pl", 3, "3 krótkie pytania."),
        ("pl", 5, "5 krótkich pytań."),
        ("ro", 20, "20 de întrebări scurte."),
        ("cy", 2, "2 gwestiwn byr."),
        ("ar", 5, "5 أسئلة قصيرة."),
        ("en-gb", 1, "1 short question."),
    ],
)
def test_a_number_takes_the_form_that_its_language_has_for_it(
    code: str, number: int, words: str
) -> None:
    one = "There is %(total)s short question. It takes about two minutes."
    more = "There are %(total)s short questions. They take about two minutes."
    with translation.override(code):
        sentence = translation.ngettext(one, more, number) % {"total": number}
    assert words in sentence
