"""Whom an officer's phone registered without a signal: each taken once, by the form's rules."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heard.accounts.models import User
from heard.delivery.models import Letter
from heard.fieldwork.badges import badge
from heard.journal.models import Entry as Act
from heard.membership import enrol, street
from heard.membership.models import Entry, How, Member, Request
from heard.web.staff.field.registered import LONGEST
from tests.fieldwork.test_take import sealed
from tests.membership.asked import EMAIL, draw, gone_through, links
from tests.web.staff.field.phone import a_way
from tests.web.staff.people import a_person, browser_of

pytestmark = pytest.mark.django_db
INSTANCE = "uuid:5d2c0c5e-9f0c-4b7e-8a53-3a1a4a1f8f10"


def told(**other: object) -> dict[str, object]:
    """Give what a phone seals of somebody, with something otherwise."""
    return {
        "instance": INSTANCE,
        "email": EMAIL,
        "phone": "",
        "postcode": "ZZ1 1AA",
        "language": "ur",
        "how": "typed",
        "where": "Market Square",
        "source": "market-square",
        "at": timezone.now().isoformat(),
        "badge": "",
        **other,
    }


def bring(client: Client, *entries: dict[str, object]) -> list[tuple[str, str]]:
    """Post entries as a phone does, and give what became of each, and why."""
    items = [
        {"instance": one["instance"], "kind": "member", "sealed": sealed(one)} for one in entries
    ]
    answer = client.post("/staff/field/submissions", {"items": items}, "application/json")
    return [(one["state"], one["why"]) for one in answer.json()["items"]]


@pytest.fixture
def officer() -> Client:
    return browser_of(a_person("ann@example.org", role=User.Role.NEIGHBOURHOOD))


def test_an_entry_is_taken_once_and_its_person_confirms_it_themselves(officer: Client) -> None:
    bob = a_person("bob@example.org", role=User.Role.OFFICER)
    User.objects.filter(pk=bob.pk).update(name="Bob Ray")
    entry = told(badge=badge(bob))
    assert bring(officer, entry, entry) == [("taken", ""), ("known", "")]
    assert bring(officer, entry) == [("known", "")]
    gone_through()
    assert (Letter.objects.count(), Entry.objects.count()) == (1, 1)
    pending = Member.objects.get()
    assert (pending.state, pending.how, pending.language) == ("pending", "officer", "ur")
    found = enrol.confirm(links()[-1], draw=draw, now=pending.asked_at)
    assert found is not None
    today = f"{timezone.now():%Y-%m-%d}"
    assert found.proof == (
        "They typed their address in on this phone. Where: Market Square. Registered by Bob Ray."
        f" Without a signal, on {today}."
    )
    act = Act.objects.get(act="membership.register")
    assert (act.subject, act.actor) == ("how:officer", "Ann Lee")


def test_a_members_address_is_not_told_from_another(officer: Client) -> None:
    bring(officer, told())
    enrol.confirm(links()[-1], draw=draw, now=Member.objects.get().asked_at)
    again = told(instance=f"uuid:{uuid4()}")
    other = told(instance=f"uuid:{uuid4()}", email="somebody@people.example")
    assert bring(officer, again, other) == [("taken", "")] * 2
    gone_through()
    leaves = Letter.objects.order_by("id").values_list("not_before", flat=True)[1:]
    assert leaves[0] == leaves[1]  # by night neither comes


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"email": "asha"}, "Enter an e-mail address of your own"),
        ({"email": ""}, "Enter an e-mail address or a mobile number: one of them."),
        ({"postcode": "Coventry"}, "Enter a full postcode"),
        ({"how": "guessed"}, "How they agreed: choose one of the list"),
        ({"where": " "}, "Where: say where you met them"),
        ({"where": None}, "where is missing"),
        ({"where": "a\ud800"}, "where is missing, or has a character in it that is none."),
        ({"at": "soon"}, "at is no time."),
        ({"at": "2020-10-12T09:00:00"}, "at has no offset."),
        ({"at": "2020-10-12T09:00:00+00:00"}, "They agreed more than 7 days ago"),
        ({"instance": "1"}, "instance is no UUID."),
    ],
)
def test_what_breaks_a_rule_is_refused_with_it_and_nobody_is_written_to(
    officer: Client, other: dict[str, object], why: str
) -> None:
    ((state, said),) = bring(officer, told(**other))
    assert state == "refused"
    assert said.startswith(why)
    assert not Request.objects.exists()
    assert not Entry.objects.exists()


def test_what_is_no_entry_is_refused(officer: Client) -> None:
    def sent(box: str, instance: str = INSTANCE) -> str:
        item = {"instance": instance, "kind": "member", "sealed": box}
        body = {"items": [item]}
        answer = officer.post("/staff/field/submissions", body, "application/json")
        return str(answer.json()["items"][0]["why"])

    assert sent("damaged") == "It is damaged, or was not sealed to a key of ours."
    assert sent(sealed("{")) == "What was sealed is no JSON."
    assert sent(sealed("[]")).startswith("instance is missing")
    assert sent("x" * (LONGEST + 1)) == "It is longer than 20,000 characters."
    assert sent(sealed(told()), "uuid:2") == "It is another entry than the device says."


def test_more_than_an_hour_may_bring_stay_on_the_phone_and_come_later(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(street, "MOST", 1)
    entries = [told(instance=f"uuid:{uuid4()}", email=f"a{n}b@people.example") for n in range(2)]
    assert bring(officer, *entries) == [
        ("taken", ""),
        ("later", "You registered 1 people within an hour: go on later"),
    ]
    assert Request.objects.count() == 1
    monkeypatch.setattr(street, "MOST", 2)
    assert bring(officer, entries[1]) == [("taken", "")]


def test_nobody_waits_for_the_link_so_it_leaves_by_day(officer: Client) -> None:
    at = datetime.fromisoformat("2020-11-02T23:30:00+00:00")
    met = street.Met(how="typed", where="Market Square", officer="Ann", at=at)
    by = enrol.By(how=How.OFFICER, proof=met.proof, waits=False)
    sender = enrol.Sender(site="https://heard.example", draw=draw)
    enrol.ask(enrol.Wish(email=EMAIL), by=by, sender=sender, now=at)
    assert Letter.objects.get().not_before > at + timedelta(hours=7)


def test_a_pack_has_what_registering_needs(officer: Client) -> None:
    pack = officer.get("/staff/field/pack.json").json()
    assert pack["join"]["address"].endswith("/community/join")
    assert pack["join"]["qr"].startswith("<svg")
    assert [code for code, _ in pack["register"]["how"]] == ["typed", "read-back", "form"]
    assert ["en", "English"] in pack["register"]["languages"]
    assert json.dumps(pack["words"]["cy"]).count("signal") == 1


def test_who_may_register_and_who_may_ask(officer: Client) -> None:
    a_way()
    other = browser_of(a_person("bob@example.org", role=User.Role.OFFICER))
    team, asks = (one.get("/staff/field/pack.json").json() for one in (officer, other))
    assert (team["ways"], bool(team["register"])) == ([], True)
    assert (len(asks["ways"]), asks["register"]) == (1, None)
    ((state, why),) = bring(other, told())
    assert (state, why[:30]) == ("refused", "You may not register people no")
    item = {"instance": "uuid:1", "sealed": "damaged"}
    answer = officer.post("/staff/field/submissions", {"items": [item]}, "application/json")
    assert answer.json()["items"][0]["why"].startswith("Your role does not include interviews")
    assert not Request.objects.exists()
