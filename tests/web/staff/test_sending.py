"""The page of sending: what stands there, and what its buttons do."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from heard.accounts.models import User
from heard.channels.memory import Memory
from heard.delivery import gateways, health, switch
from heard.delivery.cancel import cancel
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter, State
from heard.delivery.reconcile import Listed, reconcile
from heard.journal.models import Entry
from tests.browser import NewPage, axe
from tests.delivery.letters import ADDRESS, LEASE, NOW, delivered, posted
from tests.insight.flow import invite, programme
from tests.web.staff.people import a_person, browser_of, inside, read, styled

pytestmark = pytest.mark.django_db
PAGE = "/staff/sending"
MEMORY = "heard.channels.memory.Memory"


@pytest.fixture(autouse=True)
def _two_gateways(settings: Settings) -> Iterator[None]:
    settings.CHANNELS = {
        "sms": [
            {"name": "first", "gateway": MEMORY, "options": {"rate": 5}},
            {"name": "second", "gateway": MEMORY},
        ]
    }
    gateways.channels.cache_clear()
    yield
    gateways.channels.cache_clear()


def _admin(email: str = "bob@example.org") -> Client:
    return browser_of(a_person(email, role=User.Role.ADMINISTRATOR, password=None))


def _unknown(*subjects: str) -> list[str]:
    for subject in subjects:
        posted(subject)
    delivered(Memory(silent=[ADDRESS]))
    expire_leases(now=NOW + LEASE)
    return [str(letter.reference) for letter in Letter.objects.unsettled()]


def test_it_shows_the_last_comparison_with_each_providers_list() -> None:
    client = inside(User.Role.ADMINISTRATOR)
    assert "Nothing has been compared yet" in read(client, PAGE)
    posted("a")
    delivered(Memory())
    lost = [Listed(reference=str(n) * 8, gateway_id="p") for n in range(12)]
    reconcile("first", lost, since=NOW - LEASE, until=NOW + LEASE, now=NOW + LEASE)
    page = read(client, PAGE)
    assert "first 1 Oct 2020, 12:58 to 1 Oct 2020, 13:02 13 Accepted, and no letter" in page
    assert "The command heard reconcile lists the others" in page
    later = NOW + 2 * LEASE
    reconcile("first", [], since=NOW + LEASE, until=later, now=later)
    page = read(client, PAGE)
    assert "first 1 Oct 2020, 13:02 to 1 Oct 2020, 13:04 None 0 0" in page


def test_it_says_how_each_provider_fares() -> None:
    health.failed("second", health.FAILURES, now=NOW)
    page = read(inside(User.Role.ADMINISTRATOR), PAGE)

    assert "Nothing is stopped." in page
    assert "sms first Only records: reaches nobody Works 5" in page
    assert "sms second Only records: reaches nobody Out of use Since 1 Oct 2020, 13:00" in page
    assert "No limit" in page


def test_one_person_stops_and_two_send_again() -> None:
    ann, bob = inside(User.Role.ADMINISTRATOR), _admin()

    stopped = ann.post(f"{PAGE}/stop", {"scope": "channel:sms", "reason": "a wrong list"})
    assert (stopped.status_code, stopped.headers["Location"]) == (303, PAGE)
    assert "Stopped: Channel sms Ann Lee stopped it on" in read(bob, PAGE)
    assert ann.post(f"{PAGE}/ask", {"scope": "channel:sms"}).status_code == 303
    assert "Somebody else has to confirm that." in read(ann, PAGE)
    alone = ann.post(f"{PAGE}/lift", {"scope": "channel:sms"})
    assert (alone.status_code, "It takes two people" in alone.content.decode()) == (400, True)
    assert [halt.scope for halt in switch.standing()] == ["channel:sms"]

    assert bob.post(f"{PAGE}/lift", {"scope": "channel:sms"}).status_code == 303
    assert switch.standing() == []
    acts = Entry.objects.filter(act__startswith="sending.").order_by("id")
    assert list(acts.values_list("act", "reason")) == [
        ("sending.stop", "a wrong list"),
        ("sending.ask_to_lift", ""),
        ("sending.lift", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"scope": "everything", "reason": ""}, "Say why, without anybody"),
        ({"scope": "everything", "reason": "x" * 201}, "Say it in 200 characters"),
        ({"scope": "channel:pigeon", "reason": "x"}, "Choose what to stop from the list"),
    ],
)
def test_what_is_typed_in_wrongly_stops_nothing_and_is_said(
    typed: dict[str, str], said: str
) -> None:
    answer = inside(User.Role.ADMINISTRATOR).post(f"{PAGE}/stop", typed)

    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert switch.standing() == []


@pytest.mark.parametrize("what", ["ask", "lift"])
@pytest.mark.parametrize("scope", ["everything", "\0", ""])
def test_what_is_not_stopped_cannot_be_lifted(what: str, scope: str) -> None:
    answer = inside(User.Role.ADMINISTRATOR).post(f"{PAGE}/{what}", {"scope": scope})

    assert (answer.status_code, "This is not stopped." in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(("arrived", "state"), [("yes", "delivered"), ("no", "cancelled")])
def test_a_text_of_which_nobody_knew_is_settled_by_a_button(arrived: str, state: str) -> None:
    (reference,) = _unknown("a")
    client, form = inside(User.Role.ADMINISTRATOR), {"reference": reference, "arrived": arrived}
    assert reference in read(client, PAGE)

    assert client.post(f"{PAGE}/settle", form).status_code == 303
    assert Letter.objects.get().state == state
    again = client.post(f"{PAGE}/settle", form)
    assert (again.status_code, "settled already" in again.content.decode()) == (400, True)
    assert Entry.objects.filter(act="sending.settle").count() == 1


def test_what_was_overtaken_is_listed_with_what_became_of_it() -> None:
    invitation = invite(programme(), state=State.SENDING)
    assert invitation.letter_id
    letter = Letter.objects.get(pk=invitation.letter_id)
    Letter.objects.filter(pk=letter.pk).update(claimed_at=NOW)

    cancel(letter.kind, [letter.subject], reason="sensitive", now=NOW)

    page = read(inside(User.Role.ADMINISTRATOR), PAGE)
    assert "1 Oct 2020, 13:00 Seen 1 Oct 2020, 13:00 Contact K" in page
    assert "A text about this kind of incident could put somebody at risk. Had left" in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _unknown(*map(str, range(count)))
    for letter in Letter.objects.all():
        cancel("trial", [letter.subject], reason="sensitive", now=NOW)
    client = inside(User.Role.ADMINISTRATOR)

    with django_assert_num_queries(14):
        client.get(PAGE)


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    _unknown("a")
    cancel("trial", ["a"], reason="sensitive", now=NOW)
    client = inside(User.Role.ADMINISTRATOR)
    client.post(f"{PAGE}/stop", {"scope": "everything", "reason": "a wrong list"})
    answer = client.post(f"{PAGE}/stop", {"scope": "everything", "reason": ""})
    page = new_page(width=320)
    page.set_content(styled(answer))
    assert axe(page) == []
