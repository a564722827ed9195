"""What may be asked in the field now: each open way in for officers, with its version."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from heard.eligibility.models import Programme
from heard.equality import form as equality
from heard.fieldwork._xform import Gate, Questions, extended, renamed
from heard.fieldwork.receive import Unacceptable
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.places.impact_areas import impact_areas
from heard.questionnaires.models import Version

__all__ = [
    "Gate",
    "Offered",
    "Unknown",
    "earlier",
    "find",
    "form_id",
    "last_questions",
    "offered",
    "to_download",
    "xform",
]

LONGEST = 80  # characters of what somebody else wrote, in a sentence of ours
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One way in for officers, the version of its questionnaire that is asked now, and its title.

    The title tells it from all others that are offered.
    """

    collector: Collector
    version: Version
    title: str = ""


def offered(*, now: datetime) -> list[Offered]:
    """Give what officers may ask now, in the order of its area and place."""
    ways = Collector.objects.filter(channel=Collector.Channel.OFFICER, closed_at=None)
    open_ones = Programme.objects.filter(route=Programme.Route.OPEN).select_related("questionnaire")
    programmes = {programme.pk: programme for programme in open_ones}
    versions: dict[int, Version] = {}
    found = []
    for way in ways.order_by("impact_area", "place", "id"):
        way.programme = programme = programmes[way.programme_id]  # its periods are read once
        if collectors.is_open(way, now=now):
            if programme.pk not in versions:
                versions[programme.pk] = collectors.version_of(way, now=now)
            title = _title(way)
            found.append(Offered(collector=way, version=versions[programme.pk], title=title))
    times = Counter(one.title for one in found)
    return [one if times[one.title] == 1 else _by_code(one) for one in found]


class Unknown(Unacceptable):
    """There is no such form, or no such version of it."""


def form_id(collector: Collector) -> str:
    """Give the id under which a form goes out: 'neighbourhood.k7m2p9qr'.

    Several ways in may ask one questionnaire, and an answer has to say by which it came.
    """
    return f"{collector.programme.questionnaire.slug}.{collector.code}"


def find(name: str, number: str) -> Offered:
    """Give the way in and the version of a form by its id and version, open or not. Unknown."""
    slug, _, code = name.replace("\0", "").rpartition(".")  # which PostgreSQL does not take
    collector = (
        Collector.objects.select_related("programme__questionnaire")
        .filter(channel=Collector.Channel.OFFICER, code=code, programme__questionnaire__slug=slug)
        .first()
    )
    if collector is None:
        raise Unknown(f"There is no form {name[:LONGEST]}.")
    wanted = int(number) if _NUMBER.fullmatch(number) else 0
    found = Version.objects.filter(questionnaire__slug=slug, number=wanted)
    version = found.defer("source", "xform").first()
    if version is None:
        raise Unknown(f"There is no version {number[:LONGEST]} of the form {name}.")
    return Offered(collector=collector, version=version)


def to_download(name: str, number: str, *, now: datetime) -> Offered:
    """Give a form that a device may have now, by its id and version. Unknown."""
    found = find(name, number)
    titles = {one.collector.pk: one.title for one in offered(now=now)}
    if found.collector.pk not in titles:
        raise Unknown(f"The form {name} is not asked now.")
    return replace(found, title=titles[found.collector.pk])


def earlier(form: Offered) -> list[Offered]:
    """Give the same form in every version up to its own, the newest first."""
    versions = Version.objects.filter(
        questionnaire=form.version.questionnaire_id, number__lte=form.version.number
    ).defer("source", "xform")
    return [replace(form, version=one) for one in versions.order_by("-number")]


def last_questions(gates: tuple[Gate, ...], *, now: datetime) -> Questions:
    """Give the equality questions that are asked now, with the words before them."""
    version = equality.version(now=now)
    return Questions(number=version.number, xform=_published(version), gates=gates)


def xform(form: Offered, questions: Questions) -> bytes:
    """Give the XForm as it was published, but for its id and title, which say the way in.

    Where the programme asks the equality questions, they are its last group.
    """
    published = _published(form.version)
    if form.collector.programme.equality:
        published = extended(published, questions)
    return renamed(published, form_id=form_id(form.collector), title=form.title).encode()


def _published(version: Version) -> str:
    return _text(version.pk, version.source_hash)


@lru_cache(maxsize=64)
def _text(version_id: int, _source_hash: str) -> str:
    return Version.objects.values_list("xform", flat=True).get(pk=version_id)


def _title(way: Collector) -> str:
    """Give what an officer chooses by: 'Neighbourhood priorities, Larkfield, Library'."""
    area = impact_areas().get(way.impact_area)
    return ", ".join(filter(None, [way.programme.name, area.name if area else "", way.place]))


def _by_code(form: Offered) -> Offered:
    return replace(form, title=f"{form.title} ({form.collector.code})")
