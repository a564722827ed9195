"""Puts the figures of the membership into the words and digits of its pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Verdict
from heard.equality.form import SKIP
from heard.insight.cuts import Cut
from heard.insight.members import NOTHING, Month, Public, Reach, Standing, total
from heard.insight.members_said import GENDER, Groups
from heard.insight.members_said import Line as Group
from heard.membership.ledger import UNKNOWN, Flow
from heard.membership.table import FORCE, Row
from heard.places.areas import names
from heard.places.population import parts
from heard.web.staff.members.group_notes import notes
from heard.web.staff.survey_words import segment_words

NONE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
HUNDREDTH = 0.01
UNKNOWN_WORDS = "Area not known"
TITLES: Mapping[str, str] = {
    GENDER: "Gender",
    "ethnic_group": "Ethnic group",
    "age": "Age",
    "disability": "Disability",
    "orientation": "Sexual orientation",
    "religion": "Religion",
}
CUTS: Mapping[str, Cut] = {str(one): one for one in (Cut.ETHNIC_GROUP, Cut.AGE, Cut.DISABILITY)}
WORDS: Mapping[str, str] = {
    "female": "Female",
    "male": "Male",
    "non_binary": "Non-binary",
    "intersex": "Intersex",
    "trans_man": "Trans man",
    "trans_woman": "Trans woman",
    "heterosexual": "Heterosexual or straight",
    "gay-lesbian": "Gay or lesbian",
    "bisexual": "Bisexual",
    "other": "Other",
    "none": "No religion",
    "christian": "Christian",
    "muslim": "Muslim",
    "sikh": "Sikh",
    "hindu": "Hindu",
    "jewish": "Jewish",
    "buddhist": "Buddhist",
    SKIP: "Prefer not to say",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.OVER: "Over-represented",
    Verdict.UNDER: "Under-represented",
    Verdict.CHANCE: "Not distinguishable",
    Verdict.TOO_FEW: "Too few",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One line of a table, and whether it is the sum of those above."""

    name: str
    cells: Sequence[str]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Members by what they say of themselves; `notes` say of what the shares and indices are."""

    id: str
    title: str
    columns: Sequence[str]
    lines: Sequence[Cells]
    notes: Sequence[str]


def signed(n: int) -> str:
    """Give a change with its sign; none has none."""
    return f"{n:+,}".replace("-", MINUS) if n else "0"


def decimal(n: Decimal | None, *, of: str = "") -> str:
    """Give an exact number as it was rounded, or a dash."""
    return NONE if n is None else f"{n}{of}".replace("-", MINUS)


def count(n: int | None) -> str:
    return NONE if n is None else f"{n:,}"


def table(rows: Sequence[Row]) -> list[Cells]:
    """Give the lines of the table at two times, with the force's change in each."""
    return [
        Cells(
            name=row.name,
            is_total=row.area == FORCE,
            cells=(
                count(row.before),
                count(row.after),
                decimal(row.share_before, of="%"),
                decimal(row.share_after, of="%"),
                signed(row.change),
                decimal(row.change_share, of="%"),
                decimal(row.force_change_share, of="%"),
                count(row.population),
                decimal(row.rate_before),
                decimal(row.rate_after),
                decimal(row.parity),
            ),
        )
        for row in rows
    ]


def flows(found: Mapping[str, Flow]) -> list[Cells]:
    """Give a line an area of what came and went, and the sums."""
    lines = [_flow(name, found.get(area, NOTHING)) for area, name in _areas(found) if name]
    return [*lines, _flow("Force total", total(found.values()), is_total=True)]


def redrawn(found: Mapping[str, Flow]) -> str:
    """Say how many of those who moved did so because areas were drawn anew; '' for none."""
    n = total(found.values()).redrawn_in
    if not n:
        return ""
    who = "1 person" if n == 1 else f"{n:,} people"
    return f"Of those who moved, {who} moved no house: a newer edition of the postcodes did it."


def reach(found: Mapping[str, Reach]) -> list[Cells]:
    """Give a line an area of who is a member now and hears nothing from us, and the sums."""
    parts: Sequence[Callable[[Reach], int]] = (
        lambda one: one.members,
        lambda one: one.bounced,
        lambda one: one.dormant,
        lambda one: one.paused,
    )
    none = Reach(members=0, bounced=0, dormant=0, paused=0)
    lines = [
        Cells(name=name, cells=[f"{part(found.get(area, none)):,}" for part in parts])
        for area, name in _areas(found)
    ]
    sums = [f"{sum(part(one) for one in found.values()):,}" for part in parts]
    return [*lines, Cells(name="Force total", cells=sums, is_total=True)]


