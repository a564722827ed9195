"""What was told, in sentences."""

from datetime import UTC, datetime

import pytest

from heard.core import journeys
from heard.insight.history import SAID, Told
from heard.web.staff.told import codes, sentence

NOON = datetime(2020, 10, 12, 12, tzinfo=UTC)


def told(kind: str, **said: object) -> str:
    event = Told(
        type=kind,
        source="/trial",
        contact_id="C1",
        incident_id="I1",
        at=NOON,
        told_at=NOON,
        said={name: said[name] for name in SAID if name in said},
    )
    return sentence(event)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"channel": "101", "team": "Desk 3", "incident_ids": ["I1", "I2"], "codes": ["AS-02"]},
            (
                "A 101 call ended: contact C1, team Desk 3. It is about log I1 and I2. "
                "Codes: ASB: nuisance (AS-02)."
            ),
        ),
        ({"channel": "webform"}, "A web form came in: contact C1. It is about no log."),
        ({"channel": "other"}, "A contact ended: contact C1. It is about no log."),
    ],
)
def test_a_contact_says_how_and_about_what(said: dict[str, object], words: str) -> None:
    assert told(journeys.CONTACT_ENDED, **said) == words


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        (
            journeys.CREATED,
            {"area": "BE", "opening_codes": ["AS-02"]},
            "Log I1 was opened in Birmingham East. Opening codes: ASB: nuisance (AS-02).",
        ),
        (
            journeys.CREATED,
            {"area": "BE", "ward": "E05001178"},
            "Log I1 was opened in Birmingham East, in the ward Acocks Green.",
        ),
        (
            journeys.CREATED,
            {"ward": "E05011118"},
            "Log I1 was opened, in the ward E05011118.",
        ),
        (journeys.CREATED, {}, "Log I1 was opened."),
        (journeys.GRADED, {"grade": "PRIORITY"}, "Log I1 was graded: priority."),
        (
            journeys.REGRADED,
            {"grade": "EMERGENCY", "opening_codes": ["AS-03"]},
            "Log I1 was graded anew: emergency. Codes: ASB: environmental (AS-03).",
        ),
        (
            journeys.TAGGED,
            {"tags": ["QU-01", "ZZ-9"]},
            "Log I1 was marked: Domestic abuse (QU-01), ZZ-9 (not in our list).",
        ),
        (journeys.LINKED, {"master_id": "I0"}, "Log I1 was linked to log I0."),
        (
            journeys.RESULTED,
            {"closing_codes": ["AS-02"]},
            "Log I1 was given its result. Closing codes: ASB: nuisance (AS-02).",
        ),
        (journeys.CLOSED, {}, "Log I1 was closed."),
        (journeys.REOPENED, {}, "Log I1 was opened again."),
        (journeys.ASSIGNED, {"unit": "BE21", "team": "R"}, "Unit BE21, team R was sent to log I1."),
        (journeys.AT_SCENE, {"unit": "BE21"}, "Unit BE21 arrived at log I1."),
        (journeys.CLEARED, {"unit": "BE21"}, "Unit BE21 left log I1."),
        (journeys.STOOD_DOWN, {"unit": "BE21"}, "Unit BE21 was stood down from log I1."),
        (journeys.REFUSED, {}, "Something was told of it that could not be read."),
        ("uk.police.later", {}, "Log I1 was told of: uk.police.later."),
    ],
)
def test_each_type_has_its_sentence(kind: str, said: dict[str, object], words: str) -> None:
    assert told(kind, **said) == words


def test_no_code_is_no_words() -> None:
    assert codes([]) == ""
