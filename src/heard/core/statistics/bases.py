"""How many answers must stand behind a figure before it is shown, by what it is a figure of.

The one place of these numbers. A force may ask for more (`settings.MINIMUM_BASE`), never for less
than these but where nothing else than the ordinary base holds.

Sources: the Crime Survey for England and Wales hides shares on fewer than 50 answers in public;
10 for what people say of themselves, and for staff more, is common in research on records. Zero and
100 per cent of a group tell what each of it said, so they count as small where people are told
apart by who they are (A. Hundepool et al., *Statistical Disclosure Control*, 2012, chapter 4).
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A minimum base, with what else has to hold.

    `answers` is the fewest that are shown. What is held back together has at least `spread` on
    either side of the measure. `alike` says that those who all said the same are shown. `people`
    is the fewest members of a team that a figure is about, `days` the fewest days, of which whole
    weeks are counted: 365 are 52 weeks.
    """

    answers: int
    spread: int = 1
    alike: bool = True
    people: int = 0
    days: int = 0

    def of(self, answers: int) -> "Base":
        """Give the same with another number of answers."""
        return replace(self, answers=answers)

    def beside(self, other: "Base") -> "Base":
        """Give the stricter of the two in everything."""
        return Base(
            answers=max(self.answers, other.answers),
            spread=max(self.spread, other.spread),
            alike=self.alike and other.alike,
            people=max(self.people, other.people),
            days=max(self.days, other.days),
        )


ORDINARY = Base(answers=10)
PEOPLE = Base(answers=10, spread=3, alike=False)  # age, ethnic group, disability, sex
STAFF = Base(answers=15, people=5)
SMALL_GROUPS = Base(answers=30, spread=3, alike=False)  # orientation, gender, religion
WARD = Base(answers=30, days=365)
PUBLIC = Base(answers=50)
