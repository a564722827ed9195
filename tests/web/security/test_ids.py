"""No number in an address opens what is another's: every address with a part is looked at here."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import Settings

from heard.accounts.models import OF_A_PART, PartRole, User
from heard.admission.models import Passkey, Session
from heard.admission.sessions import handle
from heard.clock import simulate
from heard.conversations import desk, presence
from heard.dialogues.models import Alert
from heard.eligibility.models import Programme, Screening
from heard.events.models import Touchpoint
from heard.fieldwork import devices
from heard.fieldwork.models import Rejected
from heard.improvement import commend
from heard.improvement.models import Target
from heard.journal.write import SYSTEM
from heard.questionnaires import drafts
from heard.reports import pictures
from heard.reports.pictures import View
from heard.specialist import calls
from heard.specialist.models import Call
from tests import make
from tests.addresses import routes
from tests.conversations.talks import talk
from tests.eligibility.staff import proposed
from tests.improvement.colleagues import KIND, a_handler, scored, wrote
from tests.insight.flow import known
from tests.insight.waved import wave
from tests.membership.driven import a_code
from tests.membership.test_lists import kept
from tests.membership.told import replied
from tests.open_ways import way_in
from tests.questionnaires.forms import TREATMENT, write_form
from tests.specialist.agreed import CAL, NOW, ready
from tests.web.parts import path_of
from tests.web.staff.people import a_person, browser_of
from tests.web.test_access import gets, text

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

Role = User.Role
GONE = "999999"  # the number of nothing
KEYS: dict[str, str] = {}  # of a session of somebody of each role
REAL: dict[str, str] = {}  # by where an address begins, the part of it that is there

# Where an address begins that names a row of somebody, a case or a person: here one is there, and
# whoever may not open the page sees of it what they see of nothing.
ROWS = (
    "staff/alerts/<int:number>",
    "staff/calls/<int:number>",
    "staff/calls/offers/<int:number>",
    "staff/changes/<int:number>",
    "staff/commendations/<int:number>",
    "staff/commendations/from/<int:number>",
    "staff/community/drives/<int:number>",
    "staff/community/drives/codes/<str:code>",
    "staff/community/lists/<int:number>",
    "staff/community/waves/<int:number>",
    "staff/desk/<int:number>",
    "staff/drafts/<int:draft>",
    "staff/field/devices/<int:number>",
    "staff/field/rejected/<int:number>",
    "staff/history/<str:kind>/<key:key>",
    "staff/holds/<int:number>",
    "staff/messages/<int:number>",
    "staff/people/<int:number>",
    "staff/pictures/<int:number>",
    "staff/replies/<int:number>",
    "staff/targets/<int:number>",
    "staff/themes/comments/<int:number>",
    "staff/ways/<str:code>",
    "staff/words/<str:kind>/<int:number>",
)
# Where one begins that names no such row, and why it opens nothing of anybody's.
FREE = {
    "staff/assistant/": "names a flow, which all read who may open the page",
    "staff/account/": "is of whoever asks: tried below",
    "staff/community/file/": "names a kind of file; in it are counts by area, for all with figures",
    "staff/chat-measures/file/": "names a kind of file; it counts the whole force",
    "staff/community/confidence/file/": "names a kind of file; its areas go by scope",
    "staff/community/drives/file/": "names a kind of file; what is in it goes by areas",
    "staff/explore/": "names a kind of file; what is in it goes by scope (test_scope)",
    "staff/results-pack/": "names an area, which goes by scope (test_scope)",
    "staff/programmes/": "names a programme, which all read who may open the page",
    "staff/questionnaires/": "is published for all who read how surveys are made",
    "staff/questions/": "is published for all who read how surveys are made",
    "staff/releases/": "is read by all who read how surveys are made",
    "staff/link/": "is a secret of 256 bits",
    "staff/subscriptions/stop/": "is signed",
    "drawings/": "is signed, and holds what it shows",
    "pictures/": "is a secret of 128 bits",
    "s/": "is a secret of 128 bits",
    "e/": "is sealed",
    "community/": "is a secret of 128 bits, or a message for everybody",
    "chat/": "is a secret of 128 bits",
    "c/": "is printed on posters for everybody",
    "openrosa/": "goes by the proof of a device (tests/web/feeds/openrosa)",
    "scim/v2/": "goes by the key of the directory (tests/web/feeds/scim)",
}
WITH_PARTS = [route for route in routes() if "<" in route]
NAMED = [route for route in WITH_PARTS if route.startswith(ROWS)]


@pytest.fixture(scope="module")
def filled(of_the_file: Path) -> Iterator[Path]:
    """Let there be a row of every kind that an address names, once for all tests of this file."""
    with override_settings(CLOCK="simulated"):
        simulate.begin(seed=1, now=NOW)
        for role in Role:
            who = a_person(f"{role}@example.org", role=role, password=None)
            KEYS[role.value] = browser_of(who).cookies["sessionid"].value
        for held, part in OF_A_PART.items():
            who = a_person(f"{part}@example.org", role=Role(held), unit="BE", password=None)
            KEYS[part] = browser_of(who).cookies["sessionid"].value
        REAL.update(zip(ROWS, map(str, rows()), strict=True))
        known()
        yield of_the_file


def rows() -> list[object]:
    """Make a row for each of ROWS, in that order, and give what names it."""
    ann = User.objects.get(email="administrator@example.org")
    consent = ready("C1")
    comment, *_ = [wrote(one, KIND, feeling="+") for one in scored(12 * [10])]
    alert = Alert.objects.create(
        response=comment.response,
        level="L2",
        category="threat",
        raised_at=NOW,
        due_at=NOW,
    )
    make.told(make.contact_ended("C7", summary="her ex-partner came by", number="07700 900555"))
    make.screened(make.NOON + make.minutes(10))
    held = Screening.objects.filter(outcome="HOLD").latest("pk")
    target = Target.objects.create(
        programme=Programme.objects.get(slug="sms_contact"),
        question_id="treatment",
        measure="share_8_plus",
        share=0.8,
        review_on=NOW.date(),
        set_by=ann,
        at=NOW,
    )
    rejected = Rejected.objects.create(
        instance="x", via="odk", content="x", why="x", received_at=NOW
    )
    thanked = commend.nominate(a_handler(), "Stayed on the line for an hour.", by=ann, now=NOW)
    device = devices.make(ann, name="Tablet", by=SYSTEM, now=NOW, draw=bytes)
    view = View(name="x", drawing="cut", query="by=area")
    picture, _ = pictures.share(view, until=NOW.date(), by=ann, now=NOW, draw=bytes)
    copy, code = replied(), a_code()
    handler = User.objects.get(email="contact_handler@example.org")
    presence.come(by=handler, skills=[], most=1, now=NOW)
    chat = desk.take(talk(with_bot=False, now=NOW).pk, by=handler, now=NOW)
    return [
        alert.pk,
        consent.pk,
        Touchpoint.objects.get(key="C7").pk,
        proposed(sample=0.5).pk,
        thanked.pk,
        comment.pk,
        code.drive_id,
        code.code,
        kept("nobody").pk,
        wave().pk,
        chat.pk,
        drafts.save(write_form(TREATMENT), by=SYSTEM, now=NOW).pk,
        device.device.pk,
        rejected.pk,
        "C1",
        held.pk,
        copy.message_id,
        ann.pk,
        picture.pk,
        copy.pk,
        target.pk,
        comment.pk,
        way_in().code,
        comment.pk,
    ]


@pytest.fixture(autouse=True)
def _undone(filled: Path, settings: Settings) -> Iterator[None]:
    settings.FACTS, settings.CLOCK = filled, "simulated"
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def paths(route: str) -> tuple[str, str]:
    """Give the address of what is there, and that of what is not."""
    begins = max((one for one in ROWS if route.startswith(one)), key=len)
    kind = "coded" if "words" in begins else "contact"
    part = begins.rpartition("/")[2]
    real, gone = (
        path_of(route.replace("<str:kind>", kind).replace(part, value))
        for value in (REAL[begins], GONE)
    )
    return real, gone


def client(who: str) -> Client:
    found = Client()
    found.cookies["sessionid"] = KEYS[who]
    return found


def asked(who: str, method: str, path: str) -> tuple[int, str]:
    answer: Response = client(who).generic(method, path)
    return answer.status_code, text(answer)


def test_every_address_with_a_part_is_looked_at() -> None:
    known_ones = (*ROWS, *FREE)
    missing = [route for route in WITH_PARTS if not route.startswith(known_ones)]
    assert not missing, f"Say in ROWS or FREE what a number in it opens: {missing}"
    idle = [one for one in known_ones if not any(r.startswith(one) for r in WITH_PARTS)]
    assert idle == []


@pytest.mark.parametrize("route", NAMED)
def test_whoever_may_not_open_a_page_cannot_tell_what_is_there(route: str) -> None:
    real, gone = paths(route)
    shut = [
        role.value for role in (*Role, *PartRole) if gets(route, role.value)["POST"] in {403, 405}
    ]
    shut = [who for who in shut if gets(route, who)["GET"] in {403, 405}]
    assert len(shut) > 1 or "drafts" in route
    for who, method in [*((who, "GET") for who in shut), (shut[0], "POST")]:
        there, nothing = asked(who, method, real), asked(who, method, gone)
        assert there[0] in {403, 405}
        assert there == nothing


@pytest.mark.parametrize("route", [route for route in NAMED if route in ROWS])
def test_what_is_there_is_there_for_whoever_may_open_it(route: str) -> None:
    """Else what is refused above would be nothing."""
    real, gone = paths(route)
    may = [
        role.value
        for role in (*Role, *PartRole)
        if gets(route, role.value)["GET"] not in {403, 405}
    ]
    pairs = {(asked(who, "GET", real)[0], asked(who, "GET", gone)[0]) for who in may}
    assert {(200, 404)} <= pairs <= {(200, 404), (403, 403)}  # a kind of words may be closed


def test_nobody_ends_a_session_or_a_proof_of_another() -> None:
    ann, ben = (User.objects.get(email=f"{who}@example.org") for who in ("analyst", "viewer"))
    for who in (ann, ben):
        Passkey.objects.create(
            user=who, credential_id=who.email.encode(), credential=b"key", name="Key", added_at=NOW
        )
    before = (Session.objects.count(), Passkey.objects.count())
    passkey, session = Passkey.objects.get(user=ben).pk, handle(KEYS["viewer"])
    for path in (f"passkeys/{passkey}/remove", f"end/{session}"):
        there = client("analyst").post(f"/staff/account/{path}")
        nothing = client("analyst").post(
            f"/staff/account/{path.replace(str(passkey), GONE).replace(session, 'nothing')}"
        )
        assert (there.status_code, there.headers["Location"]) == (
            nothing.status_code,
            nothing.headers["Location"],
        )
    assert (Session.objects.count(), Passkey.objects.count()) == before


def test_nobody_goes_on_with_a_call_of_another_caller() -> None:
    begun = calls.begin(int(REAL["staff/calls/<int:number>"]), by=CAL, now=NOW)
    path = f"/staff/calls/{begun.pk}/call"
    there, nothing = (
        [client("caller").get(one), client("caller").post(one, {"do": "stop"})]
        for one in (path, f"/staff/calls/{GONE}/call")
    )
    assert [(a.status_code, a.headers.get("Location")) for a in there] == [
        (a.status_code, a.headers.get("Location")) for a in nothing
    ]
    assert Call.objects.get(pk=begun.pk).ended_at is None
