"""The pilot of 2020, played whole by the command itself, must show what the force reported."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker
from urllib3 import HTTPConnectionPool, Retry

from heard.cli import processes
from heard.clock.models import Simulation
from heard.core.screening import Sensitivity
from heard.core.statistics.proportions import wilson
from heard.core.timing import london_date
from heard.eligibility._policy import categories
from heard.eligibility.models import Screening
from heard.events.models import Incident
from heard.home import open_home
from heard.invitations import answer
from heard.invitations.invite import hash_token
from heard.invitations.models import Invitation
from heard.responses.models import Answer, Comment, Response
from heard.simulation.citizens import Citizens, Fate
from tests.browser import NewPage
from tests.conftest import connected
from tests.simulation.chromium import carry_out

REPORTED = {
    "treatment": 0.83,
    "timeliness": 0.69,
    "outcome": 0.64,
    "next_steps": 0.60,
    "knowledge": 0.77,
}
POOLED = "sms_contact+sms_attendance"
# What may go by itself under a condition that the facts of a simulated force can meet.
CONDITIONS_MET = {"AD-01", "AD-02", "AD-14", "PW-25", "TR-07"}
FIRST, LAST = date(2020, 9, 28), date(2020, 10, 20)
COMMENTS_FROM = datetime(2020, 10, 8, 23, tzinfo=UTC)  # midnight in London


def surroundings(home: Path) -> dict[str, str]:
    """Give the environment of a command in a home of its own."""
    gone = ("DATABASE_URL", "HEARD_KEYS", "HEARD_SECRET_KEY", "HEARD_CLOCK", "HEARD_CHANNELS")
    return {k: v for k, v in os.environ.items() if k not in gone} | {"HEARD_HOME": str(home)}


def heard(home: Path, *words: str) -> str:
    """Run the command in a home of its own, and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "heard", *words],
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Play the shipped pilot once, for all tests of this file."""
    folder = tmp_path_factory.mktemp("pilot") / "a home"
    heard(folder, "demo", "--no-serve", "--port", "0")
    yield folder
    open_home(folder).erase()


@pytest.fixture(scope="module")
def pilot(home: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Connect to what was played."""
    with (
        open_home(home).postgres() as server,
        django_db_blocker.unblock(),
        connected(server.url("heard", "heard_app")),
    ):
        yield


@pytest.fixture
def site(home: Path) -> Iterator[str]:
    """Serve what was played, for as long as a test lasts."""
    port = processes.free_port("127.0.0.1", 0)
    command = [sys.executable, "-m", "heard", "serve", "--no-with-worker", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=surroundings(home)) as serving:
        try:
            connection = HTTPConnectionPool(
                "127.0.0.1", port, retries=Retry(100, backoff_factor=0.2, backoff_max=0.5)
            )
            assert connection.request("GET", "/healthz").status == HTTPStatus.OK
            yield url
        finally:
            serving.terminate()


def unopened(home: Path, *, now: datetime) -> Iterator[str]:
    """Give the texts whose link still works and was not used."""
    for line in (home / "outbox-heard.jsonl").read_text(encoding="utf-8").splitlines():
        body = str(json.loads(line)["body"])
        invitation = answer.find(body.rpartition("/s/")[2][:22], now=now)
        if isinstance(invitation, Invitation) and invitation.opened_at is None:
            yield body


def figures(home: Path) -> dict[str, dict[str, Any]]:
    printed = json.loads(heard(home, "figures", "--json"))
    assert printed["simulated"] is True
    return {f["question"]: f for f in printed["figures"] if f["programme"] == POOLED}


def test_each_share_is_the_one_reported(home: Path) -> None:
    shown = figures(home)
    assert set(shown) == set(REPORTED)
    for question, share in REPORTED.items():
        figure = shown[question]
        low, high = wilson(round(figure["value"] * figure["n"]), figure["n"], 0.999)
        assert low <= share <= high
        assert abs(figure["value"] - share) <= 0.01
    assert min(shown, key=lambda question: float(shown[question]["value"])) == "next_steps"


def test_the_ledger_accounts_for_every_touchpoint(home: Path) -> None:
    programmes = json.loads(heard(home, "ledger", "--json"))["programmes"]
    assert [(p["id"], p["events"] > 0) for p in programmes] == [
        *(("sms_contact", True), ("sms_attendance", True)),
        *(("victim_email", False), ("caller_101", False)),  # not yet, and not any more
        ("live_chat", False),  # of whose conversations none was played
    ]
    for programme in programmes:
        assert sum(programme["outcomes"].values()) == programme["events"]
        came = {step["name"]: step["n"] for step in programme["steps"]}
        assert sum(programme["letters"].values()) == came["posted"] <= came["may_be_asked"]
        # What came in after a text had left blocks it, and the text stays accounted for.
        assert came["may_be_asked"] >= programme["outcomes"]["SEND"]
    assert 1_500 <= sum(p["completed"] for p in programmes) <= 1_900


