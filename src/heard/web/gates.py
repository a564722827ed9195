"""The words before the equality questions in a form for ODK Collect, in every language."""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext

from heard.fieldwork.forms import Gate
from heard.web.languages import LANGUAGES


@cache
def gates() -> tuple[Gate, ...]:
    """Give them by language, English first."""
    found = []
    for language in LANGUAGES:
        with translation.override(language.tag.lower()):
            found.append(_gate(language.code))
    return tuple(found)


def _gate(code: str) -> Gate:
    return Gate(
        language=code,
        title=gettext("Equality questions"),
        why=gettext(
            "We would like to ask you a few more questions, about you. They let us see whether we "
            "serve everyone equally well. You do not have to answer them."
        ),
        ask=gettext("Do you want to answer the equality questions?"),
        yes=gettext("Yes, answer the equality questions (takes 2 minutes)"),
        no=gettext("No, skip the equality questions"),
        year=gettext("Write the year alone, for example 1980. We keep no more than that"),
    )
