"""What the facts are: for each dataset its months, its rows and their types."""

from dataclasses import dataclass

import pyarrow as pa

from heard.eligibility.categories import NONE_GIVEN, NOT_MAPPED
from heard.insight.facts import _handling
from heard.insight.facts._journeys import JOURNEY, JOURNEY_COLUMNS, JOURNEY_TYPES, MOVED, ZONE
from heard.insight.facts._runs import DRAWN, RUN, RUN_TYPES
from heard.insight.facts.who import COLUMNS, columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One kind of fact. `at` is the instant by whose local month a row is filed.

    `source` joins the tables it comes from, and `also` what only the rows need, not their number;
    `written_by` names those whose rows may change, so that a month in which one of them was
    written since is made anew. `moved` names further months that news of another table bears on.
    `columns` select the facts; those of one area lie together, so that a question about it reads a
    part of the file. `nameless` are those of which only a fingerprint is written.
    """

    name: str
    at: str
    source: str
    written_by: tuple[str, ...]
    columns: str
    schema: pa.Schema
    also: str = ""
    moved: str = ""
    nameless: tuple[str, ...] = ()

    @property
    def months(self) -> str:
        """Local months with their number of rows, and whether any was written from `horizon` on.

        `age(xmin)` counts the transactions since a row was written; it knows the 32 bits of a
        row's own transaction, whose wrapping round can only make an old month look new.
        """
        written = " OR ".join(f"age({t}.xmin) <= age(%(horizon)s::xid)" for t in self.written_by)
        return (
            f"SELECT to_char({self.at} AT TIME ZONE '{ZONE}', 'YYYY-MM') AS month, count(*),"  # noqa: S608 - our own words
            f" coalesce(bool_or({written}), false) FROM {self.source} GROUP BY 1 ORDER BY 1"
        )

    @property
    def rows(self) -> str:
        """The facts whose instant lies from `begins` to before `ends`, in a fixed order."""
        first = "area, " if "area" in self.schema.names else ""
        return (
            f"SELECT {self.columns} FROM {self.source}{self.also}"  # noqa: S608 - our own words
            f" WHERE {self.at} >= %(begins)s AND {self.at} < %(ends)s ORDER BY {first}1, 2, 3, 4, 5"
        )


_GROUP = " LEFT JOIN jsonb_each_text(%(themes)s::jsonb) AS g(code, theme) ON g.code = {code}"
# What was answered, as it was asked in the version that the person was given.
_QUESTION = (
    " LEFT JOIN questionnaires_question qq ON qq.version_id = v.id"
    " AND qq.question_id = {said}.question_id"
)
_LOCAL = f"({{at}} AT TIME ZONE '{ZONE}')"
_WHEN = (
    f"{_LOCAL}::date AS day, date_trunc('week', {_LOCAL})::date AS week,"
    f" extract(isodow FROM {_LOCAL})::int AS weekday, extract(hour FROM {_LOCAL})::int AS hour"
)
_WHERE = (
    "{row}.area, {row}.incident_code, coalesce(g.theme, CASE {row}.incident_code"
    f" WHEN '' THEN '{NONE_GIVEN}' ELSE '{NOT_MAPPED}' END) AS incident"
)
_WHEN_TYPES = {
    "day": pa.date32(),
    "week": pa.date32(),
    "weekday": pa.int16(),
    "hour": pa.int16(),
}
_WHERE_TYPES = {"area": pa.string(), "incident_code": pa.string(), "incident": pa.string()}

_DECIDED = "coalesce(s.happened_at, s.decided_at)"
SCREENINGS = Dataset(
    name="screenings",
    at=_DECIDED,
    source=(
        "eligibility_screening s JOIN eligibility_programme p"
        " ON p.id = s.programme_id AND s.is_current"
    ),
    also=_GROUP.format(code="s.incident_code"),
    written_by=("s",),
    columns=(
        "p.slug AS programme, s.touchpoint_id AS touchpoint, p.stage AS stage, s.outcome,"
        " coalesce(s.reasons[1], '') AS reason, s.probability,"
        " coalesce(nullif(s.channel, ''), p.channel) AS asked_by,"
        " coalesce(s.parallel_run_id, 0) AS run, "
        + _WHEN.format(at=_DECIDED)
        + ", "
        + _WHERE.format(row="s")
    ),
    schema=pa.schema(
        {
            "programme": pa.string(),
            "touchpoint": pa.int64(),
            "stage": pa.string(),
            "outcome": pa.string(),
            "reason": pa.string(),
            "probability": pa.float64(),
            "asked_by": pa.string(),
            "run": pa.int64(),
            **_WHEN_TYPES,
            **_WHERE_TYPES,
        }
    ),
)
LETTERS = Dataset(
    name="letters",
    at="coalesce(l.posted_at, i.asked_at)",
    source=(
        "invitations_invitation i LEFT JOIN delivery_letter l ON l.id = i.letter_id"
        " JOIN eligibility_programme p ON p.id = i.programme_id"
        " LEFT JOIN responses_response r ON r.invitation_id = i.id"
    ),
    written_by=("i", "l", "r"),
    columns=(
        "p.slug AS programme, i.touchpoint_id AS touchpoint,"
        " coalesce(l.channel, p.channel) AS channel, coalesce(l.state, 'delivered') AS state,"
        " coalesce(l.reason, '') AS stopped, i.opened_at IS NOT NULL AS opened,"
        " coalesce(r.disposition, '') AS disposition"
    ),
    schema=pa.schema(
        {
            "programme": pa.string(),
            "touchpoint": pa.int64(),
            "channel": pa.string(),
            "state": pa.string(),
            "stopped": pa.string(),
            "opened": pa.bool_(),
            "disposition": pa.string(),
        }
    ),
)
_RESPONSE = (
    "responses_response r LEFT JOIN invitations_invitation i ON i.id = r.invitation_id"
    " JOIN eligibility_programme p ON p.id = coalesce(i.programme_id, r.programme_id)"
    + _handling.JOINS
)
_ASKED = (
    " JOIN questionnaires_version v ON v.id = coalesce(i.version_id, r.version_id)"
    " JOIN questionnaires_questionnaire q ON q.id = v.questionnaire_id"
)
_CAME_BY = " LEFT JOIN invitations_collector w ON w.id = r.collector_id"
# How it was answered, what about, and what the force did.
_HOW = (
    " r.disposition, r.language, r.mode, r.stage, r.team, r.person, "
    + _handling.columns(NONE_GIVEN, NOT_MAPPED)
    + ","
)
_HOW_NAMES = ("disposition", "language", "mode", "stage", "team", "person", *_handling.COLUMNS)
_HOW_TYPES = dict.fromkeys(_HOW_NAMES, pa.string())
_CAME_BY_TYPES = dict.fromkeys(("ward", "impact_area", "came_by", "doubt"), pa.string())
_CAME = " r.ward, r.impact_area, coalesce(w.channel, '') AS came_by, r.doubt, "
RESPONSES = Dataset(
    name="responses",
    at="r.happened_at",
    source=_RESPONSE + " LEFT JOIN equality_profile e ON e.apart = r.apart",
    also=(
        DRAWN
        + JOURNEY
        + _ASKED
        + " JOIN responses_answer a ON a.response_id = r.id"
        + _CAME_BY
        + _QUESTION.format(said="a")
        + _GROUP.format(code="r.incident_code")
        + _handling.ALSO
    ),
    written_by=("r", "e", *_handling.ROWS),
    moved=MOVED,
    nameless=("journey",),
    columns=(
        "q.slug AS questionnaire, a.question_id AS question, r.id AS response,"
        " p.slug AS programme, a.version, coalesce(qq.question_version, 1) AS question_version,"
        " a.scale_id AS scale, a.value,"
        + _HOW
        + " drawn.probability,"
        + RUN
        + JOURNEY_COLUMNS
        + _CAME
        + _WHEN.format(at="r.happened_at")
        + ", "
        + _WHERE.format(row="r")
        + ", "
        + columns("e", at="r.happened_at", zone=ZONE)
    ),
    schema=pa.schema(
        {
            "questionnaire": pa.string(),
            "question": pa.string(),
            "response": pa.int64(),
            "programme": pa.string(),
            "version": pa.int16(),
            "question_version": pa.int16(),
            "scale": pa.string(),
            "value": pa.int16(),
            **_HOW_TYPES,
            "probability": pa.float64(),
            **RUN_TYPES,
            **JOURNEY_TYPES,
            **_CAME_BY_TYPES,
            **_WHEN_TYPES,
            **_WHERE_TYPES,
            **dict.fromkeys(COLUMNS, pa.string()),
        }
    ),
)
# What was chosen, ranked or entered: a row for each, and for each of several in their order.
DETAILS = Dataset(
    name="details",
    at="r.happened_at",
    source=_RESPONSE + " JOIN responses_detail d ON d.response_id = r.id",
    also=(
        _ASKED
        + _CAME_BY
        + _QUESTION.format(said="d")
        + _GROUP.format(code="r.incident_code")
        + _handling.ALSO
    ),
    written_by=("r", *_handling.ROWS),
    columns=(
        "q.slug AS questionnaire, d.question_id AS question, r.id AS response,"
        " d.nth, d.position, p.slug AS programme, d.version,"
        " coalesce(qq.question_version, 1) AS question_version, d.kind, d.value,"
        " CASE WHEN d.kind IN ('integer', 'decimal', 'range', 'calculated')"
        " AND d.value ~ '^-?[0-9]+([.][0-9]+)?$' THEN d.value::float8 END AS number,"
        + _HOW
        + _CAME
        + _WHEN.format(at="r.happened_at")
        + ", "
        + _WHERE.format(row="r")
    ),
    schema=pa.schema(
        {
            "questionnaire": pa.string(),
            "question": pa.string(),
            "response": pa.int64(),
            "nth": pa.int16(),
            "position": pa.int16(),
            "programme": pa.string(),
            "version": pa.int16(),
            "question_version": pa.int16(),
            "kind": pa.string(),
            "value": pa.string(),
            "number": pa.float64(),
            **_HOW_TYPES,
            **_CAME_BY_TYPES,
            **_WHEN_TYPES,
            **_WHERE_TYPES,
        }
    ),
)
# Of small groups no fact says where, when, by whom or in which response: no cut can lead there.
GROUPS = Dataset(
    name="groups",
    at="r.happened_at",
    source=(
        "responses_response r JOIN equality_profile e ON e.apart = r.apart"
        " LEFT JOIN invitations_invitation i ON i.id = r.invitation_id"
    ),
    also=(_ASKED + " JOIN responses_answer a ON a.response_id = r.id" + _QUESTION.format(said="a")),
    written_by=("r", "e"),
    columns=(
        "a.question_id AS question, e.orientation, e.gender, e.religion,"
        " q.slug AS questionnaire, coalesce(qq.question_version, 1) AS question_version,"
        " a.scale_id AS scale, a.value, r.disposition"
    ),
    schema=pa.schema(
        {
            "question": pa.string(),
            "orientation": pa.string(),
            "gender": pa.string(),
            "religion": pa.string(),
            "questionnaire": pa.string(),
            "question_version": pa.int16(),
            "scale": pa.string(),
            "value": pa.int16(),
            "disposition": pa.string(),
        }
    ),
)
DATASETS = (SCREENINGS, LETTERS, RESPONSES, DETAILS, GROUPS)
