"""The figures that the command line is asked for, and what it refuses."""

import pytest
import typer

from heard.cli.figures import _found
from heard.insight.cuts import Cut
from heard.insight.measures import HEADLINE
from heard.insight.small_groups import Group
from tests.insight.flow import answer, known, programme, tell

pytestmark = pytest.mark.django_db


def test_figures_are_cut_or_of_small_groups() -> None:
    tell(answer(programme(), {"treatment": 9}), religion="sikh", sex="male")
    facts = known()
    by_sex = _found(facts, [Cut.SEX], group=None, of=HEADLINE, version=None)
    assert [(f.programme, f.segment) for f in by_sex] == [("sms_contact", ("male",))]
    groups = _found(facts, [], group=Group.RELIGION, of=HEADLINE, version=None)
    assert [f.segment for f in groups] == [("sikh",)]
    assert [f.estimate.shown for f in (*by_sex, *groups)] == [False, False]


@pytest.mark.parametrize(
    ("by", "group", "why"),
    [
        ([Cut.SEX, Cut.WEEK], None, "cannot be looked at by time."),
        ([Cut.AGE, Cut.SEX, Cut.AREA], None, "with one other thing only."),
        ([Cut.AREA, Cut.AREA], None, "by each thing once."),
        ([Cut.AREA], Group.GENDER, "and cut by nothing else."),
    ],
)
def test_what_would_tell_of_few_is_refused_in_one_sentence(
    by: list[Cut], group: Group | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        _found(known(), by, group=group, of=HEADLINE, version=None)
    assert capsys.readouterr().err.endswith(f"{why}\n")
