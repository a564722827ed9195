"""Says in one sentence what an event told us."""

from collections.abc import Callable, Iterable, Mapping

from heard.core import journeys
from heard.eligibility.categories import names
from heard.insight.history import Told
from heard.places import areas, wards

CONTACTS: Mapping[str, str] = {
    "999": "A 999 call ended",
    "101": "A 101 call ended",
    "webchat": "A web chat ended",
    "webform": "A web form came in",
    "front_counter": "A visit to a front counter ended",
    "social": "A contact by social media ended",
    "email": "An email came in",
    "alarm": "A call from an alarm centre ended",
    "radio": "A call over the radio ended",
}
GRADES: Mapping[str, str] = {
    "EMERGENCY": "emergency",
    "PRIORITY": "priority",
    "SCHEDULED": "scheduled",
    "NO_DEPLOYMENT": "no deployment",
}


def sentence(event: Told) -> str:
    """Say what was told; the words of the sender are codes, names of logs, units and areas."""
    return _EVENTS.get(event.type, _other)(event)


def codes(found: Iterable[str]) -> str:
    """Give codes with their names: 'ASB: nuisance (AS-02), Domestic abuse (QU-01)'."""
    known = names()
    return ", ".join(f"{known[c]} ({c})" if c in known else f"{c} (not in our list)" for c in found)


def _log(event: Told, verb: str) -> str:
    return f"Log {event.incident_id} {verb}"


def _parts(*parts: str) -> str:
    """Join what there is of a sentence and what is added to it."""
    return " ".join(part for part in parts if part)


def _coded(event: Told, field: str, words: str) -> str:
    found = event.said.get(field)
    return f"{words}: {codes(found)}." if found else ""


def _of(event: Told, field: str, words: str) -> str:
    found = event.said.get(field)
    return f"{words} {found}" if found else ""


def _contact(event: Told) -> str:
    logs = event.said.get("incident_ids", ())
    return _parts(
        f"{CONTACTS.get(event.said.get('channel', ''), 'A contact ended')}:",
        f"contact {event.contact_id}{_of(event, 'team', ', team')}.",
        f"It is about log {' and '.join(logs)}." if logs else "It is about no log.",
        _coded(event, "codes", "Codes"),
    )


def _created(event: Told) -> str:
    area = event.said.get("area", "")
    place = f" in {areas.names().get(area, f'area {area}')}" if area else ""
    ward = event.said.get("ward", "")
    known = wards.wards().get(ward)
    where = f", in the ward {known.name if known else ward}" if ward else ""
    opened = f"{_log(event, 'was opened')}{place}{where}."
    return _parts(opened, _coded(event, "opening_codes", "Opening codes"))


def _graded(event: Told) -> str:
    grade = GRADES.get(event.said.get("grade", ""), "")
    again = "was graded anew" if event.type == journeys.REGRADED else "was graded"
    words = f"{_log(event, again)}: {grade}."
    return _parts(words, _coded(event, "opening_codes", "Codes"))


def _tagged(event: Told) -> str:
    return _coded(event, "tags", _log(event, "was marked"))


def _linked(event: Told) -> str:
    return f"{_log(event, 'was linked to log')} {event.said.get('master_id', '')}."


def _resulted(event: Told) -> str:
    return _parts(
        f"{_log(event, 'was given its result')}.",
        _coded(event, "closing_codes", "Closing codes"),
    )


def _unit(words: str) -> Callable[[Told], str]:
    def said(event: Told) -> str:
        team = _of(event, "team", ", team")
        return f"Unit {event.said.get('unit', '')}{team} {words} log {event.incident_id}."

    return said


def _crime(words: str) -> Callable[[Told], str]:
    def said(event: Told) -> str:
        crime = event.said.get("crime_id", "")
        outcome = _of(event, "outcome", ":")
        return _parts(f"Crime {crime} {words}{outcome}.", _coded(event, "codes", "Offences"))

    return said


def _other(event: Told) -> str:
    return f"{_log(event, 'was told of')}: {event.type}."


_EVENTS: Mapping[str, Callable[[Told], str]] = {
    journeys.REFUSED: lambda _: "Something was told of it that could not be read.",
    journeys.CONTACT_ENDED: _contact,
    journeys.CREATED: _created,
    journeys.GRADED: _graded,
    journeys.REGRADED: _graded,
    journeys.TAGGED: _tagged,
    journeys.LINKED: _linked,
    journeys.RESULTED: _resulted,
    journeys.CLOSED: lambda event: f"{_log(event, 'was closed')}.",
    journeys.REOPENED: lambda event: f"{_log(event, 'was opened again')}.",
    journeys.ASSIGNED: _unit("was sent to"),
    journeys.AT_SCENE: _unit("arrived at"),
    journeys.CLEARED: _unit("left"),
    journeys.STOOD_DOWN: _unit("was stood down from"),
    journeys.CRIME_RECORDED: _crime("was recorded"),
    journeys.INVESTIGATED: _crime("had its initial investigation"),
    journeys.VICTIM_UPDATED: _crime("was told of to its victim"),
    journeys.OUTCOME_ASSIGNED: _crime("was given its outcome"),
    journeys.CRIME_FILED: _crime("was filed"),
}
