"""Writes what was said as the rows that never change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from heard import bulk
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions
from heard.responses._values import Value
from heard.responses.models import Answer, Comment, Detail, Response

BY_CALLER = "telephone by a trained caller"
BY_TEXT = "sms"
IN_THE_FIELD = "field"
LOOKED_AT = (BY_TEXT, BY_CALLER)
SEVERAL = frozenset({Question.Kind.CHOICES, Question.Kind.RANK})
CALCULATED = "calculated"


@dataclass(frozen=True, slots=True)
class Placed:
    """What was said to one question; `nth` is its place in a repeat, else 0."""

    question: Question
    nth: int
    value: Value


def write_down(
    response: Response, version: Version, said: Mapping[str, Value], calculated: Mapping[str, str]
) -> None:
    """Write a row for each point of a scale, each text that is not blank, and each detail."""
    placed = list(_placed(version, said))
    bulk.put(_answer(response, version, one) for one in placed if one.question.kind == "scale")
    bulk.put(
        _comment(response, version, one)
        for one in placed
        if one.question.kind == Question.Kind.TEXT and one.value
    )
    bulk.put([*_details(response, version, placed), *_worked_out(response, version, calculated)])


def _placed(version: Version, said: Mapping[str, Value]) -> Iterator[Placed]:
    asked = {question.question_id: question for question in questions(version)}
    for key, value in said.items():
        _, nth, name = _parts(key)
        if name in asked:
            yield Placed(asked[name], nth, value)


def _parts(key: str) -> tuple[str, int, str]:
    """Take 'kid/2/name' apart; a question outside a repeat is its own key."""
    repeat, _, rest = key.partition("/")
    nth, _, name = rest.partition("/")
    return (repeat, int(nth), name) if name else ("", 0, key)


def _answer(response: Response, version: Version, one: Placed) -> Answer:
    return Answer(
        response=response,
        question_id=one.question.question_id,
        version=version.number,
        scale_id=one.question.scale_id,
        value=int(one.value),
    )


def _comment(response: Response, version: Version, one: Placed) -> Comment:
    return Comment(
        response=response,
        question_id=one.question.question_id,
        version=version.number,
        nth=one.nth,
        text=str(one.value),
        # A text was looked at when it came in, and a caller heard what was said.
        due_at=None if response.mode in LOOKED_AT else response.submitted_at,
    )


def _details(response: Response, version: Version, placed: Iterable[Placed]) -> Iterator[Detail]:
    for one in placed:
        kind = Question.Kind(one.question.kind)
        if kind in {Question.Kind.SCALE, Question.Kind.TEXT, Question.Kind.NOTE}:
            continue
        values = str(one.value).split() if kind in SEVERAL else [str(one.value)]
        for position, value in enumerate(values, start=1):
            yield Detail(
                response=response,
                question_id=one.question.question_id,
                version=version.number,
                kind=kind,
                nth=one.nth,
                position=position,
                value=value,
            )


def _worked_out(
    response: Response, version: Version, calculated: Mapping[str, str]
) -> Iterator[Detail]:
    for key, value in calculated.items():
        _, nth, name = _parts(key)
        yield Detail(
            response=response,
            question_id=name,
            version=version.number,
            kind=CALCULATED,
            nth=nth,
            position=1,
            value=value,
        )
