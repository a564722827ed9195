"""A page as a browser sees it: its forms, their fields and the links."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(slots=True)
class Form:
    """A form. `choices` are the values offered for a name, `fields` what is filled in already."""

    action: str
    method: str
    question: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    open_text: set[str] = field(default_factory=set)


class Page:
    """Reads a page of HTML; `forms` and `links` are in the order in which they stand."""

    def __init__(self, html: bytes | str) -> None:
        tree = LexborHTMLParser(html)
        self.forms = [_form(node) for node in tree.css("form")]
        self.links = [_word(node, "href") for node in tree.css("a[href]")]


def _form(node: LexborNode) -> Form:
    method = _word(node, "method").lower() or "get"
    form = Form(_word(node, "action"), method, _word(node, "data-question"))
    for part in node.css("input[name], textarea[name]"):
        name, value = _word(part, "name"), _word(part, "value")
        if part.tag == "textarea":
            form.open_text.add(name)
        elif _word(part, "type") == "radio":
            form.choices.setdefault(name, []).append(value)
        else:
            form.fields[name] = value
    return form


def _word(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
