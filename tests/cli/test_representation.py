"""What `heard representation` prints, and the survey that it refuses."""

import json

import pytest
import typer

from heard.cli.representation import _print, _wanted
from heard.insight.representation import Representation, representation
from tests.insight.flow import answer, invite, known, programme, tell

pytestmark = pytest.mark.django_db


def found() -> list[Representation]:
    for _ in range(40):
        tell(answer(programme(), {"treatment": 9}, area="BE"), sex="female")
        invite(programme(), area="CV")
    return [representation(known(), one, minimum_base=10) for one in _wanted("sms_contact")]


def test_tables_have_rates_the_indicator_and_the_caveat(capsys: pytest.CaptureFixture[str]) -> None:
    _print(found(), simulated=True, as_json=False)
    said = capsys.readouterr().out
    assert "Response rate 2" in said
    assert "R-indicator: 0.00 (0.00 to 0.00)" in said
    assert "area: 50.3 (50.3 to 50.3) points" in said
    assert "The replies are too few to be statistically valid." in said
    assert "Impact areas: Anybody could answer" in said
    assert "Simulation: the people are not real." in said


def test_without_replies_the_reason_stands_there(capsys: pytest.CaptureFixture[str]) -> None:
    one = representation(known(), programme(), minimum_base=10)
    _print([one], simulated=False, as_json=False)
    said = capsys.readouterr().out
    assert "R-indicator: no replies" in said
    assert "Simulation" not in said


def test_programs_read_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    _print(found(), simulated=True, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["simulated"] is True
    assert said["programmes"][0]["rates"]["rates"]["RR1"]["value"] == 0.5
    assert said["programmes"][0]["asked"][0]["by"] == "area"
    assert list(said["without_rate"]) == ["Impact areas"]


def test_all_surveys_are_shown_unless_one_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert [one.slug for one in _wanted(None)][:2] == ["sms_contact", "sms_attendance"]
    with pytest.raises(typer.Exit):
        _wanted("neighbourhood")
    assert "there is no survey neighbourhood of which it is known" in capsys.readouterr().err
