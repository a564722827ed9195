"""People who answer at random, with all that their answers can be cut and filtered by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

from heard.insight.cuts import Cut
from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, Disposition, invite, programme, tell
from tests.insight.handling import HANDLINGS, UNKNOWN, Handling

LONDON = ZoneInfo("Europe/London")
THEMES = {
    "AS-02": "Anti-social behaviour",
    "TR-04": "Transport",
    "CR-16": "Crime",
    "XX-99": "not mapped",
    "": "none given",
}
STAGES = {"sms_contact": "contact", "sms_attendance": "attendance"}
PROGRAMMES = tuple(STAGES)
DONT_KNOW = 98


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer, with all that it can be cut and filtered by."""

    of: str = "sms_contact"
    at: datetime = CALLED
    area: str = ""
    code: str = ""
    question: str = "treatment"
    value: int = 9
    disposition: Disposition = Disposition.COMPLETE
    born: int | None = None
    group: str = ""
    condition: str = ""
    reduces: str = ""
    sex: str = ""
    mode: str = "web"
    language: str = "en"
    handling: Handling = UNKNOWN
    ward: str = ""
    team: str = ""

    @property
    def local(self) -> datetime:
        return self.at.astimezone(LONDON)

    @property
    def counts(self) -> bool:
        return self.disposition != Disposition.BREAK_OFF and self.value != DONT_KNOW

    @property
    def age(self) -> str:
        if self.born is None:
            return ""
        years = self.local.year - self.born
        firsts = {16: "16-24", 25: "25-34", 35: "35-44", 45: "45-54", 55: "55-64", 65: "65-74"}
        found = [band for first, band in firsts.items() if years >= first]
        return "75+" if years >= 75 else found[-1] if found else "under 16"

    @property
    def disabled(self) -> str:
        if self.condition != "yes":
            return self.condition
        return "yes" if self.reduces in {"lot", "little"} else self.reduces

    def by(self, cut: Cut) -> date | int | str:
        """Give what this is cut by, as a person would work it out."""
        day = self.local.date()
        found: dict[Cut, date | int | str] = {
            Cut.WEEK: day - timedelta(days=day.weekday()),
            Cut.AREA: self.area,
            Cut.INCIDENT: THEMES[self.code],
            Cut.WEEKDAY: day.isoweekday(),
            Cut.HOUR: self.local.hour,
            Cut.BLOCK: self.local.hour // 3 * 3,
            Cut.TOUCHPOINT: STAGES[self.of],
            Cut.AGE: self.age,
            Cut.ETHNIC_GROUP: self.group,
            Cut.DISABILITY: self.disabled,
            Cut.SEX: self.sex,
            Cut.IMPACT_AREA: "",  # these were invited: tests/insight/test_impact.py has others
            Cut.CAME_BY: "",
            Cut.PROGRAMME: self.of,
            Cut.MODE: self.mode,
            Cut.LANGUAGE: self.language,
            Cut.CRIME: "burglary" if self.code == "CR-16" else "",
            Cut.WARD: self.ward,
            Cut.TEAM: self.team,
        }
        return found[cut] if cut in found else self.handling.by(cut)

    def put(self) -> None:
        """Let somebody say it."""
        of = programme(self.of)
        response = Response.objects.create(
            invitation=self.handling.sent(invite(of, opened=True), at=self.at),
            disposition=self.disposition,
            language=self.language,
            mode=self.mode,
            started_at=self.at,
            submitted_at=self.at,
            stage=of.stage,
            happened_at=self.at,
            area=self.area,
            ward=self.ward,
            team=self.team,
            person=f"{self.team}1" if self.team else "",
            incident_code=self.code,
            apart=uuid4(),
            **self.handling.put(self.at),
        )
        if self.born or self.group or self.condition or self.sex:
            tell(
                response,
                birth_year=self.born,
                ethnic_group=self.group,
                condition=self.condition,
                reduces=self.reduces,
                sex=self.sex,
            )
        Answer.objects.create(
            response=response,
            question_id=self.question,
            version=2,
            scale_id="N10",
            value=self.value,
        )


def crowd(number: int) -> list[Said]:
    """Give so many answers at random, most of them around both clock changes."""
    random = Random(7)  # noqa: S311 - nothing here is secret
    starts = [datetime(2020, 3, 27, tzinfo=UTC), datetime(2020, 10, 23, tzinfo=UTC)]
    return [
        Said(
            of=random.choice(PROGRAMMES),
            at=random.choice(starts) + timedelta(minutes=random.randrange(5 * 24 * 60)),
            area=random.choice(["", "BE", "WV"]),
            code=random.choice(list(THEMES)),
            question=random.choice(["treatment", "outcome"]),
            value=random.choice([*range(11), DONT_KNOW]),
            disposition=random.choice(list(Disposition)),
            born=random.choice([None, *range(1930, 2007)]),
            group=random.choice(["", "white", "asian", "skip"]),
            condition=random.choice(["", "yes", "yes", "no", "skip"]),
            reduces=random.choice(["", "lot", "little", "no", "skip"]),
            sex=random.choice(["", "female", "male", "skip"]),
            mode=random.choice(["web", "sms"]),
            language=random.choice(["en", "ur"]),
            handling=random.choice(HANDLINGS),
            ward=random.choice(["", "E05001178", "E05001179"]),
            team=random.choice(["", "FC-A", "FC-B"]),
        )
        for _ in range(number)
    ]
