"""Waves of the survey of members as the flow leaves them, as many as a figure needs."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from itertools import count
from uuid import uuid4

from heard.invitations.invite import hash_token
from heard.invitations.models import Collector, Guest
from heard.membership.models import Asked, Channel, How, Member, State, Wave
from heard.membership.waves import LIVES, PROGRAMME
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Response
from tests.insight.flow import programme

AGREES, DENIES, GOOD, POOR = 1, 5, 2, 4
SCALES = {"good_job": "JOB5", "visible": "FREQ6", "safe_day": "SAFE4", "safe_night": "SAFE4"}
MONDAYS = {
    date(2020, 1, 1): date(2020, 1, 6),
    date(2020, 4, 1): date(2020, 4, 6),
    date(2020, 7, 1): date(2020, 7, 6),
}
_NUMBERS = count(1)


def wave(quarter: date = date(2020, 7, 1), opens: date | None = None) -> Wave:
    """Give a wave that was drawn; without a day it opens on the first Monday of its quarter."""
    opens_at = datetime.combine(opens or MONDAYS[quarter], time(9), UTC)
    collector = Collector.objects.create(
        programme=programme(PROGRAMME),
        code=f"w{next(_NUMBERS)}",
        channel=Collector.Channel.EMAIL,
        place="Members",
        made_at=opens_at,
        closed_at=opens_at,
    )
    return Wave.objects.create(
        quarter=quarter,
        seed="s",
        opens_at=opens_at,
        ends_at=opens_at + LIVES,
        stage=Wave.Stage.READY,
        author="user:1",
        set_up_at=opens_at,
        approved_by="user:2",
        approved_at=opens_at,
        collector=collector,
        drawn_at=opens_at,
    )


def drawn(of: Wave, area: str = "BE", *, n: int = 1, left_out: str = "") -> list[Asked]:
    """Let so many members of an area be drawn, and asked unless there is a reason not to."""
    members = Member.objects.bulk_create(
        Member(
            state=State.MEMBER,
            area=area,
            how=How.SELF,
            asked_at=of.opens_at,
            joined_at=of.opens_at,
            apart=uuid4(),
        )
        for _ in range(n)
    )
    return Asked.objects.bulk_create(
        Asked(
            wave=of,
            member=one,
            area=area,
            channel="" if left_out else Channel.EMAIL,
            left_out=left_out,
            token_hash=None if left_out else hash_token(str(next(_NUMBERS))),
            at=None if left_out else of.opens_at,
        )
        for one in members
    )


def said(
    of: Wave, says: Mapping[str, int], *, n: int = 1, area: str = "BE", of_asked: bool = True
) -> None:
    """Let so many members of an area answer so; they were drawn and asked before."""
    version = Version.objects.get(questionnaire__slug=PROGRAMME, number=2)
    rows = drawn(of, area, n=n) if of_asked else []
    hashes = [row.token_hash for row in rows] or [hash_token(str(next(_NUMBERS))) for _ in range(n)]
    guests = Guest.objects.bulk_create(
        Guest(
            collector=of.collector,
            version=version,
            token_hash=hashed,
            area=area,
            asked_at=of.opens_at,
            expires_at=of.ends_at,
            spent_at=of.opens_at,
        )
        for hashed in hashes
    )
    responses = Response.objects.bulk_create(
        Response(
            guest=guest,
            collector_id=of.collector_id,
            programme=programme(PROGRAMME),
            version=version,
            disposition=Response.Disposition.COMPLETE,
            language="en",
            mode="web",
            started_at=of.opens_at,
            submitted_at=of.opens_at,
            happened_at=of.opens_at,
            area=area,
            apart=uuid4(),
        )
        for guest in guests
    )
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=name,
            version=2,
            scale_id=SCALES.get(name, "AGR5"),
            value=value,
        )
        for response in responses
        for name, value in says.items()
    )
