"""A year of answers by a million people, as the facts keep them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from heard.insight.facts import _datasets, _manifest
from heard.insight.facts._cubes import parts, totals
from heard.insight.facts._version import version

RESPONSES, MONTHS = 1_000_000, 12
QUESTIONS = ("treatment", "timeliness", "outcome", "next_steps", "knowledge")
AREAS = ("BE", "BW", "CV", "DY", "SH", "SW", "WS", "WV")
_STAFF, _TEAMS = 3_000, 60  # each belongs to one team, and each team to one area
_IN_OWN_AREA = 0.9
THEMES = ("Administration", "Anti-social behaviour", "Crime", "Public safety and welfare")


def write(folder: Path, responses: int = RESPONSES) -> list[str]:
    """Write a year of answers by so many people as the facts keep them."""
    people = responses // MONTHS
    rng = np.random.default_rng(1)
    months, files = {}, []
    for month in range(1, MONTHS + 1):
        name = f"responses/month=2026-{month:02}/0-0.parquet"
        (folder / name).parent.mkdir(parents=True)
        pq.write_table(_month(rng, month, people), folder / name, compression="zstd")
        months[f"2026-{month:02}"] = _manifest.Month(
            file=name, source_rows=people, parts=parts(folder / name, folder)
        )
        files.append(name)
    _manifest.save(
        _manifest.Manifest(
            database="bench",
            version=version(),
            horizon=0,
            as_of=datetime(2027, 1, 1, tzinfo=UTC),
            months={dataset.name: {} for dataset in _datasets.DATASETS} | {"responses": months},
            totals=totals([month.parts for month in months.values()], folder, horizon=0),
        ),
        folder,
    )
    return files


def _month(rng: np.random.Generator, month: int, people: int) -> pa.Table:
    """Give the answers of one month, question by question."""
    days = rng.integers(0, 28, people)
    person = rng.integers(0, _STAFF, people)
    team = person % _TEAMS
    at_home = rng.random(people) < _IN_OWN_AREA
    area = np.where(at_home, team % len(AREAS), rng.integers(0, len(AREAS), people))
    day = [date(2026, month, 1) + timedelta(days=int(d)) for d in days]
    once = {
        "questionnaire": ["pilot"] * people,
        "response": np.arange(people) + month * people,
        "programme": ["sms_contact"] * people,
        "version": np.ones(people),
        "question_version": np.ones(people),
        "scale": ["N10"] * people,
        "disposition": rng.choice(
            ["complete", "partial", "break_off"], people, p=[0.9, 0.07, 0.03]
        ),
        "language": ["en"] * people,
        "mode": ["web"] * people,
        "other_way": [False] * people,
        "stage": ["contact"] * people,
        "contact_channel": rng.choice(["999", "101"], people),
        "grade": rng.choice(["EMERGENCY", "PRIORITY", "SCHEDULED", ""], people),
        "response_time": rng.choice(["met", "missed", "no_target", ""], people),
        "team": [f"T{n}" for n in team],
        "person": [f"P{n}" for n in person],
        "day": day,
        "week": [d - timedelta(days=d.weekday()) for d in day],
        "weekday": [d.isoweekday() for d in day],
        "hour": rng.integers(0, 24, people),
        "area": np.array(AREAS)[area],
        "incident_code": ["CR-01"] * people,
        "incident": rng.choice(THEMES, people),
    }
    schema = _datasets.RESPONSES.schema
    asked = ("question", "value")
    once |= {  # what no measure looks at is empty
        one.name: pa.array([None] * people, one.type)
        for one in schema
        if one.name not in once and one.name not in asked
    }
    return pa.concat_tables(
        pa.table(
            {
                **once,
                "question": [question] * people,
                "value": rng.integers(0, 11, people),
            },
        )
        .select(schema.names)
        .cast(schema)
        for question in QUESTIONS
    )
