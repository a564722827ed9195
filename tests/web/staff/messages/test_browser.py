"""The pages about messages break no rule of access, narrow and wide."""

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.membership import attach
from heard.membership.attach import Given
from heard.membership.dress import Words
from heard.membership.models import Interest, Priority
from heard.membership.write import ask, translate
from tests.browser import NewPage, faults
from tests.core.attached.made import jpeg
from tests.membership.asked import NOW
from tests.membership.told import AUTHOR, replied, written
from tests.web.staff.people import inside, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def test_they_break_no_rule_of_access(new_page: NewPage) -> None:
    copy = replied()
    draft = written(interests=[Interest.FRAUD], priority=Priority.IMPORTANT)
    polish = Words(language="pl", title="Szopy", body="Zamknij.")
    translate(draft, polish, by="Ola", who=AUTHOR, now=NOW)
    file = Given(name="Map.jpg", words="A map", content=jpeg(900, 500))
    attach.add(draft, file, who=AUTHOR, scanner="", now=NOW)
    waits = written()
    translate(waits, polish, by="Ola", who=AUTHOR, now=NOW)
    ask(waits, who=AUTHOR, now=NOW)
    staff, page = inside(User.Role.COMMUNICATIONS), new_page()
    paths = ["/staff/messages", "/staff/messages/new", "/staff/replies"]
    paths += [f"/staff/messages/{draft.pk}{of}" for of in ("", "/edit", "/in/ur", "/files")]
    paths += [f"/staff/messages/{waits.pk}", f"/staff/messages/{waits.pk}/in/pl"]
    paths += [f"/staff/messages/{copy.message_id}", f"/staff/replies/{copy.pk}"]
    for path in paths:
        page.set_content(styled(staff.get(path)))
        assert (path, faults(page, 320, 1280)) == (path, [])
    for path in (f"/community/message/{copy.token}", f"/community/messages/{copy.message_id}"):
        page.set_content(styled(Client().get(path)))
        assert (path, faults(page, 320, 1280)) == (path, [])
