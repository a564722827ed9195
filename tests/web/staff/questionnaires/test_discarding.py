"""A draft is discarded on a page of its own, and every page says so afterwards."""

import pytest
from django.test import Client

from heard.journal.models import Entry
from heard.questionnaires.models import Discard, Release
from tests.questionnaires.bilingual import bilingual
from tests.web.staff.people import read
from tests.web.staff.questionnaires.sending import newest, said, typed
from tests.web.staff.questionnaires.test_releases import SPRING, confirm_on_pages

pytestmark = pytest.mark.django_db
WHO = "Ann Lee discarded this draft on 12 October 2020"


def _path(page: str = "") -> str:
    return f"/staff/drafts/{newest().pk}{page}"


def test_whoever_may_write_discards_a_draft_after_a_question(ann: Client, cat: Client) -> None:
    typed(ann, bilingual())
    assert "Discard it" in read(cat, _path())
    page = read(cat, _path("/discard"))
    assert "It cannot be brought back" in page
    assert "that falls away with it" not in page
    assert said(cat.post(_path("/discard"), {"reason": ""})) == (400, "Why: say it")
    assert not Discard.objects.exists()
    assert said(cat.post(_path("/discard"), {"reason": "Asked elsewhere"})) == (303, _path())
    assert Entry.objects.get(act="questionnaires.discard").reason == "Asked elsewhere"
    page = read(ann, _path())
    assert f"{WHO} at" in page
    assert "It was discarded: it cannot be published." in page
    assert ("Change it" in page, "Discard it" in page) == (False, False)
    assert _path() not in ann.get("/staff/questionnaires").content.decode()
    assert "Discarded a draft of a questionnaire" in read(ann, "/staff/journal")


def test_nothing_is_done_with_a_discarded_draft(ann: Client, ben: Client) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1, 2)
    _, address = said(ann.post(_path(), SPRING))
    assert "that falls away with it" in read(ben, _path("/discard"))
    ben.post(_path("/discard"), {"reason": "Asked elsewhere"})
    for path, form in (
        (_path(), SPRING),
        (_path("/edit"), {"source": bilingual(question="How kind?")}),
        (_path("/discard"), {"reason": "Again"}),
        (address, {"decision": "approve"}),
    ):
        status, why = said(ben.post(path, form))
        assert (status, why.startswith(WHO)) == (400, True)
    assert "begin another draft" in read(ann, _path("/edit"))
    assert f"It cannot be discarded. {WHO}" in read(ann, _path("/discard"))
    page = read(ben, address)
    assert f"It cannot be approved. {WHO}" in page
    assert "Approve: publish it" not in page
    assert "Waiting for a second person Asked for By When From None" in read(
        ann, "/staff/questionnaires"
    )


def test_what_is_published_is_not_discarded(ann: Client, ben: Client) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1, 2)
    _, address = said(ann.post(_path(), SPRING))
    ben.post(address, {"decision": "approve"})
    assert Release.objects.count() == 1
    assert "Discard it" not in read(ann, _path())
    assert "what is out is never discarded" in read(ann, _path("/discard"))
    assert said(ann.post(_path("/discard"), {"reason": "Wrong"}))[0] == 400
    assert not Discard.objects.exists()


def test_a_viewer_discards_nothing_and_no_draft_is_not_there(ann: Client, vic: Client) -> None:
    typed(ann, bilingual())
    assert vic.get(_path("/discard")).status_code == 403
    assert vic.post(_path("/discard"), {"reason": "No"}).status_code == 403
    assert ann.get("/staff/drafts/999999/discard").status_code == 404
    assert "Discard it" not in read(vic, _path())
