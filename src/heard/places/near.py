"""The wards of a day by their names, and which of them lie next to each other."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Polygon

from heard.places.models import Loaded
from heard.places.shapes import newest
from heard.places.wards import Ward, wards

APART = 0.0003  # degrees, 20 to 30 m: between neighbours whose borders were drawn from two files


def ward_names(on: date) -> Mapping[str, str]:
    """Give the name of each ward by its code: of the shapes in force on a day, or else of 2013."""
    loaded = newest(Loaded.Kind.WARD, on)
    if loaded is None:
        return {code: ward.name for code, ward in wards().items()}
    return dict(sorted(loaded.names.items(), key=lambda one: (one[1], one[0])))


def ward_name(code: str) -> str:
    """Give the name of a ward of whichever edition; its code where none has it."""
    if code in wards():
        return wards()[code].name
    having = Loaded.objects.filter(kind=Loaded.Kind.WARD, names__has_key=code)
    found = having.order_by("-valid_from", "-id").values_list("names", flat=True).first()
    return str(found[code]) if found else code


def near(code: str, *, on: date) -> tuple[str, ...]:
    """Give a ward and those that meet it, by code, as they are on a day. Nothing if unknown.

    By their shapes, where those of wards are loaded. Without them by the boxes around wards, so
    that one or the other may be among them that only comes close.
    """
    loaded = newest(Loaded.Kind.WARD, on)
    if loaded is not None:
        return _neighbours(loaded.pk).get(code, ())
    here = wards().get(code)
    if here is None:
        return ()
    return tuple(sorted(one.code for one in wards().values() if _meet(here, one)))


@lru_cache(maxsize=4)
def _neighbours(number: int) -> Mapping[str, tuple[str, ...]]:
    """Work out the neighbours of all wards of an edition, which never changes."""
    shapes = Loaded.objects.get(pk=number).shapes
    codes = list(shapes)
    drawn = [MultiPolygon([Polygon(part[0], part[1:]) for part in one]) for one in shapes.values()]
    tree = shapely.STRtree(drawn)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for here, other in tree.query(drawn, predicate="dwithin", distance=APART).T.tolist():
        found[codes[here]].add(codes[other])
    return {code: tuple(sorted(others)) for code, others in found.items()}


def _meet(one: Ward, other: Ward) -> bool:
    west, south, east, north = one.box
    return (
        west <= other.box[2]
        and other.box[0] <= east
        and south <= other.box[3]
        and other.box[1] <= north
    )
