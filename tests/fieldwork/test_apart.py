"""What people say of themselves in the field is parted from the rest, and kept as the pages do."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection

from heard.accounts.models import User
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.equality import give
from heard.equality.models import Draft, Profile
from heard.fieldwork import again, rejected
from heard.fieldwork.apart import Apart
from heard.fieldwork.models import Rejected, Submission
from heard.fieldwork.receive import Brought, Unacceptable, receive
from heard.fieldwork.submit import Sent, submit
from heard.fieldwork.take import State, take
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.responses.models import Response
from tests.equality.test_give import ALL, say
from tests.fieldwork.instances import START, instance
from tests.fieldwork.test_receive import brought
from tests.fieldwork.test_take import sealed, told
from tests.insight.flow import known
from tests.open_ways import ANN, NOW, every_kind, way_in
from tests.questionnaires.all_kinds import SAID
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
Bring = Callable[[Mapping[str, str]], object]
MINE = {**ALL, "black_words": "Ogaden", "religion": "buddhist"}
DANGER = "He is outside and has a knife"


@pytest.fixture
def way() -> Collector:
    every_kind()
    return way_in("trial", channel="officer")


def group(said: Mapping[str, str], *, wanted: str = "yes", name: str = "heard-equality-1") -> str:
    """Write the group as a client does: those of a background within a group of their own."""
    told = "".join(f"<{key}>{text}</{key}>" for key, text in said.items() if "black" not in key)
    black = "".join(f"<{key}>{text}</{key}>" for key, text in said.items() if "black" in key)
    asked = f"<asked>{told}<black_background>{black}</black_background></asked>"
    return f"<{name}><wanted>{wanted}</wanted>{asked}</{name}>"


def sent(xml: bytes) -> object:
    return submit(Sent(xml=xml, interviewer=None, device="tablet 7"), now=NOW)


def by_openrosa(said: Mapping[str, str]) -> object:
    code = Collector.objects.get().code
    return sent(instance(code, more=group(said)))


def by_app(said: Mapping[str, str]) -> object:
    box = sealed(told(equality={"version": 1, "said": said}))
    officer = User.objects.filter(email="ann@example.org").first() or a_person()
    outcome = take("uuid:1", box, by=officer, now=NOW)
    if outcome.state is State.REFUSED:
        raise Unacceptable(outcome.why)
    return outcome


def rows() -> list[dict[str, object]]:
    found = [{**row} for row in Profile.objects.values()]
    for row in found:
        del row["apart"]
    return found


@pytest.mark.parametrize("bring", [by_app, by_openrosa])
@pytest.mark.parametrize("said", [MINE, {"sex": "skip", "ethnic_group": "skip"}, {"sex": "male"}])
def test_the_row_is_the_one_that_the_pages_write(
    bring: Bring, said: dict[str, str], way: Collector
) -> None:
    say(UUID(int=7), **said)
    give.finish(UUID(int=7), now=NOW)
    expected = rows()
    bring(said)
    assert rows() == 2 * expected
    response = Response.objects.get(collector=way)
    assert Profile.objects.filter(pk=response.apart or "").count() == 1
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("bring", [by_app, by_openrosa])
def test_nothing_of_it_stands_anywhere_else(
    bring: Bring, way: Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(MINE)
    apart = Response.objects.get(collector=way).apart
    assert apart is not None
    holders: dict[str, set[str]] = {str(apart): set(), "buddhist": set(), "B9": set()}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            if name.startswith("questionnaires_"):
                continue  # what everybody is asked, as published
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{name}\" t")  # noqa: S608
            (found,) = cursor.fetchone()
            assert "Ogaden" not in found
            for word in holders:
                # As a value of its own: two letters stand in any sealed text by chance.
                alone = re.search(rf"(?<![\w+/=-]){word}(?![\w+/=-])", found)
                holders[word] |= {name} if alone else set()
    assert holders == {
        str(apart): {"responses_response", "equality_profile"},
        "buddhist": {"equality_profile"},
        "B9": {"equality_profile"},
    }
    said = capsys.readouterr()
    assert [word for word in ("buddhist", "Ogaden", apart.hex) if word in said.out + said.err] == []


def test_the_facts_have_the_four_columns_and_the_small_groups_lead_nowhere(way: Collector) -> None:
    by_app(MINE)
    facts = known()
    (row,) = facts.responses.to_pyarrow().to_pylist()
    assert [row[name] for name in ("age_band", "ethnic_group", "disabled", "sex", "mode")] == [
        *("35-44", "black", "yes", "male", "field"),
    ]
    assert not {"religion", "gender", "orientation"} & row.keys()
    (small,) = facts.groups.to_pyarrow().to_pylist()
    assert (small["religion"], {"response", "area"} & small.keys()) == ("buddhist", set())
    assert str(Response.objects.get(collector=way).apart) not in str([row, small])


def test_brought_again_with_other_answers_it_is_known_and_the_first_stay() -> None:
    form = replace(brought(), apart=Apart(version=1, said={"sex": "male"}))
    first = receive(form, now=NOW)
    content = Submission.objects.get().content
    other = replace(form, apart=Apart(version=1, said={"sex": "female"}))
    assert (receive(other, now=NOW).known, receive(replace(form, apart=None), now=NOW).known) == (
        *(True, True),
    )
    assert Profile.objects.get().sex == "male"
    plain = replace(form, instance="uuid:2", apart=None)
    assert receive(plain, now=NOW).known is False
    assert {*Submission.objects.values_list("content", flat=True)} == {content}
    assert "male" not in repr(form)
    assert first.response.apart == Profile.objects.get().apart


@pytest.mark.parametrize("bring", [by_app, by_openrosa])
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"sex": "x"}, "sex does not take that: choice."),
        ({"birth_year": "1899"}, "birth_year does not take that: rule."),
        ({"invented": "x"}, "invented is no equality question of this version."),
    ],
)
@pytest.mark.usefixtures("way")
def test_an_answer_that_is_none_is_named_and_all_of_it_is_kept_aside(
    bring: Bring, said: dict[str, str], why: str
) -> None:
    with pytest.raises(Unacceptable, match=why):
        bring(said)
    assert (Response.objects.count(), Profile.objects.count()) == (0, 0)
    assert Rejected.objects.get().key == next(iter(said))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (group({"sex": "male"}, name="heard-equality-9"), "There is no version 9 of the equality"),
        (group({"sex": "male"}, name="heard-equality-x"), "does not say which equality questions"),
        (group({"sex": "male"}).replace("</asked>", "<sex>x</sex></asked>"), "sex stands there tw"),
        (
            group({"sex": "male"}) + group({"religion": "sikh"}, name="heard-equality-2"),
            "wanted stands there twice",
        ),
    ],
)
def test_a_group_that_is_not_as_it_goes_out_is_refused(more: str, why: str, way: Collector) -> None:
    with pytest.raises(Unacceptable, match=why):
        sent(instance(way.code, more=more))
    assert Rejected.objects.count() == 1


@pytest.mark.parametrize(
    "more", [group({}, wanted="no"), group(MINE, wanted="no"), group({}), "<heard-equality-1/>"]
)
def test_who_declines_leaves_nothing(more: str, way: Collector) -> None:
    sent(instance(way.code, more=more))
    assert (Response.objects.count(), Profile.objects.count()) == (1, 0)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "wrong", [[], {"version": "1", "said": {}}, {"version": 1}, {"version": 1, "said": {"sex": 1}}]
)
def test_what_an_app_did_not_write_is_refused(wrong: object) -> None:
    outcome = take("uuid:1", sealed(told(equality=wrong)), by=a_person(), now=NOW)
    assert outcome.why == "equality must give a version, and a text for each question."


@pytest.mark.usefixtures("way")
def test_an_app_that_was_told_nothing_brings_nothing() -> None:
    by_app({})
    assert (Response.objects.count(), Profile.objects.count()) == (1, 0)


@pytest.mark.parametrize("bring", [by_app, by_openrosa])
def test_what_was_kept_aside_shows_none_of_it_and_parts_it_when_it_is_taken(
    bring: Bring, way: Collector
) -> None:
    collectors.close(way, by=ANN, now=START.replace(day=1), because="Done.")
    with pytest.raises(Unacceptable, match="was closed"):
        bring(MINE)
    row = rejected.find(Rejected.objects.get().pk)
    assert row is not None
    shown = str(rejected.told(row))
    assert ("buddhist" in shown, "Ogaden" in shown, "They sell them" in shown) == (
        *(False, False, True),
    )
    Collector.objects.update(closed_at=None)
    fresh = rejected.find(row.pk)
    assert fresh is not None
    again.take_again(fresh, by=ANN, now=NOW)
    assert Profile.objects.get().religion == "buddhist"
    row.refresh_from_db()
    assert row.settled_at == NOW
    assert "sell them" in str(rejected.told(row))
    kept = json.dumps(json.loads(row.brought or "")) + str(rejected.told(row))
    assert ("buddhist" in kept, "equality" in kept) == (False, False)
    bring(MINE)
    assert Profile.objects.count() == 1


def test_a_form_that_nobody_knows_is_kept_and_shows_none_of_it() -> None:
    every_kind()
    with pytest.raises(Unacceptable):
        sent(instance("nowhere2", more=group({**MINE, "black_words": DANGER})))
    shown = str(rejected.told(Rejected.objects.get()))
    assert ("buddhist" in shown, "knife" in shown, "They sell them" in shown) == (
        *(False, False, True),
    )
    alerts.read_comments(now=NOW, limit=10)
    # What was ranked looks like words where nobody knows the form: it names a crime.
    assert {*Alert.objects.values_list("question_id", flat=True)} == {"6/order"}


@pytest.mark.parametrize("bring", [by_app, by_openrosa])
@pytest.mark.usefixtures("way")
def test_its_words_are_read_by_nobody_as_on_the_pages(bring: Bring) -> None:
    bring({**MINE, "black_words": DANGER})
    alerts.read_comments(now=NOW, limit=10)
    assert not Alert.objects.exists()


def test_words_of_the_survey_are_looked_at_as_before(way: Collector) -> None:
    sent(instance(way.code, {**SAID, "why": DANGER}, more=group(MINE)))
    alerts.read_comments(now=NOW, limit=10)
    assert Alert.objects.get().question_id == "why"


def test_a_form_without_them_is_a_form_like_any_other() -> None:
    plain: Brought = brought()
    receive(plain, now=NOW)
    assert Response.objects.get().apart is not None
    assert not Profile.objects.exists()
