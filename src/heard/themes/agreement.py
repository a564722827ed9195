"""How far the machine and people agree on what comments say, and people among themselves."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from heard.core.statistics.agreement import kappa
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import LOW_BASE
from heard.core.text.frame import Theme
from heard.themes.models import Coding, HumanCoding
from heard.themes.own import frame_version, themes

FEWEST = LOW_BASE  # comments that both coded, for a kappa


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Cohen's kappa of the machine with a person, and of two persons, of a theme or the feeling.

    Without a `theme` it is the feeling.
    """

    theme: Theme | None
    machine: Estimate
    people: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What somebody, or the machine, made of a comment."""

    themes: frozenset[str]
    feeling: str


def agreement() -> list[Agreed]:
    """Give the kappas of the feeling and of each theme, with their intervals and bases.

    Only what people coded without seeing what the machine made of it counts. The first of them
    stands against the machine, and against the second.
    """
    people = _people()
    version = frame_version()
    rows = Coding.objects.filter(frame=version, comment__in=list(people)).exclude(feeling="")
    by_machine = {
        one.comment_id: _Said(themes=frozenset(one.themes), feeling=one.feeling) for one in rows
    }
    machine = [(by_machine[pk], said[0]) for pk, said in people.items() if pk in by_machine]
    two = [(said[0], said[1]) for said in people.values() if len(said) > 1]

    def agreed(theme: Theme | None, of: Callable[[_Said], Hashable]) -> Agreed:
        return Agreed(theme=theme, machine=_kappa(machine, of), people=_kappa(two, of))

    def holds(code: str) -> Callable[[_Said], Hashable]:
        return lambda said: code in said.themes

    by_theme = [agreed(theme, holds(theme.code)) for theme in themes()]
    return [agreed(None, lambda said: said.feeling), *by_theme]


def _people() -> dict[int, Sequence[_Said]]:
    """Give what each person made of each comment that they coded blind, the first coder first."""
    rows = HumanCoding.objects.filter(is_blind=True).order_by("at", "id")
    found: dict[int, dict[int, _Said]] = defaultdict(dict)
    for one in rows:
        said = _Said(themes=frozenset(one.themes), feeling=one.feeling)
        found[one.comment_id].setdefault(one.coder_id, said)
    return {pk: list(said.values()) for pk, said in found.items()}


def _kappa(pairs: Iterable[tuple[_Said, _Said]], of: Callable[[_Said], Hashable]) -> Estimate:
    return kappa(((of(one), of(other)) for one, other in pairs), minimum_base=FEWEST)
