"""Puts the words of a form together: labels that quote answers, and the choices of a question."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from defusedxml.ElementTree import fromstring

from heard.core.questionnaire._conversions import as_text
from heard.core.questionnaire._tree import Tree
from heard.core.questionnaire.form import Choices, Form, Output, Question, Words, in_language

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def spoken(tree: Tree, words: Words, key: str, language: str) -> str:
    """Give words in a language, with what they quote from the answers."""
    return "".join(
        as_text(tree.value(part.expression, key)) if isinstance(part, Output) else part
        for part in in_language(words, language)
    )


def quotes(form: Form, question: Question) -> bool:
    """Tell whether the words of a question hold answers, so that nobody knows how long they are."""
    rules, choices = question.rules, question.choices
    said = [question.label, rules.constraint_message, rules.required_message]
    if choices is not None and choices.is_translated:
        items = fromstring(form.lists[list_of(choices)]).iter(choices.label)
        said += [form.texts[item.text or ""] for item in items]
    return any(isinstance(part, Output) for each in said for text in each.values() for part in text)


def list_of(choices: Choices) -> str:
    """Give the name of the list that choices come from: instance('park')/root/item[…]."""
    return choices.nodeset.partition("'")[2].partition("'")[0]


def offered(tree: Tree, question: Question, key: str, language: str) -> Iterator[tuple[str, str]]:
    """Give the choices of a question as things stand: value and label."""
    choices = question.choices
    if choices is None:
        return
    found = tree.value(choices.nodeset, key)
    for node in found if isinstance(found, list) else ():
        item = cast("Element", node.value)
        label = item.findtext(choices.label) or ""
        if choices.is_translated:
            label = spoken(tree, tree.form.texts.get(label, {}), "", language)
        yield item.findtext(choices.value) or "", label
