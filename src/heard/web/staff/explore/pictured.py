"""One drawing of Explore with its caption, as an image and in words."""

from collections.abc import Iterator

from django.conf import settings
from markupsafe import Markup

from heard.web.staff.charts.captioned import captioned
from heard.web.staff.explore import words
from heard.web.staff.explore.look import Looked, Shape, caveat, days
from heard.web.staff.words import long_day

NOTHING_DRAWN = Markup('<svg width="480" height="1"></svg>')
TOO_LITTLE = "There is no drawing at present: too little of it may be shown."


def pictured(looked: Looked, found: Shape | None, *, audience: str = "") -> str:
    """Give a drawing as an SVG with its caption; where there is none at present, that alone.

    `audience` says for whom it is, and until when.
    """
    return captioned(
        str(_broad(found)),
        title=looked.title,
        above=[*_above(looked, found)],
        below=[*_below(looked, found), *([audience] if audience else [])],
    )


def in_words(looked: Looked, found: Shape | None, *, audience: str) -> str:
    """Give the same in words, for whoever cannot see it: its caption, and what is drawn."""
    told = [looked.title, *_above(looked, found), *([found.words] if found else [])]
    return "\n".join([*told, *filter(None, _below(looked, found)), audience]) + "\n"


def alternative(looked: Looked, found: Shape) -> str:
    """Give the text that stands for the image where it is not seen, with its day."""
    assert looked.form is not None and looked.found is not None  # noqa: S101, PT018 - asked before
    day = long_day(looked.known.as_of.date())
    headline = words.headline(looked.found)
    return f"{found.title}. {looked.form.title} Counted {day}: {headline}"


def _broad(found: Shape | None) -> Markup:
    if found is None:
        return NOTHING_DRAWN
    return (found.drawing if hasattr(found, "drawing") else found.drawings[0]).svg


def _above(looked: Looked, found: Shape | None) -> Iterator[str]:
    assert looked.found is not None and looked.form is not None  # noqa: S101, PT018 - asked before
    yield looked.form.title
    yield f"All: {words.headline(looked.found)}"
    if narrowed := looked.form.narrowed():
        yield f"Only {narrowed}."
    yield found.title if found else TOO_LITTLE


def _below(looked: Looked, found: Shape | None) -> list[str]:
    day = long_day(looked.known.as_of.date())
    is_noted = found is not None and hasattr(found, "notes") and found.id in {"map", "multiples"}
    notes = [*found.notes] if is_noted else []  # type: ignore[union-attr]
    return [*notes, days(looked), caveat(), f"{settings.FORCE_NAME}, counted {day}."]
