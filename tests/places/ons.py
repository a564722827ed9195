"""Files in the columns in which the Office for National Statistics publishes postcodes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from types import MappingProxyType

from heard.places import directory
from heard.places.directory import Edition, Taken
from heard.places.placing import Files, Rules, rules

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SINCE = date(2026, 2, 1)
_LOOKUP = """
    pcd pcd2 pcds dointr doterm usertype oseast1m osnrth1m osgrdind oa21 cty ced laua ward nhser
    ctry rgn pcon ttwa itl npark lsoa21 msoa21 wz11 sicbl bua22 ru11ind oac11 lat long lep1 lep2
    pfa imd icb
"""
LOOKUP = _LOOKUP.split()  # the National Statistics Postcode Lookup of 2023
OF_2021 = [*LOOKUP[:5], "oslaua", "osward", "lsoa01", "lsoa11", "lat", "long"]
OF_2026 = ["pcd7", "pcd8", *LOOKUP[2:5], "lad25cd", "wd25cd", "lsoa11cd", "lsoa21cd", "lat", "long"]
COVENTRY, BIRMINGHAM, ELSEWHERE = "E08000026", "E08000025", "E07000218"
FEBRUARY = Edition(name="February 2026", file="ONS.csv", valid_from=SINCE)


def line(code: str, district: str, *, head: Sequence[str] = LOOKUP, **more: str) -> str:
    """Give a line: `ward`, `lsoa`, `lat`, `long` and `doterm` are those said, or usual ones."""
    of = {"ward": "E05001219", "lsoa": "E01000001", "lat": "52.4", "long": "-1.5", **more}
    names = {"laua": district, "oslaua": district, "lad25cd": district, "pcds": code}
    names |= dict.fromkeys(("ward", "osward", "wd25cd"), of["ward"])
    names |= dict.fromkeys(("lsoa21", "lsoa11", "lsoa21cd"), of["lsoa"])
    return ",".join(f'"{names.get(name, of.get(name, ""))}"' for name in head)


def sheet(*lines: str, head: Sequence[str] = LOOKUP) -> list[str]:
    return [",".join(head), *lines]


def codes(count: int, *, outward: str = "ZZ1") -> Iterator[str]:
    """Give so many postcodes of sectors of 400 each."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    for number in range(count):
        sector, unit = divmod(number, 400)
        district, inward = divmod(sector, 10)
        first, second = divmod(unit, 20)
        number_of = int(outward[2:]) + district
        yield f"{outward[:2]}{number_of} {inward}{letters[first]}{letters[second]}"


def made_up() -> Rules:
    """Place postcodes by what ships, shapes that are made up among it."""
    return rules(Files(), on=SINCE, made_up=True)


def take(
    lines: Sequence[str],
    *,
    by: Rules | None = None,
    name: str = "February 2026",
    since: date = SINCE,
    **named: str,
) -> Taken:
    """Take in a file of these lines."""
    of = Edition(name=name, file="ONS.csv", valid_from=since)
    return load(StringIO("\n".join(lines)), by=by or made_up(), of=of, named=named)


def load(
    file: StringIO,
    *,
    by: Rules,
    of: Edition = FEBRUARY,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Taken:
    return directory.load(file, rules=by, of=of, named=named, progress=lambda _: None, now=NOW)
