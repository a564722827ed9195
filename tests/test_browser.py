"""The tools that look at pages see what is wrong with them, and nothing else."""

import struct

import pytest

from building.prepare import SHEETS
from tests.browser import NewPage, axe, faults

GOOD = """<!DOCTYPE html><html lang="en"><head><title>A question</title></head>
<body><main><h1>A question</h1><label for="a">Your answer</label><input id="a"></main></body></html>
"""


def test_a_sound_page_breaks_no_rule(new_page: NewPage) -> None:
    page = new_page()
    page.set_content(GOOD)
    assert axe(page) == []


def test_each_fault_is_named_with_its_element(new_page: NewPage) -> None:
    page = new_page()
    page.set_content(GOOD.replace(' lang="en"', "").replace(' for="a"', ""))
    assert axe(page) == ["html-has-lang: html", "label: #a"]


def test_a_policy_that_forbids_all_scripts_does_not_blind_the_check(new_page: NewPage) -> None:
    page = new_page()
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.set_content(GOOD.replace("<title>", policy + "<title>").replace(' for="a"', ""))
    assert axe(page) == ["label: #a"]


def test_without_scripts_a_page_runs_none_and_cannot_be_checked(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("data:text/html,<title>still</title><script>document.title = 'moved'</script>")
    assert page.title() == "still"
    with pytest.raises(ValueError, match="may run scripts"):
        axe(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_picture_is_as_wide_as_was_asked(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.set_content(GOOD)
    picture = page.screenshot()
    assert struct.unpack(">II", picture[16:24]) == (width, 800)


def test_what_is_wrong_in_one_width_alone_is_found_in_that_one(new_page: NewPage) -> None:
    page = new_page(width=640)
    narrow = "@media (max-width: 400px) { h1 { width: 500px } }"
    wide = "@media (min-width: 1000px) { h1 { color: #eee } }"
    page.set_content(GOOD.replace("</head>", f"<style>{narrow}{wide}</style></head>"))
    assert faults(page) == []
    assert faults(page, 320, 1280) == [
        "at 320: about:blank is 188 too wide",
        "at 1280: color-contrast: h1",
    ]
    assert page.viewport_size == {"width": 640, "height": 800}
    assert page.evaluate("innerWidth") == 640


def test_what_is_shown_in_one_width_alone_is_asked_about_everything(new_page: NewPage) -> None:
    page = new_page()
    sheet = "img { display: none } @media (min-width: 1000px) { img { display: block } }"
    picture = "<img src='data:,' width=50 height=50></main>"
    shown = GOOD.replace("</head>", f"<style>{sheet}</style></head>").replace("</main>", picture)
    page.set_content(shown)
    assert faults(page, 320, 640, 1280) == ["at 1280: image-alt: img"]


def test_pages_share_no_cookie(new_page: NewPage) -> None:
    first, second = new_page(), new_page()
    first.context.add_cookies([{"name": "a", "value": "1", "url": "http://heard.example"}])
    assert [len(page.context.cookies()) for page in (first, second)] == [1, 0]


@pytest.mark.parametrize("name", ["citizen", "citizen.rtl", "staff", "staff.rtl"])
def test_a_sheet_is_small_and_carries_no_brand_of_the_state(name: str) -> None:
    sheet = (SHEETS / f"{name}.css").read_text()
    assert [word for word in ("GDS Transport", "url(", "crown", "crest") if word in sheet] == []
    assert len(sheet.encode()) < 120_000


@pytest.mark.parametrize(("name", "side"), [("citizen", "left"), ("citizen.rtl", "right")])
def test_a_radio_stands_beside_its_label(new_page: NewPage, name: str, side: str) -> None:
    page = new_page(width=320)
    sheet = (SHEETS / f"{name}.css").read_text()
    direction = "ltr" if side == "left" else "rtl"
    page.set_content(
        f'<html dir="{direction}" lang="en"><style>{sheet}</style><div class="govuk-radios__item">'
        '<input class="govuk-radios__input" id="a" type="radio">'
        '<label class="govuk-label govuk-radios__label" for="a">Yes</label></div>'
    )
    box = page.locator("input").bounding_box()
    assert box is not None
    assert ("left" if box["x"] < 160 else "right") == side
