"""What the officer's app gets from the server, and what it may bring."""

import json
from http import HTTPStatus

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.eligibility.models import Programme
from heard.fieldwork.models import Submission
from heard.invitations import collectors
from heard.journal.models import Entry
from heard.questionnaires.publish import publish
from tests.fieldwork.test_take import sealed, told
from tests.open_ways import ANN, BEGAN, every_kind, way_in
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.web.staff.field.phone import a_way, an_officer
from tests.web.staff.people import browser_of, inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
FIELD = "/staff/field/"
OFFICER = User.Role.OFFICER


def _post(client: Client, *items: object) -> tuple[int, list[tuple[str, str]]]:
    answer = client.post(f"{FIELD}submissions", {"items": items}, "application/json")
    found = answer.json().get("items", [])
    return answer.status_code, [(one["instance"], one["state"]) for one in found]


def test_a_pack_has_all_that_a_phone_needs() -> None:
    way = a_way(target=50)
    pack = inside(OFFICER).get(f"{FIELD}pack.json").json()
    (offered,) = pack["ways"]
    assert (offered["code"], offered["target"], offered["received"]) == (way.code, 50, 0)
    assert (offered["area"], offered["questionnaire"]) == ("Larkfield (made up)", "trial")
    assert pack["forms"][offered["form"]]["id"] == "trial"
    assert len(pack["languages"]) == len(pack["words"]) == 9
    assert pack["words"]["cy"]["thanks"] == "Diolch"
    assert (pack["key"]["kty"], "d" in pack["key"], pack["left_out"]) == ("EC", False, [])
    assert pack["wards"][0][0].startswith("E05")


def test_a_pack_has_the_equality_questions_where_a_way_in_asks_them() -> None:
    a_way()
    client = inside(OFFICER)
    without = client.get(f"{FIELD}pack.json").json()
    assert (without["equality"], without["ways"][0]["equality"]) == (None, False)
    assert without["ways"][0]["title"] == "Trial, Larkfield (made up), Library"
    Programme.objects.filter(slug="trial").update(equality=True)
    pack = client.get(f"{FIELD}pack.json").json()
    assert (pack["equality"]["version"], pack["ways"][0]["equality"]) == (1, True)
    assert (pack["equality"]["form"]["id"], len(pack["equality"]["form"]["languages"])) == (
        *("equality", 9),
    )
    assert pack["words"]["cy"]["equality"] == "Cwestiynau cydraddoldeb"


def test_a_pack_that_is_known_is_not_sent_again() -> None:
    client = inside(OFFICER)
    way_in(channel="officer")
    first = client.get(f"{FIELD}pack.json")
    etag = first.headers["ETag"]
    again = client.get(f"{FIELD}pack.json", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    way_in(channel="officer")
    other = client.get(f"{FIELD}pack.json", headers={"If-None-Match": etag})
    assert other.status_code == HTTPStatus.OK


def test_a_form_that_a_phone_would_walk_otherwise_is_left_out_with_the_reason() -> None:
    every_kind()
    way_in("trial", channel="officer")
    other = ALL_KINDS.replace("if(${age} >= 18, 1, 0)", "pow(${age}, 2)").replace(
        "| trial | 1 |", "| trial | 2 |"
    )
    publish(slug="trial", source=other, valid_from=BEGAN.replace(day=2), now=BEGAN)
    pack = inside(OFFICER).get(f"{FIELD}pack.json").json()
    why = (
        "'pow( /data/age , 2)' cannot be worked out on a device: pow is not there without a server"
    )
    assert (pack["ways"], pack["forms"]) == ([], {})
    assert pack["left_out"] == [
        f"trial 2: {why}",
    ]


def test_each_interview_gets_an_answer_of_its_own() -> None:
    a_way()
    client = inside(OFFICER)
    good = {"instance": "uuid:1", "sealed": sealed(told())}
    bad = {"instance": "uuid:2", "sealed": "damaged"}
    assert _post(client, bad, good) == (200, [("uuid:2", "refused"), ("uuid:1", "taken")])
    assert _post(client, good) == (200, [("uuid:1", "known")])
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    ["{", "[]", '{"items": 1}', '{"items": [{}]}', '{"items": [{"instance": 1, "sealed": ""}]}'],
)
def test_what_is_no_batch_is_refused_as_a_whole(body: str) -> None:
    client = inside(OFFICER)
    answer = client.post(f"{FIELD}submissions", body, "application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    many = [{"instance": "uuid:1", "sealed": ""}] * 21
    assert _post(client, *many) == (400, [])


def test_a_post_needs_the_token_that_goes_with_the_cookie() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_officer(), backend="django.contrib.auth.backends.ModelBackend")
    path, body = f"{FIELD}submissions", json.dumps({"items": []})
    assert client.post(path, body, "application/json").status_code == HTTPStatus.FORBIDDEN
    token = client.get(f"{FIELD}me.json").json()["token"]
    sent = client.post(path, body, "application/json", headers={"X-CSRFToken": token})
    assert sent.json() == {"items": []}


def test_others_are_told_so_and_the_journal_keeps_it() -> None:
    assert Client().get(f"{FIELD}me.json").json() == {"why": "Sign in."}
    refused = inside(User.Role.ANALYST).get(f"{FIELD}pack.json")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    entry = Entry.objects.get(act="web.refused")
    assert entry.subject == "page:field-pack"


def test_an_officer_begins_at_the_app_and_sees_no_other_page() -> None:
    client = browser_of(an_officer())
    page = client.get(FIELD)
    assert page.status_code == HTTPStatus.OK
    policy = page.headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (rules["default-src"], rules["script-src"]) == ("'none'", "'self'")
    assert rules["worker-src"] == rules["connect-src"] == rules["manifest-src"] == "'self'"
    assert "Ann Lee" not in page.content.decode()  # devices keep it


def test_the_worker_names_what_it_keeps_and_the_manifest_where_the_app_begins() -> None:
    script = Client().get(f"{FIELD}sw.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "connect-src 'self'" in script.headers["Content-Security-Policy"]
    assert '"/static/built/field-app.js"' in script.content.decode()
    manifest = Client().get(f"{FIELD}manifest.webmanifest")
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert (manifest.json()["start_url"], manifest.json()["scope"]) == (FIELD, FIELD)


def test_what_is_closed_is_not_offered() -> None:
    way = a_way()
    collectors.close(way, by=ANN, now=BEGAN, because="Done.")
    assert inside(OFFICER).get(f"{FIELD}pack.json").json()["ways"] == []
