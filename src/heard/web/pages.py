"""How every page is drawn: the template environment, and what all templates know."""

from threading import Event
from typing import TypedDict, Unpack

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Undefined,
)

from heard.clock import read
from heard.web import languages

_marked = Event()


class Options(TypedDict):
    """What Django's Jinja2 backend hands over."""

    loader: BaseLoader
    autoescape: bool
    auto_reload: bool
    undefined: type[Undefined]


def environment(**options: Unpack[Options]) -> Environment:
    """Build the environment of Django's Jinja2 backend; each template is compiled once."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], govuk])
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Django sets it
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "choices": languages.choices,
        "force": settings.FORCE_NAME,
        "is_simulation": is_simulation,
        "language": languages.current,
        "static": static,
        "url": url,
    }
    return made


def is_simulation() -> bool:
    """Tell whether the people are simulated; a yes is remembered, since the mark never goes."""
    if not _marked.is_set() and read.is_simulation():
        _marked.set()
    return _marked.is_set()


def url(page: str, *parts: object) -> str:
    """Give the path of a page by its name and the parts of its path."""
    return reverse(page, args=parts)
