"""How often people are asked, and what lots decide, each at its border."""

from typing import Any

import pytest

from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome, decide
from tests.core.screening.known import HOUR, NOON, SEND, facts, policy


def skipped(reason: Reason, probability: float = 1.0) -> Decision:
    return Decision(outcome=Outcome.SKIP, reasons=(reason,), probability=probability)


def sent(probability: float) -> Decision:
    return Decision(outcome=Outcome.SEND, probability=probability)


@pytest.mark.parametrize(
    ("change", "limits", "decision"),
    [
        ({"asked_until": NOON + HOUR}, {}, skipped(Reason.ASKED_RECENTLY)),
        ({"asked_until": NOON}, {}, SEND),
        ({"stage_draw": 0.3, "parents": 1}, {"stage_share": 0.3}, skipped(Reason.OTHER_STAGE, 0.3)),
        ({"stage_draw": 0.29, "parents": 1}, {"stage_share": 0.3}, sent(0.3)),
        ({"stage_draw": 0.0}, {"stage_share": 0.3}, SEND),  # no log: no other stage, and no lot
        ({"draw": 0.2}, {"sample": 0.2}, skipped(Reason.NOT_DRAWN, 0.2)),
        ({"draw": 0.19}, {"sample": 0.2}, sent(0.2)),
        (
            {"draw": 0.1, "stage_draw": 0.1, "parents": 1},
            {"sample": 0.2, "stage_share": 0.5},
            sent(0.1),
        ),
        ({"reminders": 1}, {}, skipped(Reason.REMINDED)),
        ({"reminders": 1}, {"reminders": 1}, SEND),
        ({"reminders": 2}, {"reminders": 1}, skipped(Reason.REMINDED)),
        ({"premises_asks": 3}, {"premises_most": 3}, skipped(Reason.PREMISES)),
        ({"premises_asks": 2}, {"premises_most": 3}, SEND),
        ({"premises_asks": 99}, {}, SEND),
        ({"asked_today": 100}, {"daily_most": 100}, skipped(Reason.OVER_QUOTA)),
        ({"asked_today": 99}, {"daily_most": 100}, SEND),
        ({"asked_today": 99_999}, {}, SEND),
    ],
)
def test_a_limit_stops_at_its_border(
    change: dict[str, Any], limits: dict[str, Any], decision: Decision
) -> None:
    assert decide(facts(**change), policy(**limits), now=NOON) == decision