def standing(one: Standing) -> Cells:
    return Cells(
        name=one.name,
        cells=(
            count(one.members),
            count(one.population),
            decimal(one.rate),
            index(one.index),
            ends(one.index),
            VERDICTS[one.gap.verdict],
            count(one.shortfall) if one.shortfall else NONE,
        ),
    )


def month(one: Month) -> Cells:
    r = one.indicators.r if one.indicators else None
    return Cells(
        name=f"{one.month:%B %Y}",
        cells=(
            count(one.members),
            count(one.flow.joined),
            count(one.flow.left),
            decimal(one.coverage, of="%"),
            NONE if r is None or r.value is None else f"{r.value:.3f}",
        ),
    )


def share(n: float | None) -> str:
    """Give a share in per cent, with two digits after the point where it is below one."""
    return NONE if n is None else f"{100 * n:.{2 if n < HUNDREDTH else 1}f}%"


def index(found: Estimate | None) -> str:
    """Give an index with two digits after the point, or why there is none."""
    if found is None:
        return NONE
    return "Too few" if found.value is None else f"{found.value:.2f}"


def ends(found: Estimate | None) -> str:
    if found is None or found.low is None or found.high is None:
        return NONE
    return f"{found.low:.2f} to {found.high:.2f}"


def groups(found: Groups) -> Table:
    """Give the table of members by one thing; who is not recorded always has a line."""
    has_people = found.population is not None
    columns = ["Members", "Share of recorded", "95% range"]
    columns += ["Population", "Index", "95% range", "Verdict"] if has_people else []
    lines = [_group(found, one, has_people=has_people) for one in found.lines]
    blank = [NONE] * (len(columns) - 1)
    gone = "Held back" if found.not_recorded is None else count(found.not_recorded)
    lines.append(Cells(name="Not recorded", cells=[gone, *blank]))
    lines.append(Cells(name="All members", cells=[count(found.members), *blank], is_total=True))
    return Table(
        id=found.by.replace("_", "-"),
        title=TITLES[found.by],
        columns=columns,
        lines=lines,
        notes=[*notes(found)],
    )


def name(by: str, code: str) -> str:
    """Name a group; several that the population puts together are one."""
    return " or ".join(
        segment_words(CUTS[by], part) if by in CUTS else WORDS.get(part, part.capitalize())
        for part in parts(code)
    )


def next_areas(found: Public) -> list[str]:
    """Say how many people would have to sign up where, those with the most to go first."""
    short = sorted((one for one in found.areas if one.shortfall), key=lambda one: -one.shortfall)
    return [f"{one.name}: {one.shortfall:,} more people" for one in short if _is_under(one.gap)]


def next_groups(found: Sequence[Groups]) -> list[str]:
    """Say the same of groups, of those who told us."""
    short = [
        (one.missing or 0, f"{TITLES[made.by]}: {name(made.by, one.code)}")
        for made in found
        for one in made.lines
        if one.gap and one.missing and _is_under(one.gap)
    ]
    return [f"{words}: {missing:,} more people" for missing, words in sorted(short, reverse=True)]


def _is_under(gap: object) -> bool:
    return getattr(gap, "verdict", None) is Verdict.UNDER


def _areas(found: Mapping[str, object]) -> list[tuple[str, str]]:
    known = [*names().items()]
    return [*known, (UNKNOWN, UNKNOWN_WORDS)] if UNKNOWN in found else known


def _flow(words: str, one: Flow, *, is_total: bool = False) -> Cells:
    parts = (one.joined, one.moved_in, one.left, one.moved_out)
    return Cells(name=words, cells=[*(f"{n:,}" for n in parts), signed(one.net)], is_total=is_total)


def _group(found: Groups, one: Group, *, has_people: bool) -> Cells:
    part = one.share
    told = [
        "Held back" if one.n is None else count(one.n),
        share(part.value) if part else NONE,
        f"{share(part.low)} to {share(part.high)}" if part else NONE,
    ]
    if has_people:
        told += [
            NONE if one.population is None else f"{100 * one.population:.1f}%",
            index(one.index),
            ends(one.index),
            VERDICTS[one.gap.verdict] if one.gap else NONE,
        ]
    return Cells(name=name(found.by, one.code), cells=told)
