"""The page of training: the catalogue, the teams, and what came before and after."""

from datetime import date, timedelta

import pytest

from heard.accounts.models import User
from heard.improvement.models import Completion, Module
from tests.insight.flow import known
from tests.insight.test_before_after import TRAINED, _replied
from tests.web.staff.people import inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/training"
MODULE = {
    "does": "add",
    "title": "Treating people well",
    "link": "https://training.example/treatment",
    "kind": "recruits",
    "driver_0": "treatment",
}


def test_a_lead_adds_a_module_enters_completions_and_ends_it() -> None:
    known()
    lead = inside(User.Role.TRAINING_LEAD)
    assert lead.post(PAGE, MODULE | {"link": "x"}).status_code == 400
    assert lead.post(PAGE, MODULE | {"driver_0": "x"}).status_code == 400
    assert lead.post(PAGE, MODULE).status_code == 303
    assert "Treating people well Recruits" in read(lead, PAGE)
    lines = "Treating people well,FC-A,2020-10-09,18,26"
    assert lead.post(PAGE, {"does": "enter", "lines": f"{lines}\nx"}).status_code == 400
    assert not Completion.objects.exists()
    assert lead.post(PAGE, {"does": "enter", "lines": lines}).status_code == 303
    page = read(lead, PAGE)
    assert "FC-A 9 October 2020 18 26 69%" in page
    assert "Too early to say: 4 whole weeks after it are needed" in page
    lead.post(PAGE, {"does": "end", "number": str(Module.objects.get().pk)})
    assert lead.post(PAGE, {"does": "end", "number": "x"}).status_code == 303
    assert "None" in read(lead, PAGE)


def test_an_analyst_reads_and_changes_nothing() -> None:
    known()
    analyst = inside()
    assert "Add a module" not in read(analyst, PAGE)
    assert analyst.post(PAGE, MODULE).status_code == 403


def test_a_team_is_held_against_itself_with_a_verdict() -> None:
    _replied("FC-A", TRAINED - timedelta(weeks=3), 40, 12)
    _replied("FC-A", TRAINED + timedelta(weeks=3), 40, 36)
    _replied("FC-B", TRAINED - timedelta(weeks=3), 40, 12)
    _replied("FC-B", TRAINED + timedelta(weeks=3), 40, 12)
    known()
    lead = inside(User.Role.TRAINING_LEAD)
    lead.post(PAGE, MODULE)
    done = f"Treating people well,FC-A,{date.isoformat(TRAINED)},20,26"
    lead.post(PAGE, {"does": "enter", "lines": done})
    assert "+60 points +40 to +73 Real change: up" in read(lead, PAGE)
