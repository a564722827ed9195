"""A column map that is wrong in any way is refused in one sentence."""

from pathlib import Path

import pytest

from heard.events.nightly import SHIPPED, Unreadable, read_map

DOCS = Path(__file__).parents[2] / "docs"
CONTROLWORKS = (SHIPPED / "controlworks.toml").read_text(encoding="utf-8")


def refused(folder: Path, text: str) -> str:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as found:
        read_map(str(file))
    return str(found.value)


def test_the_shipped_map_is_found_by_its_name_and_a_copy_by_its_path(tmp_path: Path) -> None:
    copy = tmp_path / "own.toml"
    copy.write_text(CONTROLWORKS, encoding="utf-8-sig")

    assert read_map(str(copy)) == read_map("controlworks")
    assert [event.type for event in read_map("controlworks").events][:2] == [
        "uk.police.contact.ended",
        "uk.police.incident.created",
    ]


@pytest.mark.parametrize("name", ["storm", "../controlworks", "none.toml", ""])
def test_a_map_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(Unreadable, match=rf"^there is no map {name}\.$"):
        read_map(name)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("zone =", "zones =", "the key zone is missing"),
        ("[words.grades]", "[grades]", "there is no key grades"),
        ('words = "grades"', 'words = "marks"', "there is no table words.marks"),
        ('delimiter = ","', 'delimiter = ",,"', "delimiter: String should match pattern"),
        ("blank =", "blanks =", "there is no key blanks"),
        ("Europe/London", "Europe/Bham", "zone: there is no time zone Europe/Bham"),
        ("Europe/London", "../etc", "zone: there is no time zone ../etc"),
        (
            '"%d/%m/%Y %H:%M"]',
            '"%d/%m/%Y"]',
            "times.2: %d/%m/%Y is no format of a date and a time to the minute",
        ),
        ("utf-8-sig", "utf-9", "encoding: there is no encoding utf-9"),
        ("utf-8-sig", "hex", "encoding: there is no encoding hex"),
        (
            "incident.closed",
            "incident.shut",
            "events.10: there is no event type uk.police.incident.shut",
        ),
        ("{Log Number}/closed", "closed", "events.10: the id names no column in braces"),
        ("data.tags", "data.tag", "events.4: uk.police.incident.tagged has no field tag"),
        (
            'data.master_id = { column = "Master Log" }',
            "",
            "events.5: uk.police.incident.linked needs the field master_id",
        ),
        ("number = true", "split = 5", "events.1.data.caller_age.split: Input should be a valid"),
        ("number = true", "digits = 5", "there is no key events.1.data.caller_age.digits"),
        (
            'each = ";"',
            'each = ";", split = ";"',
            "events.6.data.unit: a cell is either split into a list or brings an event for each",
        ),
        (
            'data.team = { column = "Response Team" }',
            'data.team = { column = "Response Team", each = ";" }',
            "events.6: only one field may bring an event for each part",
        ),
        (
            'words = "grades", unknown = "error"',
            'words = "grades"',
            "events.3.data.grade: words and unknown go together",
        ),
        (
            'words = "grades", unknown = "error"',
            'words = "grades", unknown = "keep"',
            "events.3.data.grade.unknown: Input should be 'error' or 'pass'",
        ),
        (
            'ignored = ["Call Start"',
            'ignored = ["Call End"',
            "the column Call End is both read and ignored",
        ),
        (
            'optional = ["Ward"]',
            'optional = ["Ward", "Qualifiers"]',
            "the column Qualifiers may not be optional: files have to have it",
        ),
        (
            'data.incident_ids = { column = "Log Number", split = ";" }',
            "",
            "events: uk.police.contact.ended needs the field incident_ids beside events of",
        ),
        ('when = ["Closed"]', "when = []", "events.10.when: List should have at least 1 item"),
        ("urn:trial", "urn trial", "source: String should match pattern"),
    ],
)
def test_a_key_that_is_wrong_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in CONTROLWORKS
    said = refused(tmp_path, CONTROLWORKS.replace(old, new, 1))
    assert (said.startswith(f"own.toml: {sentence}"), said.count("\n"), said[-1]) == (True, 0, ".")


def test_what_is_no_toml_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path, "source =") == (
        "own.toml is no TOML in UTF-8: Invalid value (at end of document)."
    )


def test_what_the_documentation_shows_is_the_shipped_map() -> None:
    page = (DOCS / "nightly-file.md").read_text(encoding="utf-8")
    block = page.split("```toml\n")[1].split("```")[0]
    shown = [line.split("  #")[0].strip() for line in block.splitlines() if line]

    assert set(shown) - set(CONTROLWORKS.splitlines()) == set()
    assert len(shown) > 15


def test_a_rejection_finds_its_column() -> None:
    event = read_map("controlworks").events[3]
    assert {field: event.column_of(field) for field in ("id", "time", "data.tags.0", "type")} == {
        "id": "Log Number",
        "time": "Log Opened",
        "data.tags.0": "Qualifiers",
        "type": "",
    }
