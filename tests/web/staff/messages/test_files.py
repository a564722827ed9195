"""Files of messages on the pages for staff: put in by who writes, seen by who approves."""

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from heard.accounts.models import User
from heard.membership.models import Attachment, Message
from heard.web import uploads
from tests.core.attached.made import archive, jpeg, pdf
from tests.membership.told import approved, written
from tests.web.staff.messages.test_views import GIVEN, PAGE, of
from tests.web.staff.people import inside, read

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def put(team: Client, path: str, content: bytes, *, words: str = "A map") -> "Response":
    return team.post(path, {"file": SimpleUploadedFile("Map.jpg", content), "words": words})


def test_who_writes_adds_and_removes_and_who_approves_sees_them() -> None:
    team, lead = inside(User.Role.NEIGHBOURHOOD), inside(User.Role.COMMUNICATIONS)
    team.post(f"{PAGE}/new", GIVEN)
    page = f"{PAGE}/{Message.objects.get().pk}"
    files = f"{page}/files"
    assert "Add or remove files" in read(team, page)
    for content in (jpeg(), pdf(), jpeg()):
        assert put(team, files, content).status_code == 303
    assert "It has as many as it may have." in read(team, files)
    assert team.post(files, {"remove": "3"}).status_code == 303
    team.post(page, {"do": "ask"})
    assert team.get(files).status_code == 404
    shown = lead.get(page).content.decode()
    assert f'src="{files}/1" alt="A map"' in shown
    assert "Map.pdf" in shown
    file = lead.get(f"{files}/2")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"] == 'attachment; filename="Map.pdf"'
    assert file.headers["Content-Security-Policy"].endswith("sandbox")
    assert lead.get(f"{files}/3").status_code == 404


def test_what_breaks_a_rule_is_said_beside_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    team, path = of("neighbourhood"), f"{PAGE}/{written().pk}/files"
    for content, words, why in (
        (archive(), "A map", "Map is no PDF, JPEG or PNG."),
        (b"", "A map", "Map is empty."),
        (jpeg(), "", "Say what the file shows"),
    ):
        answer = put(team, path, content, words=words)
        assert (answer.status_code, why in answer.content.decode()) == (400, True)
    assert "Choose a file" in team.post(path, {"words": "A map"}).content.decode()
    with override_settings(SCANNER="tcp://127.0.0.1:1"):
        assert "scanner does not answer" in put(team, path, jpeg()).content.decode()
    monkeypatch.setattr(uploads, "LARGEST", 100)
    assert "more than 5,000,000 bytes" in put(team, path, jpeg()).content.decode()
    assert not Attachment.objects.exists()


def test_a_team_of_another_area_finds_none() -> None:
    path = f"{PAGE}/{written().pk}/files"
    assert put(of("neighbourhood"), path, jpeg()).status_code == 303
    other = of("neighbourhood", "CV", "y")
    assert other.get(path).status_code == 404
    assert other.get(f"{path}/1").status_code == 404
    ready = approved(areas=())
    assert other.get(f"{PAGE}/{ready.pk}/files/1").status_code == 404
