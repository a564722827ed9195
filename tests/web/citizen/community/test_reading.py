"""A message on its pages: for anybody, and for the member who may reply."""

import pytest
from django.test import Client

from heard.membership import write
from heard.membership.models import Copy, Reply, Translation
from tests.membership.asked import NOW
from tests.membership.told import LEAD, approved, replied, sent, written

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
    facts = {"title": "Szopy", "body": "Zamknij.", "by": "Ola", "at": NOW}
    Translation.objects.create(message=message, language="pl", **facts)
    sent()
    page = f"/community/messages/{message.pk}"
    assert "Zamknij." in Client().get(page, {"language": "pl"}, follow=True).content.decode()
    urdu = Client().get(page, {"language": "ur"}, follow=True).content.decode()
    assert 'lang="en-GB" dir="ltr"' in urdu


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
