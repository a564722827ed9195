"""Works out what an instance of an XForm says, as answers by key and as paradata."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from heard.core.questionnaire.filled import AGAIN, MOST_REPEATS
from heard.core.questionnaire.form import Form, Group
from heard.core.timing import LONDON
from heard.fieldwork._xml import LONGEST_NAME, Head, local
from heard.fieldwork.apart import GATE, GROUP, Apart
from heard.fieldwork.receive import Unacceptable
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked

_JR = "{http://openrosa.org/javarosa}"
_XF = "{http://www.w3.org/2002/xforms}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_YEARS = (2000, 2100)
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an instance says, by key as Heard has keys, and how the interview went."""

    said: Mapping[str, str]
    language: str
    device: str
    started_at: datetime | None
    ended_at: datetime | None
    apart: Apart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """One text of an instance: its path below the root, the key of its question, and itself."""

    path: str
    key: str
    text: str


def read_told(head: Head, version: Version) -> Told:
    """Read the answers to a version of a form. Unacceptable."""
    form, repeats = asked(version), _Repeats(asked(version))
    preloaded = _preloaded(version.pk, version.source_hash)
    own, said, apart = {}, {}, _Listener()
    for leaf in _leaves(head.root, repeats):
        if apart.hears(leaf):
            continue
        if leaf.path in preloaded:
            own[preloaded[leaf.path]] = leaf.text.strip()
        elif not _is_worked_out(form, leaf.path):
            if leaf.key in said:
                raise Unacceptable(f"{leaf.key} stands there twice.", key=leaf.key)
            said[leaf.key] = leaf.text
    return Told(
        said=said | repeats.said(),
        language=_language(form, head.root),
        device=own.get("deviceid", "") or head.meta.get("deviceID", ""),
        started_at=_moment(own.get("start", "") or head.meta.get("timeStart", ""), "start"),
        ended_at=_moment(own.get("end", "") or head.meta.get("timeEnd", ""), "end"),
        apart=apart.heard(),
    )


class _Listener:
    """Gathers what people said of themselves, which stands in a group of its own."""

    def __init__(self) -> None:
        self._group = ""
        self._said: dict[str, str] = {}

    def hears(self, leaf: _Leaf) -> bool:
        """Take an answer, if it is one of these. Unacceptable."""
        group = leaf.path.split("/")[1]
        if not group.startswith(GROUP):
            return False
        if leaf.key in self._said or group != (self._group or group):
            raise Unacceptable(f"{leaf.key} stands there twice.", key=leaf.key)
        self._group = group
        self._said[leaf.key] = leaf.text
        return True

    def heard(self) -> Apart | None:
        """Give what was said; None where nobody wanted to say anything. Unacceptable."""
        said = {key: text for key, text in self._said.items() if key != GATE}
        if not said or self._said.get(GATE) == "no":
            return None
        number = self._group.removeprefix(GROUP)
        if not _NUMBER.fullmatch(number):
            raise Unacceptable("It does not say which equality questions were asked.")
        return Apart(version=int(number), said=said)


class _Repeats:
    """How often each group that repeats is there, which a page would have asked."""

    def __init__(self, form: Form) -> None:
        groups = (part for part in form.parts() if isinstance(part, Group) and part.repeats)
        self._by_path = {_below_root(group.path): group for group in groups}
        self._times = dict.fromkeys(self._by_path, 0)

    def key(self, path: str) -> str:
        """Count one more of the group at a path, and give its key; '' where none repeats."""
        if path not in self._by_path:
            return ""
        self._times[path] += 1
        name = self._by_path[path].name
        if self._times[path] > MOST_REPEATS:
            raise Unacceptable(f"{name} is there more than {MOST_REPEATS} times.", key=name)
        return f"{name}/{self._times[path]}"

    def said(self) -> dict[str, str]:
        """Give the answers to whether there is another one."""
        found: dict[str, str] = {}
        for path, group in self._by_path.items():
            if not group.count:
                last = self._times[path]
                found |= {f"{group.name}/{nth}/{AGAIN}": "yes" for nth in range(1, last)}
                found[f"{group.name}/{last}/{AGAIN}"] = "no"
        return found


def _leaves(
    parent: Element, repeats: _Repeats, path: str = "", within: str = ""
) -> Iterator[_Leaf]:
    """Give every text, its meta block and templates of repeats left out. Unacceptable."""
    for child in parent:
        name = local(child)
        if len(name) > LONGEST_NAME:
            raise Unacceptable("An element has a longer name than any question.")
        if (child.tail or "").strip():
            raise Unacceptable(f"There is a text beside {name}, where none belongs.", key=name)
        if f"{_JR}template" in child.attrib or (not path and name == "meta"):
            continue
        below = f"{path}/{name}"
        key = repeats.key(below)
        if (child.text or "").strip():
            yield _Leaf(path=below, key=f"{within}{name}", text=child.text or "")
        yield from _leaves(child, repeats, below, f"{key}/" if key else within)


def _is_worked_out(form: Form, path: str) -> bool:
    """Tell whether a path of the form is filled in by rules and not by anybody."""
    return path in {_below_root(p) for p in form.rules} - {
        _below_root(question.path) for question in form.questions()
    }


def _below_root(path: str) -> str:
    """Give '/visit/day' for '/data/visit/day': a client may call the root otherwise."""
    return "/" + path.split("/", 2)[2]


@lru_cache(maxsize=256)
def _preloaded(version_id: int, _source_hash: str) -> dict[str, str]:
    """Give what a device fills in by itself, by path: 'start', 'end', 'deviceid'."""
    xform = fromstring(Version.objects.values_list("xform", flat=True).get(pk=version_id))
    return {
        _below_root(bind.get("nodeset", "")): bind.get(f"{_JR}preloadParams", "")
        for bind in xform.iter(f"{_XF}bind")
        if bind.get(f"{_JR}preload") in {"timestamp", "property"}
    }


def _language(form: Form, root: Element) -> str:
    """Give the language of the instance, if it says one that the form has, or the form's first.

    No client that we know says one: OpenRosa has no place for it, so `xml:lang` is where we look.
    """
    said = root.get(_LANG, "")
    return said if said in form.codes() else form.codes()[0]


def _moment(text: str, key: str) -> datetime | None:
    """Read an instant of ISO 8601; without an offset it is by the clocks of London."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Unacceptable(f"{key} is no moment in ISO 8601.", key=key) from None
    if not _YEARS[0] <= read.year < _YEARS[1]:
        raise Unacceptable(f"{key} is a moment of another century.", key=key)
    return (read if read.tzinfo else read.replace(tzinfo=LONDON)).astimezone(UTC)
