"""Takes in what a survey got before Heard asked it: answers, and how many had been written to.

The tool that asked then hands out a file for each stretch of whole weeks in which the crimes (or
calls) lie that it was about. It comes in whole or not at all, and once. Nobody is written to for
it, and no comment comes along: what people wrote then was not looked at for danger.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from heard import bulk
from heard.core.timing import london_date
from heard.eligibility.models import Period, Programme
from heard.journal.write import Actor, write
from heard.places.areas import names
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions, version_at
from heard.questionnaires.scales import scales
from heard.responses.models import Answer, FormerCount, Response

MODE = "web"
SUNDAY = 6


class NotFormer(ValueError):
    """What was handed over cannot be what a survey got before; the message names the rule.

    `answer` is the place of the answer that breaks it, from 0; None where no single one does.
    """

    def __init__(self, rule: str, answer: int | None = None) -> None:
        super().__init__(rule)
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What one person answered: the code of a point by question, and what it was about.

    `apart` is the random id under which they may have said who they are.
    """

    apart: UUID
    happened_at: datetime
    answered_at: datetime
    said: Mapping[str, int]
    area: str = ""
    code: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """How many were written to about a stretch of days, and how many letters came back.

    `groups` has the same two numbers by what the force had on record: ('age', '16-24').
    """

    begins: date
    ends: date
    invited: int
    undelivered: int
    groups: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)


@transaction.atomic
def bring_former(
    programme: Programme, mailing: Mailing, answers: Sequence[Former], *, by: Actor, now: datetime
) -> int:
    """Keep these answers for good; say how many. NotFormer, and then nothing is kept."""
    _require_before_heard(programme, mailing)
    _require_counts(programme, mailing, len(answers))
    versions = list(_versions(programme, mailing, answers, now=now))
    rows = [_row(programme, version, one) for version, one in zip(versions, answers, strict=True)]
    Response.objects.bulk_create(rows)
    bulk.put(_answers(rows, versions, answers))
    FormerCount.objects.bulk_create(_counts(programme, mailing))
    subject = f"programme:{programme.slug} {mailing.begins:%Y-%m-%d} {mailing.ends:%Y-%m-%d}"
    write("responses.bring_former", subject=subject, actor=by, now=now)
    return len(rows)


def _require_before_heard(programme: Programme, mailing: Mailing) -> None:
    """Refuse what meets the time in which Heard itself asks: nobody counts twice."""
    if programme.route != Programme.Route.AUTOMATIC:
        raise NotFormer(f"{programme.name} has no letters that another tool could have sent.")
    asking = Period.objects.filter(programme=programme).exclude(mode=Period.Mode.SHADOW)
    first = asking.order_by("opens_on").values_list("opens_on", flat=True).first()
    if first is not None and mailing.ends >= first:
        raise NotFormer(f"From {first} on Heard itself asks.")


def _require_counts(programme: Programme, mailing: Mailing, answered: int) -> None:
    if mailing.begins.weekday() or mailing.ends.weekday() != SUNDAY:
        raise NotFormer("It is about whole weeks: from a Monday to a Sunday.")
    brought = FormerCount.objects.filter(programme=programme)
    if brought.filter(begins__lte=mailing.ends, ends__gte=mailing.begins).exists():
        raise NotFormer("Something about these days has been brought in before.")
    every = [(mailing.invited, mailing.undelivered), *mailing.groups.values()]
    if any(not 0 <= undelivered <= invited <= mailing.invited for invited, undelivered in every):
        raise NotFormer("Of those written to, some came back; a group is a part of all.")
    if answered > mailing.invited - mailing.undelivered:
        raise NotFormer("More answered than got a letter.")


def _versions(
    programme: Programme, mailing: Mailing, answers: Sequence[Former], *, now: datetime
) -> Iterator[Version]:
    for place, one in enumerate(answers):
        try:
            yield _version(programme, mailing, one, now=now)
        except NotFormer as refused:
            raise NotFormer(str(refused), place) from None


def _version(programme: Programme, mailing: Mailing, one: Former, *, now: datetime) -> Version:
    """Give the version that was asked, once all that was said is found to be of it."""
    if not mailing.begins <= london_date(one.happened_at) <= mailing.ends:
        raise NotFormer("An answer is about another day.")
    if not one.happened_at <= one.answered_at <= now:
        raise NotFormer("An answer comes after what it is about, and not later than now.")
    if one.area and one.area not in names():
        raise NotFormer(f"{one.area!r} is no area.")
    version = version_at(programme.questionnaire, one.answered_at)
    asked = {question.question_id: question for question in questions(version)}
    for name, value in one.said.items():
        question = asked.get(name)
        if question is None or question.kind != Question.Kind.SCALE:
            raise NotFormer(f"{name!r} is no question with a scale of version {version.number}.")
        if value not in scales()[question.scale_id].labels:
            raise NotFormer(f"{value} is no point of {question.scale_id}, the scale of {name!r}.")
    return version


def _row(programme: Programme, version: Version, one: Former) -> Response:
    required = [question for question in questions(version) if question.required]
    said = sum(question.question_id in one.said for question in required)
    is_half = 2 * said >= len(required)
    left = Response.Disposition.PARTIAL if is_half else Response.Disposition.BREAK_OFF
    return Response(
        programme=programme,
        version=version,
        disposition=Response.Disposition.COMPLETE if said == len(required) else left,
        language="en",
        mode=MODE,
        apart=one.apart,
        started_at=one.answered_at,
        submitted_at=one.answered_at,
        stage=programme.stage,
        happened_at=one.happened_at,
        area=one.area,
        incident_code=one.code,
        contact_channel=one.channel,
    )


def _answers(
    rows: Sequence[Response], versions: Sequence[Version], answers: Sequence[Former]
) -> Iterator[Answer]:
    for row, version, one in zip(rows, versions, answers, strict=True):
        asked = {question.question_id: question for question in questions(version)}
        for name, value in one.said.items():
            yield Answer(
                response=row,
                question_id=name,
                version=version.number,
                scale_id=asked[name].scale_id,
                value=value,
            )


def _counts(programme: Programme, mailing: Mailing) -> Iterator[FormerCount]:
    every = {("", ""): (mailing.invited, mailing.undelivered), **mailing.groups}
    for (by, code), (invited, undelivered) in every.items():
        yield FormerCount(
            programme=programme,
            begins=mailing.begins,
            ends=mailing.ends,
            by=by,
            code=code,
            invited=invited,
            undelivered=undelivered,
        )
