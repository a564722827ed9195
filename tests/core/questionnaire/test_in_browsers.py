"""A browser works out every expression, and walks every form, as the server does."""

import itertools
import random
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from heard.core.questionnaire._trees import tree_of
from heard.core.questionnaire.filled import Filled, Problem, Step
from heard.core.questionnaire.form import Form, Kind
from heard.core.questionnaire.portable import portable
from heard.core.questionnaire.values import points
from tests.core.questionnaire.browser import engine
from tests.core.questionnaire.test_filled import COUNTED, form_of
from tests.core.questionnaire.test_xpath import ANSWERS, GOLDEN, LIST, NOON, worked_out
from tests.questionnaires.all_kinds import ALL_KINDS, SAID

__all__ = ["engine"]
NOW = NOON.isoformat(timespec="milliseconds")
# What the golden table does not have, and a parser or a runtime might do in its own way.
MORE = (
    *("divorced = 1", "order", "/data/kid[model = 1]", "android or original", "-/data/a - -1"),
    *("(/data/kid)[2]/n", "//kid[1]/n", "//n", "/data/kid[last()]/n", "/data/kid/n | /data/a"),
    *("count(/data/kid | /data/kid[1])", "concat(/data/kid[n = 'Bo']/../a, '')", "count(//*)"),
    *("string(/)", "count(/)", "./a", "a[. = 5]", "count(..)", "/data/*[2]", "*[3]"),
    *("sum(0.1, 0.2, 0.3) = 0.6", "0.1 + 0.2 = 0.3", "string(1 div 128)", "string(3 div 128)"),
    *("string(1e21)", "string(123456789012345680000)", "string(-0.5)", "string(0 * -1)"),
    *("string(0.0000005)", "string(2.5e-7)", "1 div (0 * -1)", "7 mod -2", "-7 mod 2", "-7 mod 0"),
    *("number('٣٤')", "number(' 5. ')", "number('1e3')", "number('+5')", "number('0x1f')"),
    *("'b' < 'a'", "'' = /data/b", "/data/b = 0", "true() = 'x'", "/data/kid = true()"),
    *(
        "string-length('👮🏽')",
        "substr('👮a', 1)",
        "substring('👮ab', 2, 1)",
        "translate('👮a', '👮', 'b')",
    ),
    *("substring('12345', 1.5, 2.6)", "substring('12345', 0 div 0, 3)", "substring('12', -42)"),
    *(
        "translate('aa', 'aa', 'xy')",
        "translate('abc', 'abc', 'x')",
        "normalize-space(' \u00a0a\ufeff ')",
    ),
    *("int(-3.9)", "round(-2.5)", "round(1234.567, -2)", "floor(-0.5)", "ceiling(-0.5)"),
    *("max('', 3, '7')", "min(/data/kid/n)", "sum(/data/kid/n)", "max('2020-10-12', 1)"),
    *(
        "date(5)",
        "date('5')",
        "date(-0.5)",
        "date(true())",
        "date('0000-01-01')",
        "date('2020-02-30')",
    ),
    *("date-time(18547.123456789)", "date-time('5')", "date-time('2020-10-12T09:00:00Z')"),
    *("decimal-date-time('2020-10-12T09:00:00.1234567+05:30')", "number('2020-10-12T24:00')"),
    *("decimal-date-time('2020-10-12T09:30')", "decimal-date-time('2020-10-12T0930')"),
    *(
        "format-date('2020-02-29T23:59:59.999-08:00', '%a %e %b %y %H:%M:%S.%3')",
        "format-date('x', '%Y')",
    ),
    *(
        "regex('ab12', '[a-z]+\\d{2}')",
        "regex('٣', '\\d')",
        "regex('é_', '\\w+')",
        "regex('a\u0085', 'a\\s')",
    ),
    *(
        "regex('aé', '^a.$')",
        "regex('a/b', 'a/b')",
        "regex('-', '[a\\-z]')",
        "regex('B', '[^a-z]')",
    ),
    *(
        "regex('ab', 'a|b')",
        "regex('aab', '(?:a{2,}|b)+?')",
        "regex('\\', '\\\\')",
    ),
    *(
        "selected-at('a b', -1)",
        "selected-at('a b', 0.9)",
        "selected('a  b', ' b ')",
        "coalesce('', '', 'z')",
    ),
    *(
        "if('false', 1, 2)",
        "if(/data/missing, 1, 2)",
        "boolean('false')",
        "not('')",
        "boolean-from-string('TRUE')",
    ),
    *("checklist(0, 0, '', 'false', 0, false())", "weighted-checklist(1, 2, '0', 5, 'x', 2)"),
    *(
        "position(/data)",
        "position(/data/l)",
        "indexed-repeat(/data/kid/n, /data/kid, 'x')",
        "join('-')",
    ),
    *("count-non-empty(/data/*)", "'a' = 'a' and 2 > 1 or 1 div 0 < 0"),
)
ASK = """([tree, answers, list]) => {
  const read = (xml) => new DOMParser().parseFromString(xml, "text/xml");
  const document = read(answers);
  const world = {
    answers: document, lists: new Map([["f", read(list).documentElement]]), now: NOW, version: "7",
    nameOf: (question, value) => `${question}: ${value}`,
  };
  return heard.asText(heard.valueAt(tree, document.documentElement, world));
}""".replace("NOW", f"'{NOW}'")


