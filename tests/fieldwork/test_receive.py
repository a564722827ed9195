"""Forms that were filled in elsewhere are taken once, whole or not at all, and never lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.eligibility.models import Programme
from heard.fieldwork import forms
from heard.fieldwork.models import Rejected, Submission
from heard.fieldwork.receive import Brought, Unacceptable, receive
from heard.invitations import collectors
from heard.questionnaires.publish import version_at
from heard.responses.models import Answer, Comment, Detail, Response
from tests.open_ways import ANN, NOW, every_kind, way_in
from tests.questionnaires.all_kinds import SAID
from tests.web.citizen.test_kinds import WRITTEN

BEGUN = NOW - timedelta(minutes=9)
WARD = "E05001178"


def brought(instance: str = "uuid:1") -> Brought:
    every_kind()
    way = way_in("trial", channel="officer")
    return Brought(
        instance=instance,
        collector=way,
        version=collectors.version_of(way, now=NOW),
        language="cy",
        said=SAID,
        started_at=BEGUN,
        ended_at=NOW,
        via="app",
        device="tablet 7",
        ward=WARD,
    )


def refused(form: Brought) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        receive(form, now=NOW)
    return caught.value


@pytest.mark.django_db
def test_every_kind_of_answer_is_kept_as_a_page_keeps_it() -> None:
    receipt = receive(brought(), now=NOW + timedelta(hours=5))
    rows = Detail.objects.order_by("question_id", "nth", "position")
    place = ("where", 0, 1, "E05001197")  # the ward of the point, and nothing finer
    expected = [place if row[0] == "where" else row for row in WRITTEN]
    assert list(rows.values_list("question_id", "nth", "position", "value")) == expected
    assert list(Answer.objects.values_list("question_id", "value")) == [("treatment", 8)]
    words = {(one.question_id, one.nth): one.text for one in Comment.objects.all()}
    assert words == {
        ("why", 0): "They sell them at the corner",
        ("called", 1): "Ada",
        ("called", 2): "Bo",
    }
    response = receipt.response
    assert (receipt.known, response.mode, response.language) == (False, "field", "cy")
    assert (response.started_at, response.submitted_at) == (BEGUN, NOW)
    assert (response.impact_area, response.area) == ("larkfield", "BE")
    paradata = Submission.objects.get()
    assert (paradata.device, paradata.ward, paradata.received_at) == (
        *("tablet 7", WARD, NOW + timedelta(hours=5)),
    )


@pytest.mark.django_db
def test_brought_again_it_is_known_and_nothing_changes() -> None:
    form = brought()
    first, again = receive(form, now=NOW), receive(form, now=NOW)
    assert (first.known, again.known) == (False, True)
    assert again.response == first.response == Response.objects.get()


@pytest.mark.django_db
def test_the_same_instance_with_other_answers_is_refused_and_kept() -> None:
    form = brought()
    receive(form, now=NOW)
    fault = refused(replace(form, said={**SAID, "age": "35"}))
    assert fault.why == "It was here before with other answers, and those stay."
    assert Response.objects.count() == 1
    kept = json.loads(Rejected.objects.get().brought or "")
    assert kept["said"]["age"] == "35"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({"age": "12"}, "age", "Rhaid i chi fod yn 16 oed neu'n hŷn"),
        ({"age": "many"}, "age", "age does not take that: type."),
        ({"age": ""}, "age", "age: missing."),
        ({"worries": "drugs wolves"}, "worries", "worries does not take that: choice."),
        ({"treatment": "11"}, "treatment", "treatment takes one of 0, 1, 2"),
        ({"where": "E99"}, "where", "where does not take that: type."),
        ({"invented": "x"}, "invented", "invented is no question of this version."),
    ],
)
def test_an_answer_that_breaks_a_rule_is_named_and_all_of_it_is_kept(
    changes: dict[str, str], key: str, why: str
) -> None:
    form = brought()
    said = {**SAID, **changes}
    fault = refused(replace(form, said=said))
    assert fault.key == key
    assert why in fault.why
    assert not Response.objects.exists()
    rejected = Rejected.objects.get()
    assert (rejected.key, json.loads(rejected.brought or "")["said"]) == (key, said)
    assert refused(replace(form, said=said)).key == key
    assert Rejected.objects.count() == 1  # once, however often it is brought
    assert receive(form, now=NOW).known is False  # corrected


@pytest.mark.django_db
def test_what_is_not_asked_as_things_stand_is_left_out() -> None:
    said = {**SAID, "worries": "speeding"}
    receive(replace(brought(), said=said), now=NOW)
    assert not Comment.objects.filter(question_id="why").exists()


@pytest.mark.django_db
def test_a_form_of_another_questionnaire_or_place_or_day_is_refused() -> None:
    form = brought()
    other = version_at(Programme.objects.get(slug="neighbourhood").questionnaire, NOW)
    assert refused(replace(form, version=other)).why == "Trial does not ask this questionnaire."
    assert refused(replace(form, ward="E99")).why == "E99 is no ward."
    early = NOW - timedelta(days=60)
    fault = refused(replace(form, started_at=early, ended_at=early))
    assert fault.why == "Trial was not open on the day of the interview."


@pytest.mark.django_db
def test_a_device_that_comes_back_late_brings_what_was_asked_before_the_end() -> None:
    form = brought()
    collectors.close(form.collector, by=ANN, now=NOW, because="Done.")
    form.collector.refresh_from_db()
    assert receive(form, now=NOW + timedelta(days=3)).known is False
    late = NOW + timedelta(hours=1)
    after = replace(form, instance="uuid:2", ended_at=late)
    with pytest.raises(Unacceptable, match="was closed before the interview ended"):
        receive(after, now=NOW + timedelta(days=3))


@pytest.mark.django_db
def test_a_clock_that_runs_ahead_is_not_believed() -> None:
    ahead = NOW + timedelta(days=2)
    response = receive(replace(brought(), started_at=ahead, ended_at=ahead), now=NOW).response
    assert (response.started_at, response.submitted_at) == (NOW, NOW)


@pytest.mark.django_db
def test_danger_in_what_was_brought_raises_an_alert() -> None:
    said = {**SAID, "why": "He is outside and has a knife"}
    response = receive(replace(brought(), said=said), now=NOW).response
    assert alerts.read_comments(now=NOW, limit=10) == 3
    alert = Alert.objects.get()
    assert (alert.response, alert.collector) == (response, response.collector)


@pytest.mark.django_db
def test_danger_in_a_form_that_is_refused_raises_an_alert_just_the_same() -> None:
    said = {**SAID, "why": "He is outside and has a knife", "age": "12"}
    form = brought()
    refused(replace(form, said=said))
    assert [alerts.read_comments(now=NOW, limit=10) for _ in range(2)] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.rejected, alert.question_id) == (Rejected.objects.get(), "why")
    assert alert.collector == form.collector
    found = alerts.find(alert.pk)
    assert found is not None
    assert alerts.about(found) is None


@pytest.mark.django_db
@pytest.mark.parametrize("lost", [{"collector": None}, {"brought": None}])
def test_where_nobody_knows_what_was_asked_every_answer_is_looked_at(lost: dict[str, None]) -> None:
    form = brought()
    refused(replace(form, said={**SAID, "invented": "He has a knife"}))
    kept = Rejected.objects.get()
    if "collector" in lost:
        Rejected.objects.update(collector=None)
    else:
        told = json.loads(kept.brought or "")
        Rejected.objects.update(brought=json.dumps(told | {"version": 99}))
    alerts.read_comments(now=NOW, limit=10)
    # What was ranked is looked at as words, too: it names a crime.
    assert {*Alert.objects.values_list("question_id", flat=True)} == {"invented", "order"}


@pytest.mark.django_db
def test_what_was_brought_can_neither_be_changed_nor_read_in_the_table() -> None:
    form = brought()
    receive(form, now=NOW)
    refused(replace(form, said={**SAID, "why": "It is the park"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT brought FROM fieldwork_rejected")
        assert "the park" not in cursor.fetchone()[0]
    with pytest.raises(ProgrammingError, match="permission denied"):
        Submission.objects.update(device="")


@pytest.mark.usefixtures("own_database")
def test_brought_by_many_at_once_it_is_here_once() -> None:
    form = brought()

    def bring(_: int) -> bool:
        try:
            return receive(form, now=NOW).known
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        known = sorted(pool.map(bring, range(8)))
    assert known == [False] + [True] * 7
    assert Response.objects.count() == Submission.objects.count() == 1


@pytest.mark.django_db
def test_officers_are_offered_what_is_open_for_them_only() -> None:
    every_kind()
    mine = way_in("trial", channel="officer", impact_area="tanner-row")
    way_in("trial", channel="poster")
    gone = way_in(channel="officer")
    collectors.close(gone, by=ANN, now=NOW, because="Done.")
    (one,) = forms.offered(now=NOW)
    assert (one.collector, one.version.questionnaire.slug) == (mine, "trial")
    assert forms.offered(now=NOW - timedelta(days=60)) == []


@pytest.mark.django_db
def test_a_title_says_what_and_where_and_the_code_where_that_is_not_enough() -> None:
    every_kind()
    places = [("larkfield", "Library"), ("tanner-row", "Library"), ("", "Market")]
    for area, place in places:
        way_in("trial", channel="officer", impact_area=area, place=place)
    assert {one.title for one in forms.offered(now=NOW)} == {
        *(
            "Trial, Larkfield (made up), Library",
            "Trial, Tanner Row (made up), Library",
            "Trial, Market",
        ),
    }
    twin = way_in("trial", channel="officer", impact_area="", place="Market")
    titles = [one.title for one in forms.offered(now=NOW)]
    assert f"Trial, Market ({twin.code})" in titles
    assert len({*titles}) == 4


@pytest.mark.django_db
def test_many_ways_into_one_survey_take_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    every_kind()
    for area in ("tanner-row", "larkfield", "copper-mill"):
        way_in("trial", channel="officer", impact_area=area)
    forms.offered(now=NOW)  # the version is read once a process
    with django_assert_num_queries(4):
        assert len(forms.offered(now=NOW)) == 3
