"""Where a postcode lies: in which ward, area and impact area, by the edition of a day."""

import re
from dataclasses import dataclass
from datetime import date

from heard.places.models import Directory, Postcode

# As the Royal Mail forms them: BS 7666 without the one that belonged to a bank.
_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Codes of what a postcode lies in; each is empty where the edition does not say."""

    postcode: str
    area: str
    ward: str
    impact_area: str
    edition: str


def spelt(text: str) -> str:
    """Give a postcode in capitals with one space; empty where the text cannot be one."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    shaped = _SHAPE.fullmatch(bare)
    return f"{shaped[1]} {shaped[2]}" if shaped else ""


def find(text: str, *, on: date) -> Found | None:
    """Give where a postcode lies by the edition that is in force on a day; None if unknown."""
    edition = Directory.objects.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()
    code = spelt(text)
    if edition is None or not code:
        return None
    row = Postcode.objects.filter(directory=edition, code=code).first()
    if row is None:
        return None
    return Found(
        postcode=code,
        area=row.area,
        ward=row.ward,
        impact_area=row.impact_area,
        edition=edition.name,
    )