def _in_browser(engine: Page, expression: str, answers: str = ANSWERS) -> object:
    return engine.evaluate(ASK, [tree_of(expression, strictly=False), answers, LIST])


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["expression"])
def test_an_expression_of_the_table_comes_to_its_value(engine: Page, row: dict[str, str]) -> None:
    answers = "<data/>" if row["expression"] == "once('kept')" else ANSWERS
    assert _in_browser(engine, row["expression"], answers) == row["value"]


@pytest.mark.parametrize("expression", MORE)
def test_an_expression_comes_to_what_the_server_makes_of_it(engine: Page, expression: str) -> None:
    assert _in_browser(engine, expression) == worked_out(expression)


@pytest.mark.parametrize(
    "moment",
    [
        *("2020-10-25T00:59:59.999Z", "2020-10-25T01:00:00.000Z", "2021-03-28T01:00:00.005Z"),
        *("2020-01-01T00:00:00.000Z", "2020-06-30T23:30:00.000Z"),
    ],
)
def test_the_clock_is_that_of_the_place_and_not_of_the_phone(engine: Page, moment: str) -> None:
    here = datetime.fromisoformat(moment).astimezone(NOON.tzinfo)
    asked = "moment => heard.wall(new Date(moment), 'Europe/London')"
    assert engine.evaluate(asked, moment) == here.isoformat(timespec="milliseconds")


WALK = """([form, language, now, says]) => {
  let said = {};
  return says.map(([key, text]) => {
    const before = new heard.Filled(form, said, { now, language });
    if (!Object.keys(said).length) said = before.begun();
    const step = before.step(key);
    const taken = step ? before.take(step, text) : null;
    if (taken && "kept" in taken) said = { ...said, [key]: taken.kept };
    const filled = new heard.Filled(form, said, { now, language });
    const wrong = ({ wrong, message }) => [wrong, message];
    return {
      taken: taken && ("kept" in taken ? taken.kept : wrong(taken.problem)),
      steps: filled.steps.map((one) => [
        one.key, one.nth, filled.isRequired(one), filled.said(one), filled.choices(one),
        filled.words((one.question ?? one.group).label, one.key),
        one.question ? filled.words(one.question.hint, one.key) : "",
        one.question?.span ? heard.points(one.question) : [],
      ]),
      problems: filled.problems().map(([one, problem]) => [one.key, wrong(problem)]),
      counted: filled.counted(),
      calculated: filled.calculated(),
    };
  });
}"""