@pytest.mark.usefixtures("pilot")
def test_no_letter_outside_the_dates() -> None:
    moments = Invitation.objects.values_list("touchpoint__happened_at", "asked_at")
    days = {london_date(moment) for pair in moments for moment in pair if moment}
    assert (min(days), max(days)) == (FIRST, LAST)


@pytest.mark.usefixtures("pilot")
def test_comments_come_with_the_question_for_them() -> None:
    commented = Comment.objects.values_list("response__submitted_at", "response_id")
    assert all(at >= COMMENTS_FROM for at, _ in commented)
    assert 650 <= len({response for _, response in commented}) <= 750


@pytest.mark.usefixtures("pilot")
def test_no_letter_about_what_must_not_be_asked() -> None:
    known = categories()
    allowed = {
        c for c, k in known.items() if k.sensitivity is Sensitivity.ALLOW and not k.conditional
    } | CONDITIONS_MET
    codes: dict[str, set[str]] = {
        row.incident_id: {*row.opening_codes, *row.closing_codes, *row.tags}
        for row in Incident.objects.all()
    }
    # Of those that news took back after they had left, the ledger says so.
    stands = Screening.objects.filter(is_current=True, outcome="SEND", invited_at__isnull=False)
    calls = stands.filter(touchpoint__kind="contact").values_list(
        "touchpoint__contact__codes", "touchpoint__contact__incident_ids"
    )
    asked = [({*own}, ids) for own, ids in calls]
    visits = stands.filter(touchpoint__kind="attendance").values_list("touchpoint__key", flat=True)
    asked += [(set(), [visit]) for visit in visits]
    assert len(asked) > 5_000
    for own, ids in asked:
        assert own | {code for i in ids for code in codes[i]} <= allowed


@pytest.mark.usefixtures("pilot")
def test_nobody_is_asked_twice_but_for_two_stages_of_one_incident() -> None:
    people: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    rows = Invitation.objects.values_list(
        "person_print",
        "programme__stage",
        "touchpoint__contact__incident_ids",
        "touchpoint__incident__incident_id",
    )
    for person, stage, called_about, visited in rows:
        people[person].append((stage, {visited} if visited else set(called_about)))
    twice = [asked for asked in people.values() if len(asked) > 1]
    assert twice
    for asked in twice:
        assert sorted(stage for stage, _ in asked) == ["attendance", "contact"]
        assert asked[0][1] & asked[1][1]


@pytest.mark.usefixtures("pilot")
def test_one_screening_is_current_and_every_answer_is_kept() -> None:
    current = Screening.objects.filter(is_current=True).values_list("touchpoint", "programme")
    assert max(Counter(current).values()) == 1
    assert not Response.objects.exclude(submitted_at__lte=F("invitation__expires_at")).exists()


@pytest.mark.usefixtures("pilot")
def test_people_with_a_real_browser_are_heard_like_the_others(
    home: Path, site: str, new_page: NewPage
) -> None:
    now = Simulation.objects.get().now
    citizens = Citizens(Random(2020))  # noqa: S311 - a simulation
    planned = [citizens.reads(body, now=now) for body in unopened(home, now=now)]
    # Two of each kind: more of them would be heard no differently.
    visits = [
        visit
        for fate in Fate
        for visit in islice((one for one in planned if one and one.fate is fate), 2)
    ]
    for visit in visits:
        carry_out(visit, site=site, page=new_page(width=320))
    assert {Fate.COMPLETED, Fate.LOOKED_AT} <= {visit.fate for visit in visits}
    for visit in visits:
        invitation = Invitation.objects.get(token_hash=hash_token(visit.path[3:]))
        completed = visit.fate is Fate.COMPLETED
        said = Answer.objects.filter(response__invitation=invitation)
        wrote = Comment.objects.filter(response__invitation=invitation)
        assert (invitation.opened_at is None) is (visit.fate in {Fate.LOOKED_AT, Fate.OPTED_OUT})
        assert (invitation.spent_at is not None) is completed
        assert dict(said.values_list("question_id", "value")) == (
            visit.answers if completed else {}
        )
        assert wrote.count() == (completed and visit.comment != "")
