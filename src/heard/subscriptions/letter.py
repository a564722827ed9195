"""The words of the weekly letter: what changed, by which rule, and where its figures are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from heard.core.statistics.control_charts import Variation
from heard.places.areas import names
from heard.subscriptions.topics import CHART, MINE, REPLIES, TOPICS, Change

CHARTS = {
    Variation.IMPROVEMENT_HIGH: "stands out for the better",
    Variation.IMPROVEMENT_LOW: "stands out for the better",
    Variation.CONCERN_HIGH: "stands out for the worse",
    Variation.CONCERN_LOW: "stands out for the worse",
    Variation.NEUTRAL_HIGH: "stands out",
    Variation.NEUTRAL_LOW: "stands out",
}
WAYS = {"up": "a real change upwards", "down": "a real change downwards"}


def page(site: str, path: str) -> str:
    """Give the whole address of a page."""
    return f"{site.rstrip('/')}/{path}"


def title(force: str) -> str:
    """Give the subject of the letter, which tells nothing of what is in it."""
    return f"{force}: your weekly letter about what people say"


def sentence(change: Change) -> str:
    """Say what changed, without any figure."""
    if change.kind == REPLIES:
        return f"{MINE.name}: there are fifteen replies more, or some more than that."
    topic = TOPICS[change.topic]
    where = f", {names()[change.area]}" if change.area else ""
    where += f", {change.team}" if change.team else ""
    question = change.question.replace("_", " ")
    says, _, month = change.says.partition(" ")
    newest = "month" if change.topic == "victims" else "week"
    said = (
        f"the newest {newest} {CHARTS[Variation(says)]} in the control chart"
        if change.kind == CHART
        else f"{WAYS[says]} against the {'month' if month else 'four weeks'} before"
    )
    return f"{topic.name}{where}, {question}: {said}."


def address(change: Change, *, site: str) -> str:
    """Give the page that has the figures of a change."""
    if change.kind == REPLIES:
        return page(site, f"staff/{MINE.page}")
    query = f"?question={change.question}" if TOPICS[change.topic].has_areas else ""
    query += f"&area={change.area}" if change.area else ""
    query += f"&{urlencode({'team': change.team})}" if change.team else ""
    return page(site, f"staff/{TOPICS[change.topic].page}{query}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter tells: what is new, of which force, at which site, and how to end them all."""

    news: Sequence[Change]
    site: str
    force: str
    stop: str

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """Give each paragraph, with the address that belongs to it or none."""
        if not self.news:
            yield f"Nothing new stands out this week in what people say to {self.force}.", ""
            yield "Choose how often you get this letter:", page(self.site, "staff/subscriptions")
            yield "Get no such letter any more:", self.stop
            return
        yield f"There is news in what people say to {self.force}.", ""
        yield "This is what you are there for, or asked to be told of:", ""
        for one in self.news:
            yield sentence(one), address(one, site=self.site)
        yield "The figures are on these pages, for whoever may see them.", ""
        yield "In a week in which nothing new stands out there is no letter.", ""
        yield "Choose what you are told of:", page(self.site, "staff/subscriptions")
        yield "Get no such letter any more:", self.stop


def body(told: Told) -> str:
    """Write the letter as plain text."""
    return "\n\n".join(f"{words}\n{link}".strip() for words, link in told.parts)


def html(told: Told) -> str:
    """Write the same as HTML, with no picture and nothing that is fetched."""
    shown = "".join(
        f'<p>{escape(words)}<br><a href="{escape(link)}">{escape(link)}</a></p>'
        if link
        else f"<p>{escape(words)}</p>"
        for words, link in told.parts
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(title(told.force))}</title></head><body>{shown}</body></html>"
    )
