"""What a page of a long form with many rules costs to work out."""

from datetime import datetime
from statistics import quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.questionnaire import xform
from heard.core.questionnaire.filled import Filled
from heard.core.questionnaire.form import Form
from heard.questionnaires._compile import compile_form

_NOW = datetime(2020, 10, 12, 12, tzinfo=ZoneInfo("Europe/London"))
_QUESTIONS, _RULES, _TIMES = 60, 40, 10
_HEAD = ("type", "name", "label", "relevant", "constraint", "calculation")
# Rules of each sort, as a survey of people has them; {n} is the question before.
_SORTS = (
    ("${{q{n}}} >= 0 and ${{q{n}}} <= 120", ""),
    ("", ". >= 0 and (. < 120 or ${{q{n}}} > 3)"),
    ("coalesce(${{q{n}}}, '1') != ''", ". <= 120"),
    ("if(${{q{n}}} > 60, true(), not(${{q{n}}} = 99))", ""),
)


def long_form(_trials: Trials) -> list[Row]:
    """Every page of the form in turn, with all that was said before, beside one without rules."""
    ruled, bare = _p95(_form(_RULES)), _p95(_form(0))
    return [
        Row(
            measure="A page of a long form worked out, p95",
            result=ruled,
            unit="ms",
            peer=bare,
            peer_is="the same form without rules",
            aim=20,
            least=False,
            note=(
                f"{_QUESTIONS} questions, {_RULES} of them with rules: what stands is worked out, "
                f"the answer checked, and what follows worked out anew; {_TIMES} walks, one core."
            ),
        )
    ]


def _form(rules: int) -> Form:
    rows = []
    for n in range(_QUESTIONS):
        relevant, constraint = _SORTS[n % len(_SORTS)] if 0 < n <= rules else ("", "")
        cells = ("integer", f"q{n}", f"Question {n}?", relevant, constraint, "")
        rows.append([cell.format(n=n - 1) for cell in cells])
    lines = [" | ".join(row) for row in (_HEAD, *rows)]
    settings = ("form_id | version | form_title", "long | 1 | Long")
    tables = {"survey": lines, "settings": list(settings)}
    text = "\n".join(
        line
        for name, found in tables.items()
        for line in (f"| {name} |", *(f"| | {one} |" for one in found))
    )
    return xform.read(compile_form(text).xform)


def _p95(form: Form) -> float:
    """Give the 95th of 100 pages, in milliseconds."""
    took = []
    for _ in range(_TIMES):
        said: dict[str, str] = {}
        for n in range(_QUESTIONS):
            start = perf_counter()
            filled = Filled(form, said, now=_NOW, language="")
            step = filled.step(f"q{n}")
            if step is None or not isinstance(kept := filled.take(step, "42"), str):
                raise ValueError(f"Question {n} is not asked.")
            said = {**said, f"q{n}": kept}
            Filled(form, said, now=_NOW, language="")
            took.append((perf_counter() - start) * 1000)
    return quantiles(took, n=20)[-1]
