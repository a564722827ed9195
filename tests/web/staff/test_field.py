"""The pages of devices and of forms that could not be taken."""

import base64
import html
import json
import re
import zlib

import pytest
from django.conf import settings as conf
from django.test import Client
from playwright.sync_api import expect
from pytest_django import DjangoAssertNumQueries, Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.fieldwork import devices
from heard.fieldwork.models import Device, Rejected
from heard.fieldwork.receive import Unacceptable
from heard.fieldwork.rejected import WARNED
from heard.fieldwork.submit import Sent, submit
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.journal.models import Entry
from heard.responses.models import Response
from tests.browser import NewPage, faults
from tests.core.posters.known import scanned
from tests.fieldwork.instances import START, instance
from tests.open_ways import ANN, NOW, every_kind, way_in
from tests.questionnaires.all_kinds import SAID
from tests.web.staff.people import a_link, a_person, go_in, inside, read

ADMINISTRATOR = User.Role.ADMINISTRATOR
DEVICES, REJECTED = "/staff/field/devices", "/staff/field/rejected"
EVIL = "<script>alert(1)</script>"


def let_in(client: Client, name: str = "Tablet 7") -> str:
    person = str(User.objects.get(email="administrator@example.org").pk)
    return client.post(DEVICES, {"person": person, "name": name}).content.decode()


def rejected(*codes: str, **changes: str) -> None:
    """Bring a form by each way in that cannot be taken."""
    for number, code in enumerate(codes):
        xml = instance(code, {**SAID, **changes}, uuid=f"uuid:{number}")
        with pytest.raises(Unacceptable):
            submit(Sent(xml=xml, interviewer=None, device="tablet 7"), now=NOW)


def shut_way() -> Collector:
    every_kind()
    way = way_in("trial", channel="officer", place="Market")
    collectors.close(way, by=ANN, now=START.replace(day=1), because="Done.")
    return way


@pytest.mark.django_db
def test_a_device_is_let_in_once_shown_and_listed_without_its_secret(settings: Settings) -> None:
    client = inside(ADMINISTRATOR)
    page = let_in(client, "Ann's <b>tablet</b>")
    found = re.search(rf"{settings.SITE_URL}/openrosa/([\w-]{{22}})<", page)
    assert found is not None
    assert devices.by_secret(found[1]) == Device.objects.get()
    assert ("&lt;b&gt;tablet" in page, "<svg" in page) == (True, True)
    later = client.get(DEVICES).content.decode()
    assert (found[1] in later, Device.objects.get().username in later) == (False, True)
    acts = Entry.objects.filter(act__regex=r"^(fieldwork|web)\.").order_by("id")
    name = Device.objects.get().username
    assert list(acts.values_list("act", "subject")) == [
        ("fieldwork.make_device", f"device:{name}"),
        ("web.look", f"page:field-devices device:{name}"),
        ("web.look", "page:field-devices"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"person": "", "name": ""}, ["Choose whose device it is", "Say which device it is"]),
        ({"person": "0", "name": 61 * "x"}, ["Choose somebody from the list", "Say it in 60"]),
    ],
)
def test_what_is_missing_is_said_and_nobody_let_in(fields: dict[str, str], said: list[str]) -> None:
    page = inside(ADMINISTRATOR).post(DEVICES, fields).content.decode()
    assert [words for words in said if words not in page] == []
    assert not Device.objects.exists()


@pytest.mark.django_db
def test_a_device_is_shut_out_by_its_button() -> None:
    client = inside(ADMINISTRATOR)
    let_in(client)
    device = Device.objects.get()
    answer = client.post(f"{DEVICES}/{device.pk}/revoke")
    assert (answer.status_code, answer["Location"]) == (303, DEVICES)
    device.refresh_from_db()
    assert device.revoked_at is not None
    assert "Shut out" in read(client, DEVICES)


@pytest.mark.django_db
def test_the_list_names_no_answer_and_opening_one_does_and_is_journalled() -> None:
    way = shut_way()
    rejected(way.code, why=EVIL)
    client = inside(ADMINISTRATOR)
    listed = read(client, REJECTED)
    for words in ("Market", "was closed before the interview ended", "Not taken", "ODK Collect"):
        assert words in listed
    assert ("alert(1)" in listed, "elm" in listed) == (False, False)
    row = Rejected.objects.get()
    page = client.get(f"{REJECTED}/{row.pk}").content.decode()
    assert (html.escape(EVIL) in page, EVIL in page, "tablet 7" in page) == (
        True,
        False,
        True,
    )
    looks = Entry.objects.filter(act="web.look").order_by("-id").values_list("subject", flat=True)
    assert looks[0] == f"page:field-rejected-one rejected:{row.pk}"


