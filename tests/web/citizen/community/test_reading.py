"""A message on its pages: for anybody, and for the member who may reply."""

import pytest
from django.test import Client

from heard.membership import attach, write
from heard.membership.attach import Given
from heard.membership.models import Copy, Member, Message, Reply, Translation
from tests.core.attached.made import jpeg, pdf
from tests.membership.asked import NOW, member
from tests.membership.told import AUTHOR, LEAD, approved, replied, sent, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def test_anybody_reads_what_was_sent_and_nothing_else() -> None:
    shown, hidden, draft = approved(), approved(is_public=False), written()
    sent(), sent()
    client = Client()
    page = client.get(f"/community/messages/{shown.pk}")
    assert (page.status_code, "Lock yours." in page.content.decode()) == (200, True)
    assert "<textarea" not in page.content.decode()
    for other in (hidden.pk, draft.pk, 999_999):
        assert client.get(f"/community/messages/{other}").status_code == 404
    write.cancel(shown, "Wrong", who=LEAD, now=NOW)
    assert client.get(f"/community/messages/{shown.pk}").status_code == 404


def test_a_page_is_in_the_language_of_its_reader_where_it_is_there() -> None:
    message = approved()
    facts = {"title": "Szopy", "body": "Zamknij.", "by": "Ola", "checked_by": "Ben", "at": NOW}
    Translation.objects.create(message=message, language="pl", **facts)
    Translation.objects.create(message=message, language="ur", **facts | {"checked_by": ""})
    sent()
    page = f"/community/messages/{message.pk}"
    assert "Zamknij." in Client().get(page, {"language": "pl"}, follow=True).content.decode()
    urdu = Client().get(page, {"language": "ur"}, follow=True).content.decode()
    assert 'lang="en-GB" dir="ltr"' in urdu


def with_files(*, is_public: bool) -> Message:
    """Give a message with a picture and a document that waits for a second person."""
    message = written(is_public=is_public)
    for content in (jpeg(), pdf()):
        file = Given(name="Map of <Elm Road>", words="Elm & Oak Road", content=content)
        attach.add(message, file, who=AUTHOR, scanner="", now=NOW)
    write.ask(message, who=AUTHOR, now=NOW)
    return message


def test_files_are_there_from_when_their_message_leaves_until_it_is_cancelled() -> None:
    member()
    Member.objects.update(area="BE")
    message, hidden = with_files(is_public=True), with_files(is_public=False)
    client, page = Client(), f"/community/messages/{message.pk}"
    assert client.get(f"{page}/files/1").status_code == 404
    for one in (message, hidden):
        write.approve(one, who=LEAD, now=NOW)
    sent(), sent()
    mine = f"/community/message/{Copy.objects.get(message=message).token}"
    for place in (page, mine):
        shown = client.get(place).content.decode()
        assert f'src="{place}/files/1" alt="Elm &amp; Oak Road"' in shown
        assert "Download Map of Elm Road.pdf (PDF, " in shown
        found = [client.get(f"{place}/files/{n}").status_code for n in (1, 2, 3)]
        assert found == [200, 200, 404]
    nothing = (f"/community/messages/{hidden.pk}/files/1", "/community/message/nothing/files/1")
    assert {client.get(path).status_code for path in nothing} == {404}
    write.cancel(message, "Wrong", who=LEAD, now=NOW)
    assert {client.get(f"{one}/files/1").status_code for one in (page, mine)} == {404}


def test_a_file_is_kept_and_never_opened_as_a_page() -> None:
    member()
    Member.objects.update(area="BE")
    message = with_files(is_public=True)
    write.approve(message, who=LEAD, now=NOW)
    sent()
    for number, kind in ((1, "image/jpeg"), (2, "application/pdf")):
        file = Client().get(f"/community/messages/{message.pk}/files/{number}")
        assert file.headers["Content-Type"] == kind
        assert file.headers["Content-Disposition"].startswith('attachment; filename="Map of Elm')
        assert file.headers["Content-Security-Policy"].endswith("sandbox")
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert file.headers["Cache-Control"] == "public, max-age=60"
    own = Client().get(f"/community/message/{Copy.objects.get().token}/files/1")
    assert own.headers["Cache-Control"] == "no-store"


def test_a_member_replies_and_rates_and_a_look_changes_nothing() -> None:
    copy = replied()
    client, page = Client(), f"/community/message/{copy.token}"
    shown = client.get(page).content.decode()
    assert "Lock yours." in shown
    assert "Which road?" not in shown
    assert client.post(page, {"words": "Hello"}).headers["Location"] == f"{page}?done=written"
    assert client.post(page, {"useful": "yes"}).headers["Location"] == f"{page}?done=rated"
    assert (Reply.objects.count(), Copy.objects.get().useful) == (2, True)
    for done in ("written", "rated", "nonsense"):
        assert client.get(page, {"done": done}).status_code == 200
    assert client.post(page, {"words": " "}).status_code == 400
    for _ in range(3):
        client.post(page, {"words": "Hello"})
    late = client.post(page, {"words": "Hello"})
    assert (late.status_code, "as much as can be written" in late.content.decode()) == (400, True)
    assert client.get("/community/message/nothing").status_code == 404
