"""Simulated people answer the survey of the impact areas, once and by every way."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from django.db.models import Max, Min

from heard.core.questionnaire.form import Kind
from heard.fieldwork.models import Rejected, Submission
from heard.invitations.models import Collector
from heard.questionnaires.publish import version_at
from heard.responses import record
from heard.responses.models import Response
from heard.simulation.neighbourhood import FIRST, _said, ask_neighbourhoods
from tests.open_ways import every_kind

pytestmark = pytest.mark.django_db
UNTIL = datetime(2020, 10, 27, tzinfo=UTC)


def ask(seed: int = 1, answers: int = 60) -> int:
    """Let so many answer, and give how many did."""
    done: list[int] = []
    ask_neighbourhoods(seed=seed, until=UNTIL, progress=done.append, answers=answers)
    return sum(done)


def test_people_answer_in_the_period_by_every_way() -> None:
    assert ask() == 60
    assert Collector.objects.count() == 2 * 19 + 3
    channels = Counter(Response.objects.values_list("collector__channel", flat=True))
    assert {"officer", "poster"} <= channels.keys()
    assert channels["officer"] == Submission.objects.count()
    assert set(Response.objects.values_list("disposition", flat=True)) == {"complete"}
    days = Response.objects.aggregate(first=Min("happened_at"), last=Max("submitted_at"))
    assert FIRST <= days["first"] < days["last"] <= UNTIL.replace(hour=1)
    assert Response.objects.filter(doubt="burst").count() == 4
    assert not Rejected.objects.exists()


def test_it_is_done_once() -> None:
    assert (ask(answers=30), ask(answers=30)) == (30, 0)


def test_a_ranking_and_a_choice_of_several_are_answered_too() -> None:
    version = version_at(every_kind().questionnaire, UNTIL)
    filled = record.fill(version, {}, now=UNTIL, language="en")
    kinds = {step.key: step.question.kind for step in filled.steps if step.question}
    said = dict(_said(filled, Random(2), UNTIL))  # noqa: S311 - a simulation
    told = {kinds[key]: text for key, text in said.items() if key in kinds}
    assert len(told[Kind.RANK].split()) > 1
    assert 1 <= len(told[Kind.CHOICES].split()) <= 3
