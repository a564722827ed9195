"""What may be asked in the field now: each open way in for officers, with its version."""

import re
from dataclasses import dataclass
from datetime import datetime

from heard.eligibility.models import Programme
from heard.fieldwork.receive import Unacceptable
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked

LONGEST = 80  # characters of what somebody else wrote, in a sentence of ours
_NUMBER = re.compile(r"[0-9]{1,4}")
# The id of the first instance, which is the primary one; pyxform writes attributes like this.
_ID = re.compile(r'(<instance>\s*<[^<>]*?\sid=)"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One way in for officers, and the version of its questionnaire that is asked now."""

    collector: Collector
    version: Version


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
            found.append(Offered(collector=way, version=versions[programme.pk]))
    return found


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
    if not collectors.is_open(found.collector, now=now):
        raise Unknown(f"The form {name} is not asked now.")
    return found


def earlier(form: Offered) -> list[Offered]:
    """Give the same form in every version up to its own, the newest first."""
    versions = Version.objects.filter(
        questionnaire=form.version.questionnaire_id, number__lte=form.version.number
    ).defer("source", "xform")
    return [Offered(collector=form.collector, version=one) for one in versions.order_by("-number")]


def title(form: Offered) -> str:
    """Give the name of a form and the place where it is asked, for whoever chooses one."""
    return f"{asked(form.version).title}: {form.collector.place}"


def xform(form: Offered) -> bytes:
    """Give the XForm as it was published but for its id, which says the way in, too."""
    published = Version.objects.values_list("xform", flat=True).get(pk=form.version.pk)
    own = rf'\g<1>"{form_id(form.collector)}"'
    named, times = _ID.subn(own, published, count=1)
    if times != 1:
        raise ValueError(f"version {form.version.pk} names no form")
    return named.encode()
