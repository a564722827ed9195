"""Reads an ODK XForm, as pyxform writes it, into a form."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from heard.core.questionnaire.form import (
    Choices,
    Form,
    Group,
    Kind,
    Output,
    Question,
    Rules,
    Text,
    Words,
)

XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"

_ITEXT = re.compile(r"jr:itext\('(.+)'\)")
_TRANSLATED_ITEM = re.compile(r"jr:itext\((.+)\)")
_CONTROLS = {
    f"{XF}select1": Kind.CHOICE,
    f"{XF}select": Kind.CHOICES,
    f"{ODK}rank": Kind.RANK,
    f"{XF}range": Kind.RANGE,
    f"{XF}trigger": Kind.ACKNOWLEDGE,
}
_INPUTS = {
    "string": Kind.TEXT,
    "int": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "geopoint": Kind.PLACE,
}

Texts: TypeAlias = Mapping[str, Words]


class UnknownControl(ValueError):
    """A type of question that Heard does not ask: its name in `args`."""


def read(xform: str) -> Form:
    """Read an XForm. UnknownControl."""
    html = fromstring(xform)
    model = html.find(f"{H}head/{XF}model")
    primary = model.find(f"{XF}instance")[0]
    languages, texts = _texts(model)
    rules = {bind.get("nodeset", ""): _rules(bind, texts) for bind in model.iter(f"{XF}bind")}
    return Form(
        form_id=primary.get("id", ""),
        version=primary.get("version", ""),
        title=html.findtext(f"{H}head/{H}title") or "",
        languages=languages,
        body=tuple(_body(html.find(f"{H}body"), rules, texts)),
        rules=rules,
        defaults=tuple(_defaults(model)),
        template=tostring(_plain(primary), encoding="unicode"),
        lists=dict(_lists(model)),
        texts=texts,
    )


def _texts(model: Element) -> tuple[tuple[str, ...], Texts]:
    """Give the languages, the default first, and every text by its id."""
    texts: dict[str, dict[str, Text]] = {}
    found = sorted(model.iter(f"{XF}translation"), key=lambda one: "default" not in one.attrib)
    for translation in found:
        for text in translation:
            value = next(v for v in text if "form" not in v.attrib)
            words = texts.setdefault(text.get("id", ""), {})
            words[translation.get("lang", "")] = _text(value)
    return tuple(one.get("lang", "") for one in found) or ("",), texts


def _text(element: Element) -> Text:
    """Read a label: text, and outputs in between; blanks at its ends are pyxform's."""
    parts: list[str | Output] = [(element.text or "").lstrip()]
    for output in element:
        parts += [Output(output.get("value", "").strip()), output.tail or ""]
    parts[-1] = str(parts[-1]).rstrip()
    return tuple(part for part in parts if part)


def _words(element: Element | None, texts: Texts) -> Words:
    if element is None:
        return {}
    return _referred(element.get("ref", ""), texts) or {"": _text(element)}


def _referred(reference: str, texts: Texts) -> Words:
    found = _ITEXT.fullmatch(reference)
    return texts.get(found[1], {}) if found else {}


def _message(text: str, texts: Texts) -> Words:
    return _referred(text, texts) or ({"": (text,)} if text else {})


def _rules(bind: Element, texts: Texts) -> Rules:
    own = {key: value for key, value in bind.attrib.items() if key.startswith("{urn:")}
    return Rules(
        type=bind.get("type", "string"),
        required=bind.get("required", ""),
        relevant=bind.get("relevant", ""),
        constraint=bind.get("constraint", ""),
        calculate=bind.get("calculate", ""),
        read_only=bind.get("readonly", "") == "true()",
        attributes={key.rpartition("}")[2]: value for key, value in own.items()},
        constraint_message=_message(bind.get(f"{JR}constraintMsg", ""), texts),
        required_message=_message(bind.get(f"{JR}requiredMsg", ""), texts),
    )


def _body(parent: Element, rules: Mapping[str, Rules], texts: Texts) -> Iterator[Question | Group]:
    for element in parent:
        if element.tag == f"{XF}group":
            repeat = element.find(f"{XF}repeat")
            yield _group(element, repeat, rules, texts)
        elif element.tag not in {f"{XF}label", f"{XF}hint", f"{XF}setvalue"}:
            yield _question(element, rules, texts)


def _group(
    element: Element, repeat: Element | None, rules: Mapping[str, Rules], texts: Texts
) -> Group:
    holder = element if repeat is None else repeat
    path = holder.get("ref") or holder.get("nodeset") or ""
    return Group(
        name=path.rpartition("/")[2],
        path=path,
        label=_words(element.find(f"{XF}label"), texts),
        rules=rules.get(path, Rules()),
        body=tuple(_body(holder, rules, texts)),
        repeats=repeat is not None,
        count=holder.get(f"{JR}count", "").strip(),
    )


def _question(element: Element, rules: Mapping[str, Rules], texts: Texts) -> Question:
    path = element.get("ref", "")
    itemset = element.find(f"{XF}itemset")
    kind = _kind(element, rules[path])
    span = [float(element.get(name, "nan")) for name in ("start", "end", "step")]
    return Question(
        name=path.rpartition("/")[2],
        path=path,
        kind=kind,
        label=_words(element.find(f"{XF}label"), texts),
        hint=_words(element.find(f"{XF}hint"), texts),
        rules=rules[path],
        choices=None if itemset is None else _choices(itemset),
        span=(span[0], span[1], span[2]) if kind is Kind.RANGE else None,
    )


def _kind(element: Element, rules: Rules) -> Kind:
    if (kind := _CONTROLS.get(element.tag)) is not None:
        return kind
    kind = _INPUTS.get(rules.type) if element.tag == f"{XF}input" else None
    if kind is None:
        raise UnknownControl(rules.type)
    return Kind.NOTE if kind is Kind.TEXT and rules.read_only else kind


def _choices(itemset: Element) -> Choices:
    label = itemset.find(f"{XF}label").get("ref", "")  # type: ignore[union-attr] # pyxform writes one
    translated = _TRANSLATED_ITEM.fullmatch(label)
    return Choices(
        nodeset=itemset.get("nodeset", ""),
        value=itemset.find(f"{XF}value").get("ref", ""),  # type: ignore[union-attr] # as above
        label=translated[1] if translated else label,
        is_translated=translated is not None,
    )


def _defaults(model: Element) -> Iterator[tuple[str, str]]:
    for action in model.iter(f"{XF}setvalue"):
        yield action.get("ref", ""), action.get("value", "")


def _lists(model: Element) -> Iterator[tuple[str, str]]:
    for instance in model.findall(f"{XF}instance")[1:]:
        yield instance.get("id", ""), tostring(_plain(instance), encoding="unicode")


def _plain(element: Element) -> Element:
    """Copy without namespaces of elements, since paths in a form have none."""
    copied = Element(element.tag.rpartition("}")[2], dict(element.attrib))
    copied.text = element.text
    copied.extend(_plain(child) for child in element)
    return copied
