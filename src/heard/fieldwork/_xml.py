"""Reads XML that a client sent, within limits, and what an instance of a form says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import iterparse

from heard.fieldwork.apart import GROUP

XML_BYTES = 1_000_000
DEPTH = 16
ELEMENTS = 20_000
LONGEST_ID = 249  # characters, as the metadata standard of OpenRosa has it
LONGEST_NAME = 100


class NoXml(Exception):
    """What came is no XML that may be read, so nothing of it can be kept; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An instance, and what it says of itself before anybody knows its form."""

    root: Element
    form_id: str
    version: str
    meta: Mapping[str, str]

    @property
    def instance(self) -> str:
        """Its instanceID, which tells it from every other; '' if it has none."""
        return self.meta.get("instanceID", "") or self.root.get("instanceID", "")


def read_head(xml: bytes) -> Head:
    """Read an instance within limits: no DTD, no entities, nothing from elsewhere. NoXml."""
    if len(xml) > XML_BYTES:
        raise NoXml(f"The XML of a form has at most {XML_BYTES:,} bytes.")
    root = _parsed(xml)
    return Head(
        root=root, form_id=root.get("id", ""), version=root.get("version", ""), meta=_meta(root)
    )


def known(head: Head) -> str:
    """Give the id of an instance, '' where there is none that may be kept."""
    return head.instance if len(head.instance) <= LONGEST_ID else ""


def texts(head: Head) -> Iterator[tuple[str, str]]:
    """Give every text that stands in it, under its place and the name of its element.

    What people said of themselves is left out: nobody reads it, and nobody is shown it.
    """
    apart = {element for group in _groups_apart(head.root) for element in group.iter()}
    for place, element in enumerate(head.root.iter()):
        if element in apart:
            continue
        if text := f"{element.text or ''} {element.tail or ''}".strip():
            yield f"{place}/{local(element)[:LONGEST_NAME]}", text


def without_apart(xml: bytes) -> bytes:
    """Give an instance without what people said of themselves; as it came, if they said nothing."""
    root = read_head(xml).root
    if not (groups := _groups_apart(root)):
        return xml
    for group in groups:
        root.remove(group)
    written: bytes = tostring(root, encoding="utf-8")
    return written


def local(element: Element) -> str:
    """Give the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _parsed(xml: bytes) -> Element:
    depth = elements = 0
    try:
        found = iterparse(BytesIO(xml), events=("start", "end"), forbid_dtd=True)
        for event, _ in found:
            depth += 1 if event == "start" else -1
            elements += event == "start"
            if depth > DEPTH or elements > ELEMENTS:
                raise NoXml(f"A form has at most {ELEMENTS:,} elements, {DEPTH} deep.")
    except (ParseError, ValueError, LookupError) as error:
        raise NoXml(f"That is no XML that may be read: {type(error).__name__}.") from None
    root: Element = found.root
    return root


def _meta(root: Element) -> dict[str, str]:
    block = next((child for child in root if local(child) == "meta"), ())
    return {local(one): (one.text or "").strip() for one in block}


def _groups_apart(root: Element) -> list[Element]:
    return [child for child in root if local(child).startswith(GROUP)]
