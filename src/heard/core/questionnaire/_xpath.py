"""XPath 1.0 with the functions of ODK XForms, on the parser of elementpath."""

import math
import operator
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from elementpath import ElementPathError, XPath1Parser, XPathContext
from elementpath.xpath_nodes import DocumentNode, XPathNode
from elementpath.xpath_tokens import XPathFunction, XPathToken

from heard.core.questionnaire import _conversions as to
from heard.core.questionnaire._conversions import Nodes, Value


class BadExpression(ValueError):
    """An expression that cannot be read or worked out; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What expressions see: the answers, the lists of choices by name, the time and the place.

    `now` is aware and in the time of the place where the questions are asked. `name_of` gives the
    label of a choice: list, value.
    """

    answers: DocumentNode
    lists: Mapping[str, XPathNode]
    now: datetime
    name_of: Callable[[str, str], str]
    version: str = ""


class Context(XPathContext):
    """One evaluation: elementpath's context, and what ODK's functions ask for besides."""

    world: World
    current: XPathNode


class OdkParser(XPath1Parser):
    """XPath 1.0 whose functions and operators behave as the ODK XForms specification says."""

    PATH_STEP_LABELS = ("axis", "kind test", "function")  # a path may begin with instance('…')


def evaluate(expression: str, *, world: World, at: XPathNode) -> Value:
    """Work out an expression at a node of the answers. BadExpression if it cannot be done."""
    context = Context(root=world.answers, item=at)
    context.world, context.current = world, at
    try:
        return value_of(parsed(expression), context)
    except ElementPathError as error:
        raise BadExpression(_reason(error)) from error


@lru_cache(maxsize=4096)
def parsed(expression: str) -> XPathToken:
    """Read an expression once. BadExpression."""
    try:
        found = OdkParser().parse(expression.replace("jr:choice-name(", "choice-name("))
    except ElementPathError as error:
        raise BadExpression(_reason(error)) from error
    except RecursionError as error:
        raise BadExpression("it is nested too deeply") from error
    if any(token[1].symbol != "(string)" for token in found.iter("regex")):
        raise BadExpression("the pattern of regex() must stand there in quotation marks")
    return found


def value_of(token: XPathToken, context: Context) -> Value:
    """Work out a part of an expression: nodes for a path, else what it comes to."""
    found: Any = token.evaluate(copy(context))
    if isinstance(found, bool | str):
        return found
    if isinstance(found, XPathNode):
        return [found]
    if isinstance(found, list):
        return found
    return float(found)


def _reason(error: ElementPathError) -> str:
    return str(error.message).strip().rstrip(".")


def _operation(work: Callable[[Value, Value], bool | float]) -> Callable[..., Value]:
    def evaluate_it(self: XPathToken, context: Context | None = None) -> Value:
        if context is None:
            raise self.missing_context()
        if len(self) == 1:  # a sign before a number
            return work(0.0, value_of(self[0], context))
        if not self:  # an asterisk that stands for any element
            return cast("Nodes", list(self.select(copy(context))))
        return work(value_of(self[0], context), value_of(self[1], context))

    return evaluate_it


def _arithmetic(work: Callable[[float, float], float]) -> Callable[[Value, Value], float]:
    return lambda left, right: work(to.as_number(left), to.as_number(right))


def _divided(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    return left / right


def _remainder(left: float, right: float) -> float:
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def _ordered(work: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    """Compare as numbers; of nodes any will do."""

    def compare(left: Value, right: Value) -> bool:
        return any(work(one, other) for one in _numbers(left) for other in _numbers(right))

    return compare


def _numbers(value: Value) -> list[float]:
    if isinstance(value, list):
        return [to.as_number(to.text_of(node)) for node in value]
    return [to.as_number(value)]


def _equal(work: Callable[[object, object], bool]) -> Callable[[Value, Value], bool]:
    """Compare for sameness by the rules of XPath 1.0: truths, else numbers, else texts."""

    def compare(left: Value, right: Value) -> bool:
        if isinstance(left, bool) or isinstance(right, bool):
            return work(to.as_truth(left), to.as_truth(right))
        if isinstance(left, float) or isinstance(right, float):
            return any(work(one, other) for one in _numbers(left) for other in _numbers(right))
        return any(work(one, other) for one in _texts(left) for other in _texts(right))

    return compare


def _texts(value: Value) -> list[str]:
    return [to.text_of(node) for node in value] if isinstance(value, list) else [to.as_text(value)]


def _both(self: XPathToken, context: Context | None = None) -> bool:
    return all(_truths(self, context))


def _either(self: XPathToken, context: Context | None = None) -> bool:
    return any(_truths(self, context))


def _truths(self: XPathToken, context: Context | None) -> list[bool]:
    """Work out every part, so that a fault in the last one shows on the first try."""
    if context is None:
        raise self.missing_context()
    return [to.as_truth(value_of(part, context)) for part in self]


OPERATORS: Mapping[str, Callable[..., Value]] = {
    "+": _operation(_arithmetic(operator.add)),
    "-": _operation(_arithmetic(operator.sub)),
    "*": _operation(_arithmetic(operator.mul)),
    "div": _operation(_arithmetic(_divided)),
    "mod": _operation(_arithmetic(_remainder)),
    "<": _operation(_ordered(operator.lt)),
    "<=": _operation(_ordered(operator.le)),
    ">": _operation(_ordered(operator.gt)),
    ">=": _operation(_ordered(operator.ge)),
    "=": _operation(_equal(operator.eq)),
    "!=": _operation(_equal(operator.ne)),
    "and": _both,
    "or": _either,
}


def _install_operators() -> None:
    """Give the parser operators of its own; elementpath's stay as they are."""
    table = OdkParser.symbol_table
    for symbol, work in OPERATORS.items():
        table[symbol] = type(f"Odk{symbol}", (table[symbol],), {"evaluate": work})


def function(
    name: str, work: Callable[..., Value], least: int, most: int | None, *, seeing: bool = False
) -> None:
    """Teach the parser a function of plain values; `seeing` gives it the context first."""

    def evaluate_it(self: XPathFunction, context: Context | None = None) -> Value:
        if context is None:
            raise self.missing_context()
        given = [value_of(part, context) for part in self]
        try:
            return work(context, *given) if seeing else work(*given)
        except (AttributeError, TypeError) as error:
            raise BadExpression(f"{name}() asks for a question or group, not a value") from error

    OdkParser.symbol_table.pop(name, None)
    OdkParser.function(name, nargs=least if least == most else (least, most))
    OdkParser.symbol_table[name].evaluate = evaluate_it


_install_operators()
