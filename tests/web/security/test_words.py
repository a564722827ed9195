"""What somebody typed in, or calls themselves, runs nowhere and leads nowhere."""

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.admission.models import Passkey
from tests.addresses import routes
from tests.web.parts import path_of
from tests.web.staff.people import NOW, a_person, browser_of, sign_in
from tests.web.test_access import STAFF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
RUNS = "\"'><script>alert(1)</script>"
FILTERS = ("q", "from", "to", "by", "and", "then", "area", "question", "theme", "person", "day")
ELSEWHERE = "https://evil.example"


def test_no_filter_of_any_page_comes_back_as_it_was_typed() -> None:
    client = browser_of(a_person(role=User.Role.ADMINISTRATOR))
    query = dict.fromkeys(FILTERS, RUNS)
    pages = {route: client.get(path_of(route), query) for route in STAFF}
    assert [route for route, page in pages.items() if RUNS.encode() in page.content] == []
    assert [route for route, page in pages.items() if page.status_code >= 500] == []


def test_no_name_runs_on_a_page_that_shows_it() -> None:
    eve = a_person(role=User.Role.ADMINISTRATOR)
    User.objects.filter(pk=eve.pk).update(name=RUNS)
    Passkey.objects.create(
        user=eve, credential_id=b"id", credential=b"key", name=RUNS, added_at=NOW
    )
    client = browser_of(eve)
    session = client.session
    session["device"] = RUNS
    session.save()
    for path in ("account", "people", f"people/{eve.pk}", "journal", "calls/ended"):
        page = client.get(f"/staff/{path}").content.decode()
        assert (path, RUNS in page, "&lt;script&gt;" in page) == (path, False, True)


def test_no_address_that_is_handed_over_leads_out_of_the_house() -> None:
    """What else it may look like, `tests/web/staff/test_sign_in.py` tries at the one that leads."""
    a_person()
    query = dict.fromkeys(("next", "back", "to", "url", "return"), ELSEWHERE)
    answers = [sign_in(Client(), **query)]
    client = browser_of(User.objects.get())
    answers += [client.get(path_of(one), query) for one in routes() if one.startswith("staff/")]
    led = [answer.headers.get("Location", "") for answer in answers]
    assert [one for one in led if one.startswith(ELSEWHERE)] == []
