"""The catalogue of training, and completions by team: all lines of a file are kept, or none."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection

from heard.improvement.models import Completion
from heard.improvement.training import (
    Given,
    NoCompletions,
    NoModule,
    add,
    catalogue,
    completions,
    end,
    enter,
    matching,
    trained_on,
)
from tests.improvement.colleagues import somebody
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db
STEPS = Given(
    title=" Next steps ",
    link="https://training.example/steps",
    kind="refresher",
    drivers=("next_steps", "knowledge"),
)


def test_a_module_is_in_the_catalogue_until_it_ends() -> None:
    ann = somebody("Ann")
    one = add(STEPS, by=ann, now=CALLED)
    assert (one.title, catalogue(), matching("next_steps"), matching("outcome")) == (
        "Next steps",
        [one],
        [one],
        [],
    )
    for _ in range(2):
        end(one.pk, by=ann, now=CALLED)
    assert catalogue() == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, "Write a title"),
        ({"title": "x" * 201}, "Write a title"),
        ({"kind": "all"}, "Choose for whom"),
        ({"drivers": ()}, "at least one question"),
        ({"link": "javascript:alert(1)"}, "begins with https"),
    ],
)
def test_a_module_that_cannot_be_kept_is_refused(change: dict[str, object], why: str) -> None:
    given = {name: getattr(STEPS, name) for name in ("title", "link", "kind", "drivers")} | change
    with pytest.raises(NoModule, match=why):
        add(Given(**given), by=somebody("Ann"), now=CALLED)


def test_of_a_team_the_newest_day_stands_and_half_of_it_is_trained() -> None:
    ann = somebody("Ann")
    one = add(STEPS, by=ann, now=CALLED)
    lines = """Module,Team,Day,Done,Of
        next steps, FC-A, 2020-08-01, 4, 26

        Next steps, FC-A, 2020-09-01, 13, 26
        Next steps, FC-A, 2020-10-01, 25, 26
        Next steps, FC-B, 2020-10-01, 0, 20"""
    assert enter(lines, by=ann, now=CALLED) == 4
    enter("Next steps,FC-A,2020-10-01,26,26", by=ann, now=CALLED)
    assert [(row.team, row.done, row.of) for row in completions()] == [
        ("FC-A", 26, 26),
        ("FC-B", 0, 20),
    ]
    assert (trained_on(one, "FC-A"), trained_on(one, "FC-B")) == (date(2020, 9, 1), None)


def test_a_file_with_a_fault_is_refused_whole_and_each_fault_is_named() -> None:
    ann = somebody("Ann")
    add(STEPS, by=ann, now=CALLED)
    faults = {
        "Next steps,FC-A": "write module, team, day, done, of",
        "Driving,FC-A,2020-10-01,1,2": "no module",
        "Next steps,,2020-10-01,1,2": "name the team",
        "Next steps,FC-A,1 October,1,2": "write the day",
        "Next steps,FC-A,2030-10-01,1,2": "has not come yet",
        "Next steps,FC-A,2020-10-01,3,2": "how many have done it",
        "Next steps,FC-A,2020-10-01,0,0": "how many have done it",
        "Next steps,FC-A,2020-10-01,1,40000": "how many have done it",
    }
    lines = "\n".join(["Next steps,FC-A,2020-10-01,1,2", *faults])
    with pytest.raises(NoCompletions) as refused:
        enter(lines, by=ann, now=CALLED)
    assert len(refused.value.problems) == len(faults)
    for at, (said, why) in enumerate(zip(refused.value.problems, faults.values(), strict=True), 2):
        assert said.startswith(f"Line {at}: ")
        assert why in said
    with pytest.raises(NoCompletions, match="no line"):
        enter("\n", by=ann, now=CALLED)
    assert not Completion.objects.exists()


@pytest.mark.parametrize("table", ["completion", "meeting", "commentreview"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = 0", "DELETE FROM {}"])
def test_what_was_entered_cannot_be_changed(table: str, change: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(change.format(f"improvement_{table}"))
