"""Puts the equality questions at the end of a published XForm, and its own id and title into it.

Both are texts that pyxform wrote, so parts of one are set into the other and every other letter
of the published form stays as it is. The tests show the whole to ODK Validate.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, unescape

from heard.core.questionnaire.form import code_of
from heard.fieldwork.apart import GATE, GROUP

# The id of the first instance, which is the primary one; pyxform writes attributes like this.
_ID = re.compile(r'(<instance>\s*<[^<>]*?\sid=)"[^"]*"')
_TITLE = re.compile(r"(?<=<h:title>)[^<]*(?=</h:title>)")
_PRIMARY = re.compile(r"<instance>\s*<(\S+)[^>]*>(.*?)(<(?:orx:)?meta>.*?)</instance>", re.DOTALL)
_LIST = re.compile(r'<instance id="[^"]*">.*?</instance>', re.DOTALL)
_TRANSLATION = re.compile(r'(<translation lang="([^"]*)"[^>]*>)(.*?)</translation>', re.DOTALL)
_RULE = re.compile(r"<(?:bind|setvalue) [^>]*/>")
_BODY = re.compile(r"<h:body[^>]*>(.*)</h:body>", re.DOTALL)
_MODEL = re.compile(r"<model[^>]*>")
_ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What is said in one language before the equality questions, and of the year of birth."""

    language: str
    title: str
    why: str
    ask: str
    yes: str
    no: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The equality questions as published, and the words before them, English first."""

    number: int
    xform: str
    gates: tuple[Gate, ...]


def renamed(xform: str, *, form_id: str, title: str) -> str:
    """Give an XForm under another id and title. ValueError if it has none."""
    titled = _once(_TITLE, lambda _: escape(title), xform)
    return _once(_ID, lambda found: f'{found[1]}"{form_id}"', titled)


@lru_cache(maxsize=64)
def extended(xform: str, questions: Questions) -> str:
    """Give an XForm with the equality questions as its last group, in its own languages."""
    primary = _found(_PRIMARY, xform)
    parts = _Parts(questions, root=primary[1])
    if "<itext>" in xform:
        spoken = _TRANSLATION.sub(
            lambda one: (
                f"{one[0].removesuffix('</translation>')}{parts.words(one[2])}</translation>"
            ),
            xform,
        )
    else:
        only = f'<itext><translation lang="en" default="true()">{parts.words("en")}'
        spoken = _once(_MODEL, lambda one: f"{one[0]}{only}</translation></itext>", xform)
    with_answers = _once(
        _PRIMARY,
        lambda one: one[0].replace(one[3], parts.instance + one[3]) + parts.lists,
        spoken,
    )
    with_rules = with_answers.replace("</model>", f"{parts.rules}</model>", 1)
    body, end, rest = with_rules.rpartition("</h:body>")
    return f"{body}{parts.body}{end}{rest}"


class _Parts:
    """The parts of the equality questions, under the names that they have in another form."""

    def __init__(self, questions: Questions, *, root: str) -> None:
        primary = _found(_PRIMARY, questions.xform)
        self._group = f"{GROUP}{questions.number}"
        self._path = f"/{root}/{self._group}"
        self._gates = {gate.language: gate for gate in questions.gates}
        self._moved = _moved(questions.xform, primary[1], f"{self._path}/{_ASKED}")
        asked = f"<{_ASKED}>{_found(_PRIMARY, self._moved)[2]}</{_ASKED}>"
        self.instance = f"<{self._group}><{GATE}/>{asked}</{self._group}>"
        self.lists = "".join(_LIST.findall(self._moved))
        self.rules = self._rules(primary[1])
        self.body = self._body()
        self._spoken = {
            code_of(unescape(one[2])): one[3] for one in _TRANSLATION.finditer(self._moved)
        }

    def words(self, language: str) -> str:
        """Give every text in a language of the other form; in English where there is none."""
        code = code_of(unescape(language))
        gate = self._gates.get(code) or next(iter(self._gates.values()))
        spoken = self._spoken.get(code) or next(iter(self._spoken.values()), "")
        year = f'<text id="{self._path}/{_ASKED}/birth_year:hint"><value>'
        said = re.sub(rf"(?<={re.escape(year)})[^<]*", lambda _: escape(gate.year), spoken)
        texts = {
            ":label": gate.title,
            f"/{GATE}:label": gate.ask,
            f"/{GATE}:hint": gate.why,
            f"/{GATE}:yes": gate.yes,
            f"/{GATE}:no": gate.no,
        }
        own = (
            f'<text id="{self._path}{name}"><value>{escape(text)}</value></text>'
            for name, text in texts.items()
        )
        return "".join([*own, said])

    def _rules(self, root: str) -> str:
        own = (
            f'<bind nodeset="{self._path}/{GATE}" type="string"/>'
            f'<bind nodeset="{self._path}/{_ASKED}" relevant=" {self._path}/{GATE}  = \'yes\'"/>'
        )
        meta = f'nodeset="/{root}/meta/'
        return own + "".join(rule for rule in _RULE.findall(self._moved) if meta not in rule)

    def _body(self) -> str:
        items = "".join(
            f"<item>{self._label(f'/{GATE}:{value}')}<value>{value}</value></item>"
            for value in ("yes", "no")
        )
        hint = f"<hint ref=\"jr:itext('{self._path}/{GATE}:hint')\"/>"
        gate = f'<select1 ref="{self._path}/{GATE}">{self._label(f"/{GATE}:label")}{hint}{items}'
        asked = f'<group ref="{self._path}/{_ASKED}">{_found(_BODY, self._moved)[1]}</group>'
        return f'<group ref="{self._path}">{self._label(":label")}{gate}</select1>{asked}</group>'

    def _label(self, name: str) -> str:
        return f"<label ref=\"jr:itext('{self._path}{name}')\"/>"


def _moved(xform: str, root: str, path: str) -> str:
    """Give the questions' form with every path, list and text under a name of its own."""
    moved = re.sub(rf"(?<![\w/.])/{re.escape(root)}/(?!meta/)", f"{path}/", xform)
    moved = re.sub(r'(<text id=|<instance id=)"(?!/)', rf'\1"{GROUP}', moved)
    moved = moved.replace("<itextId>", f"<itextId>{GROUP}")
    return moved.replace("instance('", f"instance('{GROUP}")


def _found(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.search(text)
    if found is None:
        raise ValueError(f"the form has nothing like {pattern.pattern}")
    return found


def _once(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], text: str) -> str:
    _found(pattern, text)
    return pattern.sub(new, text, count=1)
