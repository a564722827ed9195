"""What stands on the posters of open surveys and of sign-up drives, in the citizens' languages."""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from heard.core.posters import Direction, Language, Paper, Poster, make
from heard.core.posters.poster import LONGEST
from heard.invitations.models import Collector
from heard.membership.models import DriveCode
from heard.web.languages import BY_CODE, LANGUAGES

TRIAL = "TRIAL, not to be hung up: "


def address(way: Collector) -> str:
    """Give the address that people open or type."""
    return settings.SITE_URL + reverse("citizen:open", args=[way.code])


def is_trial() -> bool:
    """Tell whether the site is one for trying out, whose address no telephone should be led to."""
    return not settings.PRODUCTION and urlsplit(settings.SITE_URL).scheme != "https"


def poster(way: Collector, languages: Sequence[str], paper: Paper) -> bytes:
    """Give the poster as PDF, its languages by their codes, the first one largest. PosterError."""
    place = f"{TRIAL if is_trial() else ''}{way.place}"
    return make(
        Poster(
            paper=paper,
            force=settings.FORCE_NAME,
            place=place[: LONGEST["place"]],
            code=way.code.upper(),
            address=address(way),
            languages=tuple(_said_in(code) for code in languages),
            trial=is_trial(),
        )
    )


def of_drive(code: DriveCode, place: str, paper: Paper) -> bytes:
    """Give the poster by whose code people join, in all languages, English first. PosterError."""
    trial = TRIAL if is_trial() else ""
    asked = urlencode({"source": code.code})
    return make(
        Poster(
            paper=paper,
            force=settings.FORCE_NAME,
            place=f"{trial}{place or settings.FORCE_NAME}"[: LONGEST["place"]],
            code=code.code.upper(),
            address=f"{settings.SITE_URL}{reverse('citizen:community-join')}?{asked}",
            languages=tuple(_invited_in(one.code) for one in LANGUAGES),
            trial=is_trial(),
        )
    )


def _invited_in(code: str) -> Language:
    language = BY_CODE[code]
    with translation.override(language.tag.lower()):
        return Language(
            code=code,
            direction=Direction(language.direction),
            heading=gettext("Messages from your neighbourhood team"),
            sentences=(
                gettext("Point the camera of your phone at the code, or type the address."),
            ),
        )


def _said_in(code: str) -> Language:
    language = BY_CODE[code]
    with translation.override(language.tag.lower()):
        return Language(
            code=code,
            direction=Direction(language.direction),
            heading=gettext("What matters where you live?"),
            sentences=(
                gettext("Tell the police in about two minutes. You need not say who you are."),
                gettext("Point the camera of your phone at the code, or type the address."),
            ),
        )