@pytest.mark.django_db
def test_the_button_takes_it_once_nothing_stands_in_its_way() -> None:
    way = shut_way()
    rejected(way.code)
    client, row = inside(ADMINISTRATOR), Rejected.objects.get()
    page = client.post(f"{REJECTED}/{row.pk}").content.decode()
    assert page.count("was closed before the interview ended") == 2
    assert not Response.objects.exists()
    Collector.objects.update(closed_at=None)
    page = client.post(f"{REJECTED}/{row.pk}").content.decode()
    assert ("A form that was taken since" in page, "Take it as it is now" in page) == (True, False)
    assert Response.objects.count() == 1
    assert Entry.objects.get(act="fieldwork.take_rejected").subject == f"rejected:{row.pk}"
    assert "Taken since" in read(client, REJECTED)
    assert client.get(f"{REJECTED}/0").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_each_says_when_it_goes_and_the_list_warns_a_week_before() -> None:
    way = shut_way()
    rejected(way.code, way.code, why="He is outside and has a knife")
    client = inside(ADMINISTRATOR)
    listed = read(client, REJECTED)
    assert ("Goes on 10 Jan 2021" in listed, "within a week" in listed) == (True, False)
    soon = NOW + conf.REJECTED_KEPT - WARNED
    simulate.advance(to=soon)
    listed = read(client, REJECTED)
    assert (
        "2 forms that were not taken go within a week. After that nobody can take them." in listed
    )
    assert listed.count("Goes within a week: 10 Jan 2021") == 2
    (first, second) = Rejected.objects.order_by("pk")
    assert "10 January 2021" in client.get(f"{REJECTED}/{first.pk}").content.decode()
    Rejected.objects.filter(pk=second.pk).update(settled_at=NOW)
    assert "1 form that was not taken goes within a week" in read(client, REJECTED)
    Rejected.objects.filter(pk=first.pk).update(brought=None)
    listed, page = read(client, REJECTED), client.get(f"{REJECTED}/{first.pk}").content.decode()
    assert ("that was not taken goes" in listed, "Erased" in listed) == (False, True)
    assert ("It was erased" in page, "Take it as it is now" in page) == (True, False)
    page = client.post(f"{REJECTED}/{first.pk}").content.decode()
    assert "What it said was erased." in page


@pytest.mark.django_db
def test_what_nobody_could_read_is_shown_as_it_came() -> None:
    rejected("nowhere2")
    page = inside(ADMINISTRATOR).get(f"{REJECTED}/{Rejected.objects.get().pk}").content.decode()
    assert "&lt;treatment&gt;8&lt;/treatment&gt;" in page


@pytest.mark.django_db
@pytest.mark.parametrize("items", [1, 3])
def test_more_rows_need_no_more_queries(
    items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rejected(*(items * [shut_way().code]))
    client = inside(ADMINISTRATOR)
    for number in range(items):
        let_in(client, f"Tablet {number}")
    with django_assert_num_queries(7):
        client.get(DEVICES)
    with django_assert_num_queries(7):
        client.get(REJECTED)


def server_in(pdf: bytes) -> str:
    """Scan the code on a printed page as ODK Collect does, and give the address in it."""
    ((text, _),) = scanned(pdf)
    told = json.loads(zlib.decompress(base64.b64decode(text)))
    return str(told["general"]["server_url"])


@pytest.mark.usefixtures("own_database", "simulated")
def test_the_pages_fit_and_everybody_can_use_them(
    new_page: NewPage, site: str, settings: Settings
) -> None:
    settings.SITE_URL = site
    rejected(shut_way().code)
    page = new_page(width=320)
    go_in(page, site + a_link(a_person("bob@example.org", role=ADMINISTRATOR)))
    page.goto(f"{site}{DEVICES}")
    assert faults(page, 320, 1280) == []
    page.get_by_role("button", name="Let it in").click()
    page.locator(".govuk-error-summary:focus").wait_for()
    assert faults(page, 320, 1280) == []
    page.get_by_label("Whose it is").select_option(label="Ann Lee, bob@example.org")
    page.get_by_label("Which device").fill("Tablet 7")
    page.get_by_role("button", name="Let it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tablet 7 of Ann Lee")
    assert faults(page, 320, 1280) == []
    assert server_in(page.pdf()).startswith(f"{site}/openrosa/")
    page.get_by_role("link", name="All devices").click()
    expect(page.get_by_role("button", name="Shut out")).to_have_count(1)
    assert faults(page, 320, 1280) == []
    page.get_by_role("link", name="Not taken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("could not be taken"))
    assert faults(page, 320, 1280) == []
    page.get_by_role("link", name=re.compile("12 Oct 2020")).click()
    page.get_by_role("button", name="Take it as it is now").click()
    page.locator(".govuk-error-summary:focus").wait_for()
    assert faults(page, 320, 1280) == []
