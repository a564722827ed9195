"""Each expression comes to what ODK's specification says; the table is for browsers, too."""

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from elementpath import get_node_tree

from heard.core.questionnaire import _functions
from heard.core.questionnaire._conversions import as_text
from heard.core.questionnaire._xpath import BadExpression, World, evaluate

if TYPE_CHECKING:
    from elementpath.xpath_nodes import DocumentNode

_functions.install()
TABLE = Path(__file__).with_name("golden.csv").read_text(encoding="utf-8")
GOLDEN = list(csv.DictReader(TABLE.splitlines()))
ANSWERS = (
    "<data><a>5</a><b/><d>2020-10-12</d><l>x y</l>"
    "<kid><n>Al</n></kid><kid><n>Bo</n></kid><sel>p</sel></data>"
)
LIST = (
    "<instance id='f'><root><item><name>p</name><npu>5</npu></item>"
    "<item><name>q</name><npu>6</npu></item></root></instance>"
)
NOON = datetime(2020, 10, 12, 9, tzinfo=ZoneInfo("Europe/London"))


def worked_out(expression: str, answers: str = ANSWERS) -> str:
    document = ET.ElementTree(ET.fromstring(answers))  # noqa: S314 - ours
    root = cast("DocumentNode", get_node_tree(document))
    world = World(
        answers=root,
        lists={"f": get_node_tree(ET.fromstring(LIST))},  # noqa: S314 - ours
        now=NOON,
        name_of=lambda question, value: f"{question}: {value}",
        version="7",
    )
    at = root.tree.elements[document.getroot()]
    return as_text(evaluate(expression, world=world, at=at))


@pytest.mark.parametrize(
    ("expression", "value"), [(row["expression"], row["value"]) for row in GOLDEN]
)
def test_an_expression_comes_to_its_value(expression: str, value: str) -> None:
    if expression == "once('kept')":
        assert worked_out(expression, "<data/>") == value
    else:
        assert worked_out(expression) == value


def test_what_is_said_once_stays() -> None:
    assert worked_out("once('new')", "<data>old</data>") == "old"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("foo(1)", "unknown function 'foo'"),
        ("local-name(5)", "type is not appropriate for the context"),
        ("1 +", "unexpected end of source"),
        ("count('a')", "count() asks for a question or group, not a value"),
        ("regex('a', '[')", "[ is no regular expression of RE2: missing ]: ["),
        (
            "regex('a', '(?=a).')",
            "(?=a). is no regular expression of RE2: invalid perl operator: (?=",
        ),
        (
            r"regex('a', '(a)\1')",
            r"(a)\1 is no regular expression of RE2: invalid escape sequence: \1",
        ),
        (
            "regex('a', '(.?){1000}')",
            "(.?){1000} repeats too much: 5,004 steps of 3,500",
        ),
        (
            "regex('a', '[\u00e9-\u0627]{90}(.?){300}(.?){300}')",
            "[\u00e9-\u0627]{90}(.?){300}(.?){300} repeats too much: 7,144 steps of 3,500",
        ),
        ("regex('a', /data/a)", "the pattern of regex() must stand there in quotation marks"),
        ("instance('none')/root", "there is no list of choices called none"),
        ("true() or foo(1)", "unknown function 'foo'"),
        ("(" * 2000 + "1" + ")" * 2000, "it is nested too deeply"),
    ],
)
def test_what_cannot_be_worked_out_says_why(expression: str, why: str) -> None:
    with pytest.raises(BadExpression) as fault:
        worked_out(expression)
    assert str(fault.value) == why


def test_a_pattern_may_ask_for_letters_of_any_script() -> None:
    assert worked_out("regex('\N{ARABIC LETTER KAF} 1', '\\p{Arabic} \\d')") == "true"


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)*", "(.*a){20}", "(a*)*b", "(a?b?){400}", ".{0,1000}"]
)
def test_no_pattern_takes_long_over_any_answer(pattern: str) -> None:
    """An engine that goes back and tries again would be at it until the universe ends."""
    answers = f"<data><a>{10_000 * 'a'}!</a></data>"
    assert worked_out(f"regex(/data/a, '{pattern}')", answers) == "false"
