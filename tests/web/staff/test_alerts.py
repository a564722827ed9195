"""The pages of alerts: a list without words, one at a time with them, and who looked."""

import pytest
from playwright.sync_api import expect
from pytest_django import DjangoAssertNumQueries
from structlog.testing import capture_logs

from heard import worker
from heard.accounts.models import User
from heard.channels.memory import Memory
from heard.delivery import gateways
from heard.dialogues.models import Alert
from heard.journal.models import Entry
from tests.browser import NewPage, faults
from tests.delivery.letters import way
from tests.dialogues.phone import Phone
from tests.web.staff.people import a_link, a_person, go_in, inside, read

WORDS = "he can hear me, please hurry"


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    return Phone(memory)


@pytest.mark.django_db
def test_the_list_holds_neither_words_nor_numbers(phone: Phone) -> None:
    phone.says(WORDS)
    page = read(inside(), "/staff/alerts")
    assert "Somebody may be in danger" in page
    assert "immediate danger" in page
    assert "overdue" in page
    assert [word for word in ("hear me", "900000") if word in page] == []


@pytest.mark.django_db
def test_whoever_opens_one_reads_the_words_and_stands_in_the_journal(phone: Phone) -> None:
    phone.asked()
    phone.says(WORDS)
    number = Alert.objects.get().pk
    page = read(inside(), f"/staff/alerts/{number}")
    assert [
        word for word in (WORDS, phone.number, "They were asked about") if word not in page
    ] == []
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", "actor")) == [
        (f"page:alert alert:{number}", "Ann Lee")
    ]


@pytest.mark.django_db
def test_what_was_found_by_meaning_is_told_so_and_named_once(phone: Phone) -> None:
    phone.says("Before the hearing I shall be under the ground, he told my sister")
    page = read(inside(), f"/staff/alerts/{Alert.objects.get().pk}")
    assert page.count("threat to life") == 1
    assert "threat to life, by its meaning" in page


@pytest.mark.django_db
def test_the_button_notes_who_takes_care_of_it_once(phone: Phone) -> None:
    phone.says(WORDS)
    alert = Alert.objects.get()
    client = inside()
    page = client.post(f"/staff/alerts/{alert.pk}").content.decode()
    assert "I have seen this" not in page
    alert.refresh_from_db()
    seen_at = alert.seen_at
    client.post(f"/staff/alerts/{alert.pk}")
    alert.refresh_from_db()
    assert (alert.seen_by, alert.seen_at) == ("Ann Lee", seen_at)
    assert Entry.objects.filter(act="dialogues.see_alert").count() == 1
    assert "Ann Lee" in read(client, "/staff/alerts")


@pytest.mark.django_db
def test_an_alert_is_closed_with_its_reason_and_stands_among_the_closed(phone: Phone) -> None:
    phone.says(WORDS)
    path, client = f"/staff/alerts/{Alert.objects.get().pk}", inside()
    assert "Record it by" in read(client, path)
    wrong = client.post(path, {"does": "close", "outcome": "recorded"})
    assert (wrong.status_code, "Write the number under which" in wrong.content.decode()) == (
        *(400, True),
    )
    said = {"does": "close", "outcome": "recorded", "number": "20/1/24", "remark": "Rang Dave"}
    assert client.post(path, said).status_code == 200
    page = read(client, path)
    assert [
        word
        for word in ("Passed on as a report, number 20/1/24", "Rang [name]")
        if word not in page
    ] == []
    assert "Close this alert" not in page
    assert "Ann Lee, " in read(client, "/staff/alerts")
    assert "Passed on as a report" in read(client, "/staff/alerts")


@pytest.mark.django_db
def test_what_is_overdue_stands_on_top_and_in_the_log_and_strangers_learn_nothing(
    phone: Phone,
) -> None:
    phone.says(WORDS)
    alert = Alert.objects.get()
    client = inside()
    with capture_logs() as log:
        worker.LANES["clocks"].run(alert.due_at)
    assert [(line["event"], line["alert"]) for line in log] == [("an alert is overdue", alert.pk)]
    page = read(client, "/staff/alerts")
    assert page.index("Overdue: their time ran out") < page.index("Danger and harm")
    assert "the duty supervisor" in page
    assert "Tell the duty supervisor." in read(client, f"/staff/alerts/{alert.pk}")
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_words_that_were_erased_are_said_to_be_so(phone: Phone) -> None:
    phone.says(WORDS)
    Alert.objects.update(body=None)
    page = read(inside(), f"/staff/alerts/{Alert.objects.get().pk}")
    assert "The words were erased when their time was over." in page


@pytest.mark.django_db
def test_there_is_no_other() -> None:
    assert inside().get("/staff/alerts/1").status_code == 404
    assert inside(User.Role.VIEWER).post("/staff/alerts/1").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_more_alerts_need_no_more_queries(
    phone: Phone, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    phone.says(*count * [WORDS])
    client = inside()
    with django_assert_num_queries(10):
        client.get("/staff/alerts")


@pytest.mark.usefixtures("own_database")
def test_the_pages_are_accessible_and_fit(new_page: NewPage, site: str, phone: Phone) -> None:
    phone.asked()
    phone.says(WORDS + 40 * " and on and on")
    page = new_page(width=320)
    go_in(page, site + a_link(a_person()))
    found = {}
    page.goto(f"{site}/staff/alerts")
    found["list"] = faults(page, 320, 1280)
    page.get_by_role("link", name="Somebody may be in danger").click()
    found["one"] = faults(page, 320, 1280)
    page.get_by_role("button", name="I have seen this").click()
    found["seen"] = faults(page, 320, 1280)
    page.get_by_role("button", name="Close this alert").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what came of it.")
    found["wrong"] = faults(page, 320, 1280)
    page.get_by_role("link", name="The words as they were written").click()
    found["words"] = faults(page, 320, 1280)
    page.get_by_label("Somebody may be in danger").check()
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The words as they were written")
    found["raw"] = faults(page, 320, 1280)
    page.goto(f"{site}/staff/alerts/999999")
    found["none"] = faults(page, 320, 1280)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
