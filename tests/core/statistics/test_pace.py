"""Behind and ahead are said where chance seldom makes as much, and nothing of few."""

import pytest

from heard.core.statistics.pace import Course, Pace, course


@pytest.mark.parametrize(
    ("count", "goal", "passed", "pace", "expected"),
    [
        (0, 100, 0, Pace.NOT_BEGUN, 0.0),
        (0, 100, -5, Pace.NOT_BEGUN, 0.0),
        (9, 90, 10, Pace.TOO_FEW, 9.0),
        (20, 100, 40, Pace.BEHIND, 40.0),
        (28, 100, 40, Pace.ON_COURSE, 40.0),  # 28 may be one of 18.6 to 40.5: not behind 40
        (0, 100, 10, Pace.BEHIND, 10.0),
        (50, 100, 40, Pace.ON_COURSE, 40.0),
        (60, 100, 40, Pace.AHEAD, 40.0),
        (30, 100, 5, Pace.AHEAD, 5.0),
        (100, 100, 1, Pace.REACHED, 1.0),
        (99, 100, 100, Pace.MISSED, 100.0),
        (3, 5, 120, Pace.MISSED, 5.0),
    ],
)
def test_what_may_be_said_of_a_count(
    count: int, goal: int, passed: int, pace: Pace, expected: float
) -> None:
    found = course(count, goal, passed=passed, days=100)
    assert found == Course(pace=pace, expected=expected)


@pytest.mark.parametrize("wrong", [(-1, 1, 1), (0, 0, 1), (0, 1, 0)])
def test_a_goal_of_none_is_refused(wrong: tuple[int, int, int]) -> None:
    count, goal, days = wrong
    with pytest.raises(ValueError, match="one at least"):
        course(count, goal, passed=0, days=days)
