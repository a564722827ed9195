"""A page as a browser sees it: its forms, their fields and the links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form. `choices` are the values offered for a name, `fields` what is filled in already."""

    action: str
    method: str
    question: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    open_text: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """Reads a page of HTML; `forms` and `links` are in the order in which they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        if tag == "form":
            question = words.get("data-question", "")
            method = words.get("method", "get").lower()
            self._form = Form(words.get("action", ""), method, question)
            self.forms.append(self._form)
        elif tag == "a" and "href" in words:
            self.links.append(words["href"])
        elif self._form is not None and "name" in words:
            _add(self._form, tag, words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def _add(form: Form, tag: str, words: dict[str, str]) -> None:
    """Note a field of the form, as its kind asks."""
    name, value = words["name"], words.get("value", "")
    if tag == "textarea":
        form.open_text.add(name)
    elif tag == "input" and words.get("type") == "radio":
        form.choices.setdefault(name, []).append(value)
    elif tag == "input":
        form.fields[name] = value
