"""A form as JSON for a browser, which walks it without a server as `filled` does here."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from heard.core.questionnaire._trees import NotPortable, Tree, tree_of
from heard.core.questionnaire._xpath import BadExpression
from heard.core.questionnaire.form import Form, Group, Output, Question, Rules, Words

__all__ = ["NotPortable", "faults", "portable"]

Json: TypeAlias = dict[str, object]


def portable(form: Form) -> Json:
    """Give a form as JSON, its expressions read into trees. NotPortable if one cannot be."""
    return {
        "id": form.form_id,
        "version": form.version,
        "title": form.title,
        "languages": list(form.languages),
        "body": [_part(part) for part in form.body],
        "rules": {path: _rules(rules) for path, rules in form.rules.items()},
        "defaults": [[path, tree_of(expression)] for path, expression in form.defaults],
        "template": form.template,
        "lists": dict(form.lists),
        "texts": {name: _words(words) for name, words in form.texts.items()},
    }


def faults(form: Form) -> tuple[str, ...]:
    """Say why a form cannot be asked without a server: a sentence for each expression."""
    return tuple(dict.fromkeys(fault for what in _expressions(form) for fault in _fault(what)))


def _fault(expression: str) -> Iterator[str]:
    try:
        tree_of(expression)
    except (NotPortable, BadExpression) as error:
        yield f"'{expression}' cannot be worked out on a device: {error}"


def _expressions(form: Form) -> Iterator[str]:
    for rules in form.rules.values():
        yield from filter(None, (rules.required, rules.relevant, rules.constraint, rules.calculate))
        yield from _quoted(rules.constraint_message, rules.required_message)
    for part in form.parts():
        yield from _quoted(part.label)
        if isinstance(part, Group):
            yield from filter(None, (part.count,))
        else:
            yield from _quoted(part.hint)
            yield from (part.choices.nodeset,) if part.choices else ()
    yield from (expression for _, expression in form.defaults)
    yield from _quoted(*form.texts.values())


def _quoted(*several: Words) -> Iterator[str]:
    for words in several:
        for text in words.values():
            yield from (part.expression for part in text if isinstance(part, Output))


def _part(part: Question | Group) -> Json:
    common: Json = {"name": part.name, "path": part.path, "label": _words(part.label)}
    if isinstance(part, Group):
        return common | {
            "body": [_part(inner) for inner in part.body],
            "repeats": part.repeats,
            "count": _tree(part.count),
        }
    return common | {
        "kind": part.kind.value,
        "hint": _words(part.hint),
        "choices": _choices(part),
        "span": list(part.span) if part.span else None,
    }


def _choices(question: Question) -> Json | None:
    choices = question.choices
    if choices is None:
        return None
    return {
        "nodeset": tree_of(choices.nodeset),
        "value": choices.value,
        "label": choices.label,
        "translated": choices.is_translated,
    }


def _rules(rules: Rules) -> Json:
    return {
        "type": rules.type,
        "required": _tree(rules.required),
        "relevant": _tree(rules.relevant),
        "constraint": _tree(rules.constraint),
        "calculate": _tree(rules.calculate),
        "constraint_message": _words(rules.constraint_message),
        "required_message": _words(rules.required_message),
    }


def _words(words: Words) -> Mapping[str, list[str | Tree]]:
    return {
        language: [part if isinstance(part, str) else tree_of(part.expression) for part in text]
        for language, text in words.items()
    }


def _tree(expression: str) -> Tree | None:
    return tree_of(expression) if expression else None
