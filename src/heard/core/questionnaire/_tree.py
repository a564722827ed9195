"""The answers to a form as the XML that its rules are worked out on."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache, partial
from typing import TypeAlias, cast
from xml.etree.ElementTree import Element, ElementTree

from defusedxml.ElementTree import fromstring
from elementpath import get_node_tree
from elementpath.xpath_nodes import DocumentNode, XPathNode

from heard.core.questionnaire._conversions import Value, as_text, as_truth, whole
from heard.core.questionnaire._functions import install
from heard.core.questionnaire._xpath import World, evaluate
from heard.core.questionnaire.form import Form, Group, Rules

MOST_REPEATS = 50
AGAIN = "add-another"  # the last part of a key; no question can be called that
_ROUNDS = 25
_TEMPLATE = "{http://openrosa.org/javarosa}template"

Said: TypeAlias = Mapping[str, str]
NameOf: TypeAlias = Callable[["Tree", str, str], str]  # a question's path and a choice to its label

install()


class Tree:
    """What was said, in its places, and what follows: what is relevant, what is calculated.

    A place has a key: the name of its question, and in a repeat 'kid/2/name'.
    """

    def __init__(self, form: Form, said: Said, *, now: datetime, name_of: NameOf) -> None:
        self.form, self._said, self._now, self._name_of = form, said, now, name_of
        self.counts: dict[str, int] = {}
        self._grow()
        rounds = 0
        # A count may follow from answers inside another repeat.
        while (counts := self._times_of_all()) != self.counts and rounds < _ROUNDS:
            self.counts, rounds = counts, rounds + 1
            self._grow()

    def text(self, key: str) -> str:
        """Give what stands at a place, '' where there is none of that key."""
        element = self.elements.get(key)
        return "" if element is None else element.text or ""

    def is_relevant(self, key: str) -> bool:
        return self._relevant.get(key, False)

    def value(self, expression: str, key: str = "") -> Value:
        """Work out an expression at a place. BadExpression."""
        return self._value(expression, self.elements.get(key, self._root))

    def holds(self, expression: str, key: str, text: str) -> bool:
        """Tell whether a rule would hold if this text stood at its place."""
        element = self.elements[key]
        before, element.text = element.text, text
        try:
            return as_truth(self._value(expression, element))
        finally:
            element.text = before

    def calculated(self) -> Iterator[tuple[str, str, Rules]]:
        """Give the places that are worked out and not asked, with what they come to."""
        for key, element, rules in self._places:
            if rules.calculate and element.text and self._relevant[key]:
                yield key, element.text, rules

    def keys_of(self, path: str) -> Iterator[str]:
        """Give the keys of a path in the form: in a repeat, one of each copy."""
        return (key for key, found in self._paths.items() if found == path)

    def _grow(self) -> None:
        """Make the empty answers with as many of each repeat as there are, fill and settle them."""
        self._root = deepcopy(_template(self.form.template))
        self.elements: dict[str, Element] = {}
        self._paths: dict[str, str] = {}
        self._places: list[tuple[str, Element, Rules]] = []
        self._spread(self._root, f"/{self._root.tag}", "")
        self._world = World(
            answers=cast("DocumentNode", get_node_tree(ElementTree(self._root))),
            lists={name: _list(xml) for name, xml in self.form.lists.items()},
            now=self._now,
            name_of=partial(self._name_of, self),
            version=self.form.version,
        )
        self._nodes = self._world.answers.tree.elements
        self._settle()

    def _spread(self, parent: Element, path: str, within: str) -> None:
        """Give each element its key, and put as many copies as there are in a repeat's place."""
        repeated = {child.tag for child in parent if _TEMPLATE in child.attrib}
        for tag in repeated:
            self._repeat(parent, tag, self.counts.get(f"{path}/{tag}", 1))
        seen: dict[str, int] = {}
        for child in parent:
            below = f"{path}/{child.tag}"
            if child.tag in repeated:
                seen[child.tag] = seen.get(child.tag, 0) + 1
                key = f"{child.tag}/{seen[child.tag]}"
                self._place(key, below, child)
                self._spread(child, below, f"{key}/")
            else:
                self._place(f"{within}{child.tag}", below, child)
                self._spread(child, below, within)

    def _repeat(self, parent: Element, tag: str, times: int) -> None:
        copies = parent.findall(tag)
        at = list(parent).index(copies[0])
        for copied in copies:
            parent.remove(copied)
        copies[0].attrib.clear()
        for nth in range(times):
            parent.insert(at + nth, deepcopy(copies[0]))

    def _place(self, key: str, path: str, element: Element) -> None:
        self.elements[key], self._paths[key] = element, path
        if (rules := self.form.rules.get(path)) is not None:
            self._places.append((key, element, rules))
        if not len(element):
            element.text = self._said.get(key, element.text or "")

    def _settle(self) -> None:
        """Work out what is relevant and what is calculated until nothing changes any more."""
        kept = {key: element.text for key, element, _ in self._places if not len(element)}
        rounds = 0
        while self._changed(kept) and rounds < _ROUNDS:
            rounds += 1

    def _changed(self, kept: Mapping[str, str | None]) -> bool:
        """Work everything out once; tell whether anything came out otherwise than before."""
        before = {key: element.text for key, element, _ in self._places}
        self._hide(kept)
        for key, element, rules in self._places:
            if rules.calculate and self._relevant[key]:
                element.text = as_text(self._value(rules.calculate, element))
        return before != {key: element.text for key, element, _ in self._places}

    def _hide(self, kept: Mapping[str, str | None]) -> None:
        """Blank what is not relevant, and bring back what is again."""
        hidden = [
            element
            for _, element, rules in self._places
            if rules.relevant and not as_truth(self._value(rules.relevant, element))
        ]
        under = {below for element in hidden for below in element.iter()}
        self._relevant = {key: element not in under for key, element in self.elements.items()}
        for key, element, rules in self._places:
            if not self._relevant[key]:
                element.text = ""
            elif key in kept and not rules.calculate:
                element.text = kept[key]

    def _times_of_all(self) -> dict[str, int]:
        return {group.path: self._times(group) for group in _repeats(self.form)}

    def _times(self, group: Group) -> int:
        """Give how often a group is asked as things stand: at least once on pages, which ask it.

        A form that was filled in elsewhere may have none of it: it says 'kid/0/add-another'.
        """
        if group.count:
            return min(max(whole(self._value(group.count, self._root)), 0), MOST_REPEATS)
        if self._said.get(f"{group.name}/0/{AGAIN}") == "no":
            return 0
        times = 1
        while self._said.get(f"{group.name}/{times}/{AGAIN}") == "yes" and times < MOST_REPEATS:
            times += 1
        return times

    def _value(self, expression: str, at: Element) -> Value:
        return evaluate(expression, world=self._world, at=cast("XPathNode", self._nodes[at]))


def _repeats(form: Form) -> Iterator[Group]:
    return (part for part in form.parts() if isinstance(part, Group) and part.repeats)


@lru_cache(maxsize=256)
def _template(xml: str) -> Element:
    return cast("Element", fromstring(xml))


@lru_cache(maxsize=1024)
def _list(xml: str) -> XPathNode:
    return get_node_tree(cast("Element", fromstring(xml)))
