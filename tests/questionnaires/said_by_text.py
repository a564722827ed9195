"""A form that has every kind of question that a text carries, for tests."""

from functools import cache
from pathlib import Path

from heard.core.questionnaire import xform
from heard.core.questionnaire.form import Form
from heard.questionnaires._compile import compile_form

BY_TEXT = Path(__file__).with_name("by_text.md").read_text(encoding="utf-8")


@cache
def form_of(source: str) -> Form:
    """Compile a form and read it, without a database."""
    return xform.read(compile_form(source).xform)
