"""What each chart shows, read off the drawing."""

import re

import pytest

from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import LOWEST, SHARE, drawing

SHOWN = shapes.Mark(name="28 Sep", value=0.6, low=0.5, high=0.7, words="60%")


def words(drawing: str) -> list[str]:
    return re.findall(r">([^<>]+)</t(?:ext|span)>", drawing)


def width(drawing: str) -> float:
    found = re.search(r'width="([\d.]+)"', drawing)
    assert found is not None
    return float(found[1])


def test_what_stands_out_does_so_by_shape_and_word_as_well_as_colour() -> None:
    lowest = shapes.Mark(
        name="Next steps", value=0.6, low=0.5, high=0.7, words="60%, lowest", stands_out=True
    )
    drawn = drawing(shapes.side_by_side([SHOWN, lowest], width=shapes.BROAD)).svg
    assert "60%, lowest" in words(drawn)
    (points,) = re.findall(r"mark-symbol[^>]*>(.*?)</g>", drawn)
    outlines = re.findall(r' d="([^"]+)"', points)
    assert ["A" in outline for outline in outlines] == [True, False]  # a circle, then a diamond
    assert (SHARE in drawn, LOWEST in drawn) == (True, True)


@pytest.mark.parametrize(("given", "limit"), [(shapes.BROAD, 720), (shapes.NARROW, 290)])
def test_a_chart_is_as_broad_as_its_place(given: int, limit: int) -> None:
    long = shapes.Mark(
        name="Public safety and welfare", value=0.6, low=0.5, high=0.7, words="60%, lowest"
    )
    assert width(drawing(shapes.side_by_side([long], width=given)).svg) <= limit


def test_a_map_has_a_field_for_each_share_and_a_dot_for_too_few() -> None:
    cells = [
        shapes.Cell(column="09", row="Monday", value=0.2, words="20"),
        shapes.Cell(column="10", row="Monday", value=0.95, words="95"),
        shapes.Cell(column="09", row="Tuesday", value=None, words="·"),
    ]
    drawn = drawing(shapes.grid(cells, columns=["09", "10"], rows=["Monday", "Tuesday"])).svg
    assert [word for word in words(drawn) if word in {"20", "95", "·"}] == ["20", "95", "·"]
    # White on the dark field, black on the light one.
    assert re.search(r'fill="#ffffff"[^>]*>95<', drawn) is not None
    assert re.search(r'fill="#0b0c0c"[^>]*>20<', drawn) is not None


def test_a_step_has_a_bar_and_its_number() -> None:
    bars = [shapes.Bar(name="Posted", n=12_000), shapes.Bar(name="Survey completed", n=0)]
    drawn = drawing(shapes.funnel(bars, width=shapes.NARROW)).svg
    assert [word for word in words(drawn) if word[0].isdigit()] == ["12,000", "0"]
    assert "Posted" in words(drawn)
    assert width(drawn) <= 290
