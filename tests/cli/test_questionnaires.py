"""Questionnaires are listed, checked, written out and published from the command line."""

from pathlib import Path

import pytest

from heard.eligibility.models import Programme
from heard.questionnaires import publish, queries
from heard.questionnaires.export import workbook
from heard.questionnaires.models import Decision, Release
from tests.cli.terminal import as_json, heard, refused
from tests.questionnaires.bilingual import bilingual
from tests.questionnaires.forms import TREATMENT, write_form

pytestmark = pytest.mark.usefixtures("given")
BY = ("--written-by", "ann@example.org", "--approved-by", "Ben Roe")
NOTE = ("note", "hello", "A few questions", "", "", "")


@pytest.fixture
def people(given: dict[str, str]) -> None:
    """Add an analyst and two administrators, one of whom is shut out."""
    for name, role in (("Ann Lee", "analyst"), ("Ben Roe", "administrator")):
        email = f"{name[:3].lower()}@example.org"
        heard("staff", "add", email, "--name", name, "--role", role)
    heard("staff", "add", "cat@example.org", "--name", "Cat Moss", "--role", "administrator")
    heard("staff", "change", "cat@example.org", "--shut-out")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "trial.md"
    found.write_text(bilingual(), encoding="utf-8")
    return found


def test_every_version_is_listed() -> None:
    lines = heard("questionnaires").stdout.splitlines()
    assert "pilot 2, from 2020-10-08T23:00:00+00:00" in lines
    versions = as_json("questionnaires")["versions"]
    assert versions[0] == {
        "slug": "caller_101",
        "version": 1,
        "valid_from": "2018-01-01T00:00:00+00:00",
    }
    assert len(versions) == len(lines) == 22


def test_a_good_file_is_said_to_be_so(file: Path, tmp_path: Path) -> None:
    done = heard("questionnaires", "check", str(file))
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "trial version 1 can be published.",
            "English (en): 13 strings.",
            "Welsh (cy): 13 strings.",
        ],
    )
    book = tmp_path / "trial.xlsx"
    book.write_bytes(workbook(write_form((*TREATMENT[:2], "Kind and fair?", *TREATMENT[3:]))))
    lines = heard("questionnaires", "check", str(book)).stdout.splitlines()
    assert lines[1:] == [
        "English: 12 strings.",
        "To look at: Sheet survey, row 2, column label: may ask for two things at once.",
    ]


def test_each_fault_of_a_file_is_a_line(file: Path) -> None:
    file.write_text(bilingual(welsh="", number="next"), encoding="utf-8")
    done = heard("questionnaires", "check", str(file))
    assert (done.exit_code, len(done.stdout.splitlines())) == (1, 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nothing", "heard: The file must be an XLSForm as Markdown, CSV or .xlsx.\n"),
        (b"PK", "heard: The file must be an XLSForm as Markdown, CSV or .xlsx.\n"),
        (b"\xff", "must be an .xlsx, or text in UTF-8.\n"),
        (None, "heard: there is no file "),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    file: Path, content: bytes | None, sentence: str
) -> None:
    file.unlink() if content is None else file.write_bytes(content)
    assert sentence in refused("questionnaires", "check", str(file))


def test_a_version_is_written_out_and_can_be_checked_again(tmp_path: Path) -> None:
    for name in ("pilot.xlsx", "pilot.md"):
        path = str(tmp_path / name)
        assert heard("questionnaires", "export", "pilot", "3", path).exit_code == 0
        said = heard("questionnaires", "check", path).stdout
        assert said.startswith("pilot version 3 can be published.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("pilot", "9", "p.xlsx"),
            "there is no version 9 of pilot: heard questionnaires lists all.",
        ),
        (("pilot", "3", "p.pdf"), "p.pdf must end with .xlsx or .md."),
        (("pilot", "3", "no/where/p.md"), "there is no folder "),
    ],
)
def test_what_cannot_be_written_out_is_said(
    words: tuple[str, str, str], sentence: str, tmp_path: Path
) -> None:
    slug, number, name = words
    assert sentence in refused("questionnaires", "export", slug, number, str(tmp_path / name))


@pytest.mark.usefixtures("people")
def test_a_cell_that_no_workbook_holds_is_said(file: Path, tmp_path: Path) -> None:
    file.write_text(bilingual(question="x" * 32_768), encoding="utf-8")
    heard("questionnaires", "publish", str(file), "--from", "2099-01-01", *BY)
    book = str(tmp_path / "trial.xlsx")
    assert "cell C2" in refused("questionnaires", "export", "trial", "1", book)


@pytest.mark.usefixtures("people")
def test_a_file_is_published_from_a_day_on(file: Path) -> None:
    done = heard("questionnaires", "publish", str(file), "--from", "2099-06-01", *BY)
    assert (done.exit_code, done.stderr) == (
        0,
        "trial version 1 is asked from 2099-06-01 on.\n",
    )
    version = queries.find_version("trial", 1)
    assert version is not None
    assert version.valid_from.isoformat() == "2099-05-31T23:00:00+00:00"
    assert publish.asked(version).codes() == ("en", "cy")
    asked = Release.objects.get()
    decided_by = Decision.objects.get().decided_by_label
    assert (asked.asked_by_label, decided_by) == ("Ann Lee", "Ben Roe")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("written_by", "approved_by", "sentence"),
    [
        ("Ben Roe", "ben@example.org", "It takes two people: --approved-by must be another"),
        ("dan", "Ben Roe", "--written-by: nobody is called dan"),
        ("Ann Lee", "Ann Lee", "--approved-by: Ann Lee is analyst, and it takes administrator."),
        ("Ann Lee", "Cat Moss", "--approved-by: Cat Moss is shut out."),
    ],
)
def test_two_people_who_may_are_named(
    file: Path, written_by: str, approved_by: str, sentence: str
) -> None:
    by = ("--written-by", written_by, "--approved-by", approved_by)
    said = refused("questionnaires", "publish", str(file), "--from", "2099-06-01", *by)
    assert sentence in said
    assert not Release.objects.exists()


@pytest.mark.usefixtures("people")
def test_a_name_that_two_have_names_nobody(file: Path) -> None:
    heard("staff", "add", "other@example.org", "--name", "Ann Lee", "--role", "analyst")
    by = ("--written-by", "Ann Lee", "--approved-by", "Ben Roe")
    said = refused("questionnaires", "publish", str(file), "--from", "2099-06-01", *by)
    assert "several are called Ann Lee: give the address" in said


@pytest.mark.usefixtures("people")
def test_what_cannot_be_published_is_said_and_nothing_is_out(file: Path) -> None:
    past = refused("questionnaires", "publish", str(file), "--from", "2018-01-01", *BY)
    assert "It must start in the future" in past
    Programme.objects.filter(slug="sms_contact").update(by_turns=True)
    file.write_text(write_form(NOTE, slug="pilot", version="9"), encoding="utf-8")
    said = refused("questionnaires", "publish", str(file), "--from", "2099-01-01", *BY)
    assert "asks nothing to begin with" in said
    assert queries.find_version("pilot", 9) is None
