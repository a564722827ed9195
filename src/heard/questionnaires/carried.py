"""Says what of a form a text cannot carry, a sentence each with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import CHOOSING, Form, Group, Kind, Question
from heard.core.turns.put import put, sentence
from heard.core.turns.read import doubtful
from heard.core.wording import fragments
from heard.questionnaires import by_text

Body = tuple[Question | Group, ...]

MOST_FRAGMENTS = 2  # of a question; an opening may take one (SC-24)
MOST_AGAIN = 3  # of one that is put once more, with why
MOST_CHOICES = 9
ALWAYS = "true()"
AGAIN = 40  # places for saying that an answer could not be read
CLOSING = 150  # places for saying thank you
TRIAL = datetime(2020, 10, 12, 12, tzinfo=UTC)  # a time at which every text is measured

_WHY: Mapping[Kind, str] = {
    Kind.RANK: "an order of several can be read in two ways",
    Kind.TIME: "a text leaves open which half of the day is meant",
    Kind.PLACE: "a text cannot offer a map or a list of wards",
}


def texts(form: Form) -> tuple[tuple[str, str], ...]:
    """Give each question and note that is asked once, by name, as a text would put it.

    Each with all that it may ever offer, whatever has to be said before it is asked.
    """
    filled = by_text.begin(form, now=TRIAL)
    return tuple(
        (question.name, _alone(filled, question)) for question, _ in _in_order(_once(form.body))
    )


def refusals(form: Form) -> tuple[str, ...]:
    """Say what of a form cannot be asked by text, a sentence each without its full stop."""
    filled = by_text.begin(form, now=TRIAL)
    repeated = [part for part in form.parts() if isinstance(part, Group) and part.repeats]
    nothing = f"Version {form.version} of the questionnaire asks nothing to begin with"
    return (
        *(() if by_text.asked(filled) else (nothing,)),
        *(f"{_of(form, question)} {why}" for question, why in _questions(filled)),
        *(
            f"Group {group.name} of version {form.version} of the questionnaire is asked several"
            " times: a text cannot tell them apart"
            for group in repeated
        ),
    )


def _alone(filled: Filled, question: Question) -> str:
    if question.kind is Kind.NOTE:
        return sentence(filled.words(question.label, question.name))
    return put(by_text.as_put(filled, _step(question), whole=True))


def _once(body: Body) -> Body:
    return tuple(part for part in body if not (isinstance(part, Group) and part.repeats))


def _of(form: Form, question: Question) -> str:
    return f"Question {question.name} of version {form.version} of the questionnaire"


def _questions(filled: Filled) -> Iterator[tuple[Question, str]]:
    notes: list[str] = []  # that may stand before the next question, if all between is left out
    last = None
    for question, is_certain in _in_order(filled.form.body):
        if why := _against(filled, question):
            yield question, why
        elif question.kind is Kind.NOTE:
            notes.append(sentence(filled.words(question.label, question.name)))
            last = question
        else:
            yield from ((question, why) for why in _too_long(filled, question, notes))
            notes = [] if is_certain else notes
    if last and notes and (most := fragments(" ".join((*notes, CLOSING * "x")))) > MOST_FRAGMENTS:
        yield last, f"takes {most} texts with our thanks and may take {MOST_FRAGMENTS}"


def _too_long(filled: Filled, question: Question, notes: list[str]) -> Iterator[str]:
    whole = by_text.as_put(filled, _step(question), whole=True)
    text = put(replace(whole, optional=question.rules.required != ALWAYS))
    most = fragments(" ".join((*notes, text)))
    if most > MOST_FRAGMENTS:
        yield f"takes {most} texts with its answers and may take {MOST_FRAGMENTS}"
    message = sentence(filled.words(question.rules.constraint_message, question.name))
    again = max(fragments(f"{before} {text}") for before in (AGAIN * "x", message))
    if again > MOST_AGAIN:
        yield f"takes {again} texts with what is said of a wrong answer and may take {MOST_AGAIN}"


def _in_order(body: Body, *, is_certain: bool = True) -> Iterator[tuple[Question, bool]]:
    """Give each question, and whether it is asked whatever was said before."""
    for part in body:
        always = is_certain and not part.rules.relevant
        if isinstance(part, Group):
            yield from _in_order(part.body, is_certain=always)
        else:
            yield part, always


def _against(filled: Filled, question: Question) -> str:
    """Say what keeps a text from carrying this question at any length, '' if nothing does."""
    kind = by_text.kind_of(question)
    if kind in _WHY:
        return f"is of the kind {kind}: {_WHY[kind]}"
    if filled.quotes(question):
        return "quotes an answer: nobody knows how long its text would be"
    if kind not in CHOOSING:
        return ""
    whole = by_text.as_put(filled, _step(question), whole=True)
    if len(whole.points) > MOST_CHOICES:
        return f"has {len(whole.points)} choices: a text carries {MOST_CHOICES}"
    label = doubtful(whole)
    return f"has the choice '{label}': a text of it could mean something else" if label else ""


def _step(question: Question) -> Step:
    return Step(key=question.name, question=question, group=None, nth=0)
