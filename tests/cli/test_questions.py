"""The commands about questions: the bank, and what was chosen, ranked and entered."""

import pytest

from heard.questionnaires.models import Version
from tests.cli.terminal import as_json, heard
from tests.insight.test_details import asking, say, trial
from tests.insight.test_versions import NEW, both
from tests.questionnaires.all_kinds import ALL_KINDS


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_the_bank_is_listed_and_searched() -> None:
    done = heard("bank", "officers", "foot")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Q-CONF-10:1" in done.stdout
    assert "Q-SMS-01" not in done.stdout
    assert "(two ideas in one)" in heard("bank", "polite").stdout
    (found,) = as_json("bank", "Q-COM-01", "many")["questions"]
    assert (found["question_id"], found["version"], len(found["choices"])) == ("Q-COM-01", 1, 9)


@pytest.mark.usefixtures("given")
def test_details_are_shown_in_a_table_and_as_one_object() -> None:
    version = trial()
    of = asking()
    for age in range(20, 32):
        say(of, version, {"age": str(age), "district": "north"})
    printed = as_json("details", "--question", "age")
    assert printed["simulated"] is False
    assert [(d["statistic"], d["value"], d["n"]) for d in printed["details"]] == [
        ("mean", 25.5, 12),
        ("median", 25.5, 12),
    ]
    shown = heard("details", "--by", "area").stdout
    assert "The north" in shown
    assert "100.0%" in shown
    assert "23.21 to 27.79" in shown


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    ("cuts", "why"),
    [(("age",), "is not looked at by who answered."), (("area", "area"), "by each thing once.")],
)
def test_cuts_that_details_do_not_know_are_refused_in_one_sentence(
    cuts: tuple[str, ...], why: str
) -> None:
    done = heard("details", *(word for cut in cuts for word in ("--by", cut)))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.endswith(f"{why}\n")


@pytest.mark.usefixtures("given")
def test_a_break_is_said_below_the_table_and_what_is_too_few_is_hidden() -> None:
    first = trial()
    of = asking()
    say(of, first, {"age": "20"})
    source = ALL_KINDS.replace("How old are you?", "What is your age?").replace(
        "| Every kind | trial | 1 |", "| Every kind | trial | 2 |"
    )
    say(of, trial(source, days=1), {"age": "30"})
    shown = heard("details").stdout
    assert shown.count("fewer than 10 answers") == 4
    assert "Break in the series of age on 2020-10-13, version 2: The wording was" in shown
    assert Version.objects.filter(questionnaire__slug="trial").count() == 2


@pytest.mark.usefixtures("given")
def test_figures_say_what_broke_and_give_one_version_alone() -> None:
    both()
    shown = heard("figures").stdout
    assert f"{NEW} (version 2)" in shown
    assert shown.count("Break in the series of treatment on 2021-03-01, version 2") == 1
    found = as_json("figures", "--version", "1")["figures"]
    assert {f["version"] for f in found if f["question"] == "treatment"} == {1}
