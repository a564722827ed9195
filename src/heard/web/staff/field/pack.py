"""What a device takes along: the forms, the ways in, the wards, the words and the key."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from heard.core.posters import qr_svg
from heard.core.questionnaire.portable import NotPortable, faults, portable
from heard.core.questionnaire.values import LONGEST
from heard.core.timing import LONDON
from heard.equality.form import version as questions_at
from heard.fieldwork import seals
from heard.fieldwork.forms import Offered, offered
from heard.fieldwork.take import received
from heard.membership.street import HOW
from heard.places.impact_areas import impact_areas
from heard.places.wards import ELSEWHERE, wards
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked
from heard.web.languages import LANGUAGES
from heard.web.staff.field.words import words

Json = dict[str, object]


def pack(*, now: datetime, asks: bool, registers: bool) -> Json:
    """Give all that a device needs until it has a signal again.

    `asks` is that whoever has it may ask people, `registers` that they may register them for the
    community.
    """
    ways = offered(now=now) if asks else []
    versions = {way.version.pk: way.version for way in ways}
    equality = _equality(ways, now=now)
    joins = f"{settings.SITE_URL}{reverse('citizen:community-join')}"
    forms = {v.pk: form for v in versions.values() if (form := _form(v)) is not None}
    return {
        "force": settings.FORCE_NAME,
        "place": str(LONDON),
        "forms": {str(key): form for key, form in forms.items()},
        "ways": list(_ways([way for way in ways if way.version.pk in forms])),
        "left_out": [line for v in versions.values() for line in _left_out(v)],
        "wards": [[ward.code, ward.name, ward.district, ward.box] for ward in wards().values()],
        "elsewhere": ELSEWHERE,
        "languages": [asdict(language) for language in LANGUAGES],
        "words": _words(),
        "join": {"address": joins, "qr": qr_svg(joins)},
        "register": _registering() if registers else None,
        "longest": LONGEST,
        "equality": equality,
        "key": seals.public_key(),
    }


def _registering() -> Json:
    return {
        "how": [[code, words] for code, words in HOW.items()],
        "languages": [[language.code, language.english] for language in LANGUAGES],
    }


def _ways(ways: list[Offered]) -> Iterator[Json]:
    """Give the ways in whose form can be asked without a signal, with how many have come in."""
    counts = received([way.collector for way in ways])
    for way in ways:
        area = impact_areas().get(way.collector.impact_area)
        yield {
            "code": way.collector.code,
            "place": way.collector.place,
            "area": area.name if area else "",
            "programme": way.collector.programme.name,
            "title": way.title,
            "equality": way.collector.programme.equality,
            "form": str(way.version.pk),
            "questionnaire": way.collector.programme.questionnaire.slug,
            "version": way.version.number,
            "target": way.collector.target,
            "received": counts.get(way.collector.pk, 0),
        }


def _equality(ways: list[Offered], *, now: datetime) -> Json | None:
    """Give the equality questions, if any of the ways asks them and a browser can walk them."""
    if not any(way.collector.programme.equality for way in ways):
        return None
    version = questions_at(now=now)
    form = _form(version)
    return form and {"version": version.number, "form": form}


def _form(version: Version) -> Json | None:
    """Give a version as JSON; None if a browser would not walk it as the server does."""
    try:
        return portable(asked(version))
    except NotPortable:
        return None


def _left_out(version: Version) -> Iterator[str]:
    for fault in faults(asked(version)):
        yield f"{version.questionnaire.slug} {version.number}: {fault}"


@cache
def _words() -> dict[str, dict[str, str]]:
    said = {}
    for language in LANGUAGES:
        with translation.override(language.tag.lower()):
            said[language.code] = words()
    return said
