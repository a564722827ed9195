"""The whole gate, by labelled cases: nobody who must not be written to is; the price is known."""

from datetime import timedelta

import pytest

from heard.delivery.models import Letter
from heard.events.models import Event
from heard.invitations.labelled import SHIPPED, Label, Labelled, read
from heard.invitations.recall import Result, play, tally

QUIET = timedelta(minutes=15)
# Near misses of the free text that the gate holds all the same: what may be asked and is not.
# More than these would be a loss of people whom the force wants to hear.
MOST_OVER_BLOCKED = 26


@pytest.mark.django_db
def test_of_the_shipped_cases_none_is_missed_and_few_are_over_blocked() -> None:
    results = list(play(read(SHIPPED), quiet=QUIET))
    total = tally("all", results)
    assert [r.case.id for r in results if r.missed or r.lenient] == []
    assert [r.case.id for r in results if r.over_blocked and r.case.rule != "SC-02"] == []
    assert (total.cases, total.prevented) == (890, 645)
    assert (total.permitted, total.over_blocked) == (263, MOST_OVER_BLOCKED)
    assert (Event.objects.count(), Letter.objects.count()) == (0, 0)


def relabelled(case_id: str, label: Label, ends_in: Label) -> Labelled:
    """Give one shipped case with another label: then the gate is wrong about it."""
    shipped = read(SHIPPED)
    (case,) = (c for c in shipped.cases if c.id == case_id)
    values = {name: getattr(case, name) for name in case.__dataclass_fields__}
    wrong = type(case)(**values | {"label": label, "ends_in": ends_in})
    return Labelled(variants=shipped.variants, cases=(wrong,))


def played(case_id: str, label: Label, ends_in: Label) -> Result:
    (result,) = play(relabelled(case_id, label, ends_in), quiet=QUIET)
    return result


SENT, WAITS, HELD, STOPPED = "SC-16/008", "SC-16/001", "SC-03/001", "SC-32/001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case_id", "label", "ends_in", "wrong"),
    [
        (SENT, Label.SEND, Label.SEND, (False, False, False)),
        (SENT, Label.NEVER, Label.NEVER, (True, False, False)),
        (SENT, Label.HOLD, Label.HOLD, (True, False, False)),
        (SENT, Label.WAIT, Label.SEND, (True, False, False)),
        (WAITS, Label.WAIT, Label.SEND, (False, False, False)),
        (WAITS, Label.SEND, Label.SEND, (False, False, True)),
        (WAITS, Label.WAIT, Label.NEVER, (True, False, False)),
        (WAITS, Label.NEVER, Label.NEVER, (True, False, False)),
        (HELD, Label.HOLD, Label.HOLD, (False, False, False)),
        (HELD, Label.NEVER, Label.NEVER, (False, True, False)),
        (HELD, Label.SEND, Label.SEND, (False, False, True)),
        (STOPPED, Label.NEVER, Label.NEVER, (False, False, False)),
        (STOPPED, Label.HOLD, Label.HOLD, (False, False, False)),
        (STOPPED, Label.WAIT, Label.SEND, (False, False, True)),
    ],
)
def test_a_wrong_case_is_wrong_in_one_way(
    case_id: str, label: Label, ends_in: Label, wrong: tuple[bool, bool, bool]
) -> None:
    found = played(case_id, label, ends_in)
    assert (found.missed, found.lenient, found.over_blocked) == wrong


@pytest.mark.django_db
def test_a_case_that_cannot_be_played_is_named() -> None:
    (case,) = relabelled(SENT, Label.SEND, Label.SEND).cases
    step = case.steps[0]
    unknown = type(step)(at=step.at, told=step.told, type="", act="prayed", data={})
    broken = type(step)(at=step.at, told=step.told, type="contact.ended", act="", data={})
    for wrong, words in ((unknown, "no act 'prayed'"), (broken, f"{SENT}: data")):
        values = {n: getattr(case, n) for n in case.__dataclass_fields__} | {"steps": (wrong,)}
        with pytest.raises(ValueError, match=words):
            list(play(Labelled(variants={}, cases=(type(case)(**values),)), quiet=QUIET))
