"""Where a postcode lies: in which ward, area and impact area, by the edition of a day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from heard.places.models import Directory, Postcode

# As the Royal Mail forms them: BS 7666 without the one that belonged to a bank.
_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_UNIT = 2  # letters at the end of a postcode, after its sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Codes of what a postcode lies in; each is empty where the edition does not say.

    `outside` is that it lies outside of the force; `directory` is the id of the edition.
    `by_sector` is that the edition does not know it, but that its sector is in this area whole.
    """

    postcode: str
    area: str
    ward: str
    impact_area: str
    edition: str
    outside: bool = False
    directory: int | None = None
    by_sector: bool = False


def spelt(text: str) -> str:
    """Give a postcode in capitals with one space; empty where the text cannot be one."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    shaped = _SHAPE.fullmatch(bare)
    return f"{shaped[1]} {shaped[2]}" if shaped else ""


def sector(code: str) -> str:
    """Give the sector of a postcode in its final spelling: "ZZ1 1" of "ZZ1 1AA"."""
    return code[:-_UNIT]


def edition(*, on: date) -> Directory | None:
    """Give the edition that is in force on a day, if any."""
    return Directory.objects.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()


def find(text: str, *, on: date) -> Found | None:
    """Give where a postcode lies by the edition that is in force on a day; None if unknown."""
    code, by = spelt(text), edition(on=on)
    return find_all([code], by=by).get(code) if by and code else None


def find_all(codes: Iterable[str], *, by: Directory) -> Mapping[str, Found]:
    """Give where postcodes in their final spelling lie by an edition, without the unknown ones."""
    asked = set(codes)
    looked_for = asked | {sector(code) for code in asked}
    rows = {one.code: one for one in Postcode.objects.filter(directory=by, code__in=looked_for)}
    found = {code: rows.get(code) or rows.get(sector(code)) for code in asked}
    return {code: _found(code, row, by) for code, row in found.items() if row}


def _found(code: str, row: Postcode, by: Directory) -> Found:
    return Found(
        postcode=code,
        area=row.area,
        ward=row.ward,
        impact_area=row.impact_area,
        edition=by.name,
        outside=row.outside,
        directory=by.pk,
        by_sector=row.code != code and not row.outside,
    )
