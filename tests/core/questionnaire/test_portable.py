"""A form goes to a browser whole, or it is said what in it cannot be worked out there."""

import json

import pytest

from heard.core.questionnaire._in_browsers import in_browsers
from heard.core.questionnaire._trees import NotPortable, tree_of
from heard.core.questionnaire.portable import faults, portable
from tests.core.questionnaire.test_filled import COUNTED, form_of
from tests.questionnaires.all_kinds import ALL_KINDS

TO_DATA = ["path", ["root"], ["name", "data"]]


def test_a_form_is_written_whole() -> None:
    form = form_of(ALL_KINDS)
    written = json.loads(json.dumps(portable(form)))
    assert (written["id"], written["version"], written["languages"]) == (
        "trial",
        "1",
        ["English (en)", "Welsh (cy)"],
    )
    assert written["rules"].keys() == form.rules.keys()
    assert [part["name"] for part in written["body"]][-2:] == ["child", "seen"]
    assert (faults(form), faults(form_of(COUNTED))) == ((), ())


def test_an_expression_becomes_a_tree() -> None:
    assert tree_of("/data/kid[2]/n = -1.5") == [
        *("operator", "="),
        ["path", ["path", TO_DATA, ["where", ["name", "kid"], ["value", 2.0]]], ["name", "n"]],
        ["operator", "-", ["value", 1.5]],
    ]


@pytest.mark.parametrize(
    "expression",
    ["@x", "child::a", "a/text()", "$x", "name()", "pow(2, 3)", "log(/data/a)", "1e999"],
)
def test_what_a_browser_would_not_do_the_same_is_refused(expression: str) -> None:
    with pytest.raises(NotPortable):
        tree_of(expression)


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"\bword",
            r"(a)\1",
            r"(?i)a",
            r"(?=a)",
            r"a*+",
            "a{,2}",
            "a{",
            "a}",
            "a]",
            r"[^\W]",
            r"[\b]",
        ),
        *(r"\A", r"[]a]", "[[a]", "(?P<n>a)", "\\"),
    ],
)
def test_a_pattern_that_may_mean_something_else_is_refused(pattern: str) -> None:
    assert in_browsers(pattern) is None


def test_a_pattern_is_written_for_browsers() -> None:
    assert in_browsers(r"^(?:[A-Z]\d{1,2}|\.+?)/\n$") == r"^(?:[A-Z][0-9]{1,2}|\.+?)\/\n$"
    assert in_browsers(r"[^\d\-.\]\n]\$\%") == r"[^0-9\-\.\]\n]\$%"
    assert in_browsers(r"[\u0600-\u06FF]+\u0020") == r"[\u0600-\u06FF]+\u0020"


def test_each_fault_of_a_form_is_named_with_its_expression() -> None:
    source = COUNTED.replace("jr:choice-name(${sure}, '${sure}')", "pow(2, 3)").replace(
        "Make of ${many}?", "Make?"
    )
    assert faults(form_of(source)) == (
        "'pow(2, 3)' cannot be worked out on a device: pow is not there without a server",
    )
    pattern = COUNTED.replace("jr:choice-name(${sure}, '${sure}')", r"regex('a', '\bword')")
    why = (
        r"'regex('a', '\bword')' cannot be worked out on a device: the pattern \bword may mean "
        "something else in a browser"
    )
    assert faults(form_of(pattern)) == (why,)
