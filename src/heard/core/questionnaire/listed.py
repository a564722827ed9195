"""Reads what a question offers from its list, whatever was answered before."""

import re

from defusedxml.ElementTree import fromstring

from heard.core.questionnaire.form import Choices, Form, Question, Text, Words, in_language

_LIST = re.compile(r"instance\('(.+?)'\)/root/item(.*)", re.DOTALL)


def choices(form: Form, question: Question) -> dict[str, Words]:
    """Give the words of each choice by its name, in their order; those of a filter all."""
    found = question.choices
    listed = _LIST.fullmatch(found.nodeset) if found else None
    if found is None or listed is None:
        return {}
    return {
        item.findtext(found.value) or "": _words(form, found, item.findtext(found.label) or "")
        for item in fromstring(form.lists[listed[1]]).iter("item")
    }


def condition(question: Question) -> str:
    """Give the expression by which choices are filtered; '' where all are offered."""
    listed = _LIST.fullmatch(question.choices.nodeset) if question.choices else None
    return listed[2] if listed else ""


def plain(words: Words, form: Form, code: str) -> str:
    """Give words in a language by its code; what they quote from answers is a dot of three."""
    return as_said(in_language(words, form.language(code)))


def as_said(text: Text) -> str:
    """Give a text on one line; what it quotes from answers is a dot of three."""
    said = "".join(part if isinstance(part, str) else "\N{HORIZONTAL ELLIPSIS}" for part in text)
    return " ".join(said.split())


def _words(form: Form, found: Choices, label: str) -> Words:
    return form.texts.get(label, {}) if found.is_translated else {"": (label,)}
