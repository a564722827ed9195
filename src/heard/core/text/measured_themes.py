"""Measures the coding by machine by comments that were coded by hand before it was fitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.statistics.agreement import kappa
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.core.text.coding import Coded, coded
from heard.core.text.frame import Sentence, frame, held_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of one theme: how many comments name it, how many of these were found, how many falsely."""

    theme: str
    there: int
    found: int
    false: int
    kappa: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well the machine codes: theme by theme, all themes together, and the feeling.

    `recall` is the share of what is there that was found, `precision` of what was found that is
    there; `none` the share of comments without a theme that were given none. `feeling` is the
    share that was given the right one, and `majority` of whoever always says the most frequent.
    """

    comments: int
    themes: Sequence[Found]
    recall: Estimate
    precision: Estimate
    none: Estimate
    feeling: Estimate
    majority: Estimate


def measured(comments: Sequence[Sentence] | None = None) -> Measured:
    """Code comments that were coded by hand, else the shipped ones, and hold both together."""
    by_hand = held_out() if comments is None else comments
    by_machine = coded([one.text for one in by_hand], {})
    themes = [_found(theme.code, by_hand, by_machine) for theme in frame()]
    there, found, false = (
        sum(getattr(one, name) for one in themes) for name in ("there", "found", "false")
    )
    without = [m for h, m in zip(by_hand, by_machine, strict=True) if not h.themes]
    feelings = [h.feeling for h in by_hand]
    right = sum(h.feeling is m.feeling for h, m in zip(by_hand, by_machine, strict=True))
    return Measured(
        comments=len(by_hand),
        themes=themes,
        recall=share(found, there, minimum_base=1),
        precision=share(found, found + false, minimum_base=1),
        none=share(sum(not m.themes for m in without), len(without), minimum_base=1),
        feeling=share(right, len(by_hand), minimum_base=1),
        majority=share(max(map(feelings.count, feelings)), len(by_hand), minimum_base=1),
    )


def _found(theme: str, by_hand: Sequence[Sentence], by_machine: Sequence[Coded]) -> Found:
    pairs = [
        (theme in h.themes, theme in m.themes) for h, m in zip(by_hand, by_machine, strict=True)
    ]
    return Found(
        theme=theme,
        there=sum(h for h, _ in pairs),
        found=sum(h and m for h, m in pairs),
        false=sum(m and not h for h, m in pairs),
        kappa=kappa(pairs, minimum_base=1),
    )
