"""The payloads of the events that Heard knows: their fields, and no others."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from heard.core import journeys
from heard.core.journeys import CHAT, VICTIM
from heard.places.wards import is_code

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
Codes = Annotated[list[Code], Field(max_length=50)]
Word = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
ContactChannel = Literal[
    "999",
    "101",
    "webchat",
    "webform",
    "front_counter",
    "social",
    "email",
    "alarm",
    "radio",
    "other",
]
Ids = Annotated[list[Id], Field(max_length=50)]
Number = Annotated[str, Field(max_length=40)]
Age = Annotated[int, Field(ge=0, le=130)]
Text = Annotated[str, Field(max_length=20_000)]
Role = Literal[
    "caller",
    "keyholder",
    "victim",
    "witness",
    "third_party",
    "suspect",
    "detained",
    "professional",
    "alarm_centre",
    "other_force",
    "staff",
]
HandlerType = Literal["human", "bot", "bot_then_human"]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
Grade = Literal["EMERGENCY", "PRIORITY", "SCHEDULED", "NO_DEPLOYMENT"]


def _is_no_victim(contact_id: str) -> str:
    if contact_id.startswith(VICTIM):
        raise ValueError(f"begins with {VICTIM!r}, which stands for the victim of a crime")
    if contact_id.startswith(CHAT):
        raise ValueError(f"begins with {CHAT!r}, which stands for a conversation in Heard's chat")
    return contact_id


def _is_ward(code: str) -> str:
    if code and not is_code(code):
        raise PydanticCustomError("ward_code", "This is no code of a ward, such as E05001178.")
    return code


class _Traced(BaseModel):
    """What leads back to a person: kept as prints, or sealed, and never among the facts."""

    email: Annotated[str, Field(max_length=320)] | None = None
    address: Annotated[str, Field(max_length=300)] | None = None
    person_id: Id | None = None


class _Citizen(_Traced):
    role: Role | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    markers: Codes = []
    summary: Text | None = None
    handler: Word = ""
    team: Word = ""


class ContactEnded(_Citizen):
    contact_id: Annotated[Id, AfterValidator(_is_no_victim)]
    channel: ContactChannel
    incident_ids: Ids = []
    codes: Codes = []
    calling_number: Number | None = None
    caller_age: Age | None = None
    seconds_to_answer: Seconds | None = None
    handler_type: HandlerType | None = None


class Redirected(BaseModel):
    """A call that the menu of a number sent elsewhere: from which menu, and to where.

    Nobody answered it, so there is nobody to be asked: no number comes with it.
    """

    menu: Code
    destination: Code


class CrimeRecorded(_Citizen):
    crime_id: Id
    incident_ids: Ids = []
    codes: Codes
    phone: Number | None = None
    age: Age | None = None
    demographics: Annotated[dict[Word, Word], Field(max_length=12)] = {}


class _OfCrime(BaseModel):
    crime_id: Id


class OutcomeAssigned(_OfCrime):
    outcome: Word


class Marked(_Traced):
    """Markers on whoever, or whatever home, these lead to."""

    phone: Number | None = None
    markers: Annotated[list[Code], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Marked":
        if not (self.phone or self.email or self.address or self.person_id):
            raise ValueError("says of nobody: give a phone, email, address or person_id")
        return self


class _OfIncident(BaseModel):
    incident_id: Id


class _Circumstances(_OfIncident):
    """How things were, and what qualifies or marks the log, where somebody recorded it."""

    tags: Codes | None = None
    markers: Codes | None = None

    relationship: Literal["none", "known", "family", "partner"] | None = None
    casualties: bool | None = None
    in_progress: bool | None = None
    phone_stolen: bool | None = None
    vulnerable: bool | None = None
    repeat: bool | None = None
    summary: Text | None = None


class Created(_Circumstances):
    opening_codes: Codes
    area: Word = ""
    ward: Annotated[Word, AfterValidator(_is_ward)] = ""
    address: Annotated[str, Field(max_length=300)] | None = None


class Graded(_OfIncident):
    grade: Grade


class Regraded(_Circumstances):
    grade: Grade
    opening_codes: Codes = []


class Tagged(_Circumstances):
    tags: Codes


class Linked(_OfIncident):
    master_id: Id


class Resulted(_Circumstances):
    closing_codes: Codes


class Turned(_OfIncident):
    pass


class Moved(_OfIncident):
    unit: Id
    team: Word = ""


PAYLOADS: dict[str, type[BaseModel]] = {
    journeys.CONTACT_ENDED: ContactEnded,
    journeys.REDIRECTED: Redirected,
    journeys.CREATED: Created,
    journeys.GRADED: Graded,
    journeys.REGRADED: Regraded,
    journeys.TAGGED: Tagged,
    journeys.LINKED: Linked,
    journeys.RESULTED: Resulted,
    journeys.CLOSED: Turned,
    journeys.REOPENED: Turned,
    journeys.ASSIGNED: Moved,
    journeys.AT_SCENE: Moved,
    journeys.CLEARED: Moved,
    journeys.STOOD_DOWN: Moved,
    journeys.CRIME_RECORDED: CrimeRecorded,
    journeys.INVESTIGATED: _OfCrime,
    journeys.VICTIM_UPDATED: _OfCrime,
    journeys.OUTCOME_ASSIGNED: OutcomeAssigned,
    journeys.CRIME_FILED: _OfCrime,
    journeys.MARKED: Marked,
    journeys.UNMARKED: Marked,
}