def _served(form: Form, language: str, says: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Give what the server shows after each thing that is said."""
    said: dict[str, str] = {}
    shown = []
    for key, text in says:
        before = Filled(form, said, now=NOON, language=language)
        said = said or before.begun()
        step = before.step(key)
        taken = before.take(step, text) if step else None
        if isinstance(taken, str):
            said = said | {key: taken}
        filled = Filled(form, said, now=NOON, language=language)
        shown.append(_shown(filled, taken))
    return shown


def _shown(filled: Filled, taken: str | Problem | None) -> dict[str, Any]:
    return {
        "taken": _wrong(taken) if isinstance(taken, Problem) else taken,
        "steps": [_step(filled, step) for step in filled.steps],
        "problems": [[step.key, _wrong(problem)] for step, problem in filled.problems()],
        "counted": filled.counted(),
        "calculated": filled.calculated(),
    }


def _step(filled: Filled, step: Step) -> list[object]:
    asked, group = step.question, step.group
    label = asked.label if asked else group.label if group else {}
    return [
        *(step.key, step.nth, filled.is_required(step), filled.said(step)),
        [list(choice) for choice in filled.choices(step)],
        filled.words(label, step.key),
        filled.words(asked.hint, step.key) if asked else "",
        list(points(asked)) if asked and asked.span else [],
    ]


def _wrong(problem: Problem) -> list[str]:
    return [problem.wrong.value, problem.message]


def _alike(engine: Page, form: Form, language: str, says: list[tuple[str, str]]) -> None:
    asked = [portable(form), language, NOW, [list(one) for one in says]]
    for at, (here, there) in enumerate(
        zip(_served(form, language, says), engine.evaluate(WALK, asked), strict=True)
    ):
        assert there == here, f"after {says[: at + 1]}"


def test_every_kind_of_question_is_answered_the_same(engine: Page) -> None:
    _alike(engine, form_of(ALL_KINDS), "English (en)", list(SAID.items()))
    _alike(engine, form_of(ALL_KINDS), "Welsh (cy)", list(SAID.items()))


# Of each kind what is right, what is wrong, and what is odd.
SAYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHOICE: ("8", "south", "north", "oak", "elm", "11", "", "1 2", "y"),
    Kind.CHOICES: ("drugs", "drugs  speeding", "speeding drugs burglary", "", "drugs drugs"),
    Kind.RANK: ("burglary drugs speeding", "speeding drugs", "?", ""),
    Kind.TEXT: ("Ada", "ada", "  they\ndo ", "", "x" * 1001, "👮" * 600, "<b>&'\"", "Ç\u0085"),
    Kind.INTEGER: ("34", "017", "٣٤", "-1", "+16", "15", "120", "1e2", "", "1234567890", "2"),
    Kind.DECIMAL: ("2,50", "-1", "0.0078125", ".5", "-0", "far", "", "1.2345675", "\u0662.\u0665"),
    Kind.RANGE: ("1", "5", "6", "2.5", "3.0", "", "x"),
    Kind.DATE: (
        "2020-10-12",
        "2020-10-13",
        "2020-02-30",
        "1066-10-14",
        "?",
        "",
        "2020-10-12T09:00",
    ),
    Kind.TIME: (
        "9:05",
        "17.45",
        "25:00",
        "noon",
        "",
        "23:59:60",
        "\u0660\u0669:\u0660\u0665",
        "9:05Z",
    ),
    Kind.PLACE: ("E05001178", "elsewhere", "52.485 -1.895 0 5", "99 10", "52.5", "", "a b"),
    Kind.ACKNOWLEDGE: ("OK", "on", ""),
    Kind.NOTE: ("",),
}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_said_in_whatever_order_comes_to_the_same(engine: Page, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    form = form_of(COUNTED if seed % 4 == 3 else ALL_KINDS)
    _alike(
        engine, form, chance.choice(form.languages), list(itertools.islice(_says(form, chance), 40))
    )


def _says(form: Form, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Go through a form as somebody might who errs, goes back and changes their mind."""
    said = Filled(form, {}, now=NOON, language="").begun()
    while True:
        filled = Filled(form, said, now=NOON, language="")
        open_steps = [step for step, _ in filled.problems()] or list(filled.steps)
        step = open_steps[0] if chance.random() < 0.7 else chance.choice(filled.steps)
        text = chance.choice(SAYS[step.question.kind] if step.question else ("yes", "no", "x"))
        yield step.key, text
        taken = filled.take(step, text)
        said = said | ({step.key: taken} if isinstance(taken, str) else {})
