"""Puts the words of a form together: labels that quote answers, and the choices of a question."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from heard.core.questionnaire._conversions import as_text
from heard.core.questionnaire._tree import Tree
from heard.core.questionnaire.form import Output, Question, Words, in_language

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def spoken(tree: Tree, words: Words, key: str, language: str) -> str:
    """Give words in a language, with what they quote from the answers."""
    return "".join(
        as_text(tree.value(part.expression, key)) if isinstance(part, Output) else part
        for part in in_language(words, language)
    )


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
