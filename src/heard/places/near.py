"""Which wards lie next to each other."""

from heard.places.wards import Ward, wards


def near(code: str) -> tuple[str, ...]:
    """Give a ward and those around it, by code: their boxes touch or overlap. Nothing if unknown.

    Boxes are all that is known of the shapes of wards, so that one or the other may be among them
    that only comes close.
    """
    here = wards().get(code)
    if here is None:
        return ()
    return tuple(sorted(one.code for one in wards().values() if _meet(here, one)))


def _meet(one: Ward, other: Ward) -> bool:
    west, south, east, north = one.box
    return (
        west <= other.box[2]
        and other.box[0] <= east
        and south <= other.box[3]
        and other.box[1] <= north
    )
