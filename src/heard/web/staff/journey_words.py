"""Puts the stages of journeys, and what lies between them, into charts, tables and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from heard.core.statistics.verdicts import Verdict
from heard.insight.journey import (
    LOOKING,
    NOT_ASKED,
    OTHER_SCALE,
    OTHER_WAY,
    Asked,
    Between,
    Journey,
)
from heard.insight.measures import MEASURES
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import drawing
from heard.web.staff.policy_words import CHANNELS
from heard.web.staff.survey_words import WIDTHS, Chart, mark, told
from heard.web.staff.verdict_words import NONE, Judged, Kind, Line, difference, ends, line, summary
from heard.web.staff.words import row

STAGES: Mapping[str, str] = {
    "contact": "The call",
    "attendance": "The visit",
    "investigation": "The investigation",
    "six_weeks": "Six weeks on",
}
BACK: Mapping[str, str] = {
    "initial_contact": "First contact",
    "initial_action": "What was done",
    "feedback": "Being kept informed",
    "overall": "The whole",
}
APART: Mapping[str, str] = {
    NOT_ASKED: "No survey asks about both.",
    OTHER_SCALE: "They are asked on different scales.",
    OTHER_WAY: "People are asked in different ways.",
}
ALL = Kind(higher="Real rise", lower="Real drop", here="after", there="before")
PAIRS = replace(ALL, pairs="journeys with both")
PEOPLE = replace(ALL, pairs="people")


def charts(found: Journey) -> list[Chart]:
    """Give a chart for the stages of each measurement: one scale, one way of asking."""
    alike: dict[tuple[str, str], list[Asked]] = {}
    for stage in found.stages:
        if stage.question:
            alike.setdefault((stage.measure, stage.way), []).append(stage)
    return [_chart(*key, stages) for key, stages in alike.items()]


def everybody(found: Journey) -> Judged:
    """Give all who answered about each stage against the one before it, like with like."""
    lines = [
        line(
            _steps(one),
            one.second.everybody,
            one.first.everybody,
            one.cohorts,
            ALL,
            broken=APART.get(one.apart, ""),
        )
        for one in found.between
    ]
    return _judged("All who answered", [one.cohorts for one in found.between], lines)


def pairs(found: Journey) -> Judged:
    """Give the journeys about which both stages were answered."""
    asked = [one for one in found.between if not one.apart]
    lines = [_pair(_steps(one), one, PAIRS) for one in asked]
    title = "Journeys with an answer to both stages"
    return _judged(title, [one.pairs for one in asked], lines)


def looking_back(found: Journey) -> Judged:
    """Give what the same people say of each stage, weeks later."""
    asked = [one for one in found.looking_back if not one.apart]
    lines = [
        _pair(f"{_back(one.first)}, then {_back(one.second).lower()}", one, PEOPLE) for one in asked
    ]
    return _judged("The same people, looking back", [one.pairs for one in asked], lines)


def drop(found: Journey) -> list[str]:
    """Call the largest real drop out; say so where there is none."""
    if not found.drops:
        return ["Between no two stages is there a drop that is more than chance makes."]
    one, verdict = found.drops[0]
    how = {LOOKING: "as the same people say weeks later"}.get(
        one.second.stage,
        "of journeys with an answer to both" if verdict is one.pairs else "like with like",
    )
    base = _base(one, verdict)
    size = f"{difference(verdict, base=base)} ({ends(verdict, base=base)})"
    return [
        f"The largest real drop is from {_named(one.first)} to {_named(one.second)}: {size}, {how}."
    ]


def _chart(measure: str, way: str, stages: Sequence[Asked]) -> Chart:
    words = MEASURES[measure].words
    marks = [mark(STAGES[stage.stage], stage.everybody) for stage in stages]
    by = CHANNELS.get(way, way).lower()
    return Chart(
        id=f"stages-{measure}-{way}",
        title=f"Share that said {words}, asked by {by}",
        drawings=[
            drawing(shapes.side_by_side(marks, width=width, share=words)) for width in WIDTHS
        ],
        words=told(f"Share that said {words}", marks),
        first="Stage",
        share=words[0].upper() + words[1:],
        lines=[row(f"{STAGES[stage.stage]}: {stage.label}", stage.everybody) for stage in stages],
    )


def _pair(name: str, one: Between, kind: Kind) -> Line:
    if one.before is None or one.after is None:
        return Line(
            name=name,
            figure=NONE,
            against=NONE,
            difference="",
            interval="",
            verdict="Held back",
            note="It would tell what the few who answered one of the two only had said.",
            is_real=False,
        )
    return line(name, one.after, one.before, one.pairs, kind)


def _judged(title: str, verdicts: Sequence[Verdict | None], lines: Sequence[Line]) -> Judged:
    return Judged(
        title=title,
        words=summary(verdicts, of="differences"),
        first="Stages",
        figure="After",
        against="Before",
        lines=lines,
    )


def _base(one: Between, verdict: Verdict) -> int:
    if verdict is one.pairs and one.after is not None:
        return one.after.n
    return min(one.first.everybody.n, one.second.everybody.n)


def _steps(one: Between) -> str:
    return f"{STAGES[one.first.stage]}, then {STAGES[one.second.stage].lower()}"


def _back(asked: Asked) -> str:
    return BACK.get(asked.question, asked.question.replace("_", " ").capitalize())


def _named(asked: Asked) -> str:
    return (_back(asked) if asked.stage == LOOKING else STAGES[asked.stage]).lower()
