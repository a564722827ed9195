"""Puts a question of the bank into words: how it is answered, where it is asked, what broke."""

from heard.core.questionnaire.compared import Why
from heard.insight.questions import Asked, Marked
from heard.questionnaires.bank import Wording
from heard.questionnaires.scales import scales
from heard.web.staff.words import long_day

WHY = {
    "wording": "another wording",
    "scale": "another scale",
    "choices": "other choices",
    "order": "another place",
    "asked_of": "other people asked",
}


def plain(name: str) -> str:
    """Give the name of an instrument or a dimension as it is read: 'Sms contact'."""
    return name.replace("_", " ").capitalize()


def where(asked: Asked) -> str:
    """Say where a question is asked, and since when."""
    numbers = ", ".join(map(str, asked.versions))
    versions = f"version{'s' * (len(asked.versions) > 1)} {numbers}"
    return f"{asked.questionnaire}, {versions}, as {asked.question}: since {long_day(asked.since)}"


def why(marked: Marked) -> str:
    """Say what begins with a break, and when."""
    languages = ", ".join(marked.languages)
    if marked.why == Why.LANGUAGE:
        return f"{long_day(marked.at)}: {marked.words.replace('this language', languages)}"
    alone = f" in {languages}" if languages else ""
    return f"{long_day(marked.at)}, {WHY[marked.why]}{alone}: {marked.words}"


def answered(wording: Wording) -> str:
    """Say how a question of the bank is answered."""
    return on_scale(wording.scale_id) or ", ".join(wording.choices) or wording.answers


def on_scale(scale_id: str) -> str:
    """Give a scale by its ends; empty where there is none."""
    if not scale_id:
        return ""
    labels = [scales()[scale_id].labels[point] for point in sorted(scales()[scale_id].base)]
    return f"{labels[0]} to {labels[-1]} ({scale_id})" if labels else f"In own words ({scale_id})"
