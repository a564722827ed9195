"""What is published is listed, shown word by word in every language, and taken away as it is."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]

from heard.core.questionnaire import xform
from heard.questionnaires import queries, release
from tests.questionnaires.bilingual import ANN, BEN, bilingual, saved
from tests.questionnaires.forms import COMMENT, write_form
from tests.web.staff.people import read

pytestmark = pytest.mark.django_db


def test_each_version_says_whether_it_is_asked_now(vic: Client) -> None:
    page = read(vic, "/staff/questionnaires")
    assert "pilot, version 3 To come 25 January 2021 at 00:00" in page
    assert "pilot, version 2 Asked now 9 October 2020 at 00:00" in page
    assert "pilot, version 1 Followed by another 28 September 2020 at 00:00" in page
    assert "Begin a draft" not in page


def test_a_version_stands_with_all_its_languages_side_by_side(vic: Client) -> None:
    answer = vic.get("/staff/questionnaires/pilot/3").content.decode()
    assert '<td class="govuk-table__cell heard-words" lang="ar" dir="auto">' in answer
    page = read(vic, "/staff/questionnaires/pilot/3")
    assert "Machine-written To be checked by a translator: 14 of 23 strings" in page
    assert "Nobody: it was published without a second reader" in page
    assert "Sheet survey, row 2, column label::English (en): may ask for two things" in page


def test_a_word_that_is_missing_is_marked(vic: Client) -> None:
    page = read(vic, f"/staff/drafts/{saved(bilingual(welsh='')).pk}")
    assert "treatment label survey, row 2 How polite were we? Missing" in page


@pytest.mark.parametrize("path", ["/staff/questionnaires/pilot/3", None])
def test_what_is_taken_away_is_what_is_kept(vic: Client, path: str | None) -> None:
    draft = saved()
    version = queries.find_version("pilot", 3)
    assert version is not None
    source = version.source if path else draft.source
    name = "pilot_3" if path else f"draft_{draft.pk}"
    path = path or f"/staff/drafts/{draft.pk}"
    answer = vic.get(f"{path}/file/md")
    assert answer.content.decode() == source
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.md"'
    answer = vic.get(f"{path}/file/xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["survey", "choices", "settings"]


@pytest.mark.parametrize("path", ["questionnaires/pilot/3", None])
def test_the_form_that_a_device_would_get_can_be_tried_before(
    vic: Client, path: str | None
) -> None:
    path = path or f"drafts/{saved().pk}"
    answer = vic.get(f"/staff/{path}/file/xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml")
    asked = xform.read(answer.content.decode()).questions()
    assert asked[0].path.rpartition("/")[2] == "treatment"


def test_a_draft_that_lacks_words_gives_no_form_for_a_device(vic: Client) -> None:
    incomplete = write_form((*COMMENT[:2], "", *COMMENT[3:]))
    page = read(vic, f"/staff/drafts/{saved(incomplete).pk}/file/xml")
    assert "It cannot be written as a file yet" in page
    assert "The first language lacks words." in page


def test_what_no_workbook_holds_is_said(vic: Client) -> None:
    draft = saved(write_form((*COMMENT[:2], "x" * 32_768, *COMMENT[3:])))
    assert "a workbook holds 32,767 characters" in read(vic, f"/staff/drafts/{draft.pk}/file/xlsx")


@pytest.mark.parametrize("path", ["pilot/99", "nothing/1", "pilot/1/file/exe", "nothing/1/texts"])
def test_what_is_not_there_is_said_to_be_so(vic: Client, path: str) -> None:
    answer = vic.get(f"/staff/questionnaires/{path}")
    assert (answer.status_code, b"There is nothing here" in answer.content) == (404, True)


@pytest.mark.parametrize("page", ["", "/preview", "/telephone"])
def test_a_number_larger_than_any_key_is_simply_not_there(vic: Client, page: str) -> None:
    assert vic.get(f"/staff/drafts/{10**30}{page}").status_code == 404
    assert vic.get(f"/staff/questionnaires/pilot/{10**30}{page}").status_code == 404
    assert vic.get(f"/staff/releases/{10**30}").status_code == 404


def test_a_questionnaire_that_is_still_to_begin_has_no_version_asked_now(vic: Client) -> None:
    start = datetime(2022, 1, 1, tzinfo=UTC)
    now = datetime(2020, 10, 12, tzinfo=UTC)
    release.publish_file(
        bilingual(),
        valid_from=start,
        objects=lambda _v: (),
        writer=ANN,
        approver=BEN,
        now=now,
    )
    assert "trial, version 1 To come" in read(vic, "/staff/questionnaires")
