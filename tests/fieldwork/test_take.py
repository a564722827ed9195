"""Sealed interviews are opened and taken once, and what is wrong with one is said."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError
from django.test import override_settings
from joserfc import jwe
from joserfc.jwk import ECKey

from heard.equality.models import Profile
from heard.fieldwork import seals
from heard.fieldwork.badges import badge, holder
from heard.fieldwork.models import Rejected, Submission
from heard.fieldwork.take import LONGEST, State, received, take
from heard.invitations.models import Collector
from heard.journal.models import Entry
from heard.responses.models import Response
from heard.vault.ring import ring
from tests.open_ways import NOW, every_kind, way_in
from tests.questionnaires.all_kinds import SAID
from tests.web.staff.people import a_person

BEGUN = NOW - timedelta(minutes=9)
FIRST = {"k1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
SECOND = {"k2": "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="}
LOOKUP = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
KEYS = {"ring": FIRST, "current": "k1", "lookup": LOOKUP}
ROTATED = {"ring": FIRST | SECOND, "current": "k2", "lookup": LOOKUP}


def sealed(told: object, **header: str) -> str:
    """Seal something as a device does."""
    key = seals.public_key()
    content = told if isinstance(told, str) else json.dumps(told)
    named = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": str(key["kid"]), **header}
    public = ECKey.import_key({str(name): str(value) for name, value in key.items()})
    return jwe.encrypt_compact(named, content, public, algorithms=["ECDH-ES", "A256GCM"])


def told(**other: object) -> dict[str, Any]:
    """Give what a device seals of an interview, with something otherwise."""
    code = Collector.objects.values_list("code", flat=True).first() or ""
    return {
        "instance": "uuid:1",
        "way": code,
        "questionnaire": "trial",
        "version": 1,
        "language": "cy",
        "said": SAID,
        "started": BEGUN.isoformat(),
        "ended": NOW.isoformat(),
        "device": "tablet 7",
        "ward": "",
        "badge": "",
        **other,
    }


@pytest.fixture
def way(db: None) -> Collector:
    every_kind()
    return way_in("trial", channel="officer")


@pytest.mark.usefixtures("way")
def test_an_interview_is_taken_once_and_stands_in_the_journal() -> None:
    ann = a_person()
    box = sealed(told())
    first, again = (take("uuid:1", box, by=ann, now=NOW) for _ in range(2))
    assert (first.state, again.state) == (State.TAKEN, State.KNOWN)
    assert Submission.objects.get().interviewer == ann
    entry = Entry.objects.get(act="fieldwork.take")
    assert entry.subject.startswith("interview:uuid:1 way:")


@pytest.mark.usefixtures("way")
def test_it_is_taken_and_journalled_or_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:  # no disk can be filled in a test
        raise DataError("the disk is full")

    ann, box = a_person(), sealed(told(equality={"version": 1, "said": {"sex": "male"}}))
    with monkeypatch.context() as no_journal:
        no_journal.setattr("heard.fieldwork.take.write", full)
        with pytest.raises(DataError):
            take("uuid:1", box, by=ann, now=NOW)
    counts = [model.objects.count() for model in (Submission, Response, Profile, Rejected)]
    assert counts == [0, 0, 0, 0]
    assert take("uuid:1", box, by=ann, now=NOW).state is State.TAKEN
    assert Entry.objects.filter(act="fieldwork.take").count() == 1


def test_what_was_refused_and_is_taken_now_is_settled(way: Collector) -> None:
    ann, box = a_person(), sealed(told())
    Collector.objects.update(closed_at=BEGUN - timedelta(days=1))
    assert take("uuid:1", box, by=ann, now=NOW).state is State.REFUSED
    assert not Entry.objects.filter(act="fieldwork.take").exists()
    Collector.objects.filter(pk=way.pk).update(closed_at=None)
    assert take("uuid:1", box, by=ann, now=NOW).state is State.TAKEN
    assert Rejected.objects.get().settled_at == NOW


def test_whoever_asked_is_the_interviewer_and_not_whoever_sends(way: Collector) -> None:
    ann, bob = a_person(), a_person("bob@example.org")
    take("uuid:1", sealed(told(badge=badge(bob))), by=ann, now=NOW)
    take("uuid:2", sealed(told(instance="uuid:2", badge="7:made-up")), by=ann, now=NOW)
    people = Submission.objects.order_by("instance").values_list("interviewer__email", flat=True)
    assert list(people) == ["bob@example.org", ann.email]
    assert holder(badge(bob)) == bob
    assert received([way]) == {way.pk: 2}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"said": ["x"]}, "said is missing"),
        ({"said": {"age": 34}}, "said must give a text"),
        ({"version": "1"}, "version is missing"),
        ({"version": 9}, "There is no version 9 of trial."),
        ({"way": "nowhere"}, "There is no way in for officers with the code nowhere."),
        ({"instance": "uuid:2"}, "It is another interview than the device says."),
        ({"ended": "soon"}, "ended is no time."),
        ({"started": "2020-10-12T09:00:00"}, "started has no offset."),
        ({"said": {**SAID, "age": "12"}}, "Rhaid i chi fod yn 16 oed neu'n hŷn"),
        ({"ward": "E99"}, "E99 is no ward."),
        ({"ward": "\0"}, "ward has a character in it that is none."),
        ({"way": "a\0"}, "way has a character in it that is none."),
        ({"device": "d\0"}, "device has a character in it that is none."),
        ({"device": "d" * 101}, "device is longer than 100 characters."),
        ({"said": {**SAID, "why": "a\ud800"}}, "why has a character in it that is none."),
        ({"said": {**SAID, "wh\0y": "a"}}, "wh?y has a character in it that is none."),
        ({"started": "0001-01-01T00:00:00+23:00"}, "started is a time of another century."),
        ({"ended": "9999-12-31T23:59:59-23:00"}, "ended is a time of another century."),
        ({"said": {**SAID, "visit/1/why": "?"}}, "visit/1/why is no question of this version."),
        ({"said": {**SAID, "child/9/called": "?"}}, "child/9/called is no question of this"),
    ],
)
def test_what_is_wrong_with_an_interview_is_said(other: dict[str, object], why: str) -> None:
    outcome = take("uuid:1", sealed(told(**other)), by=a_person(), now=NOW)
    assert outcome.state is State.REFUSED
    assert why in outcome.why
    assert not Submission.objects.exists()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("content", ["[]", "{", '"x"'])
def test_what_is_no_interview_is_refused(content: str) -> None:
    assert take("uuid:1", sealed(content), by=a_person(), now=NOW).state is State.REFUSED


@pytest.mark.usefixtures("way")
def test_what_a_phone_with_a_clock_that_was_reset_brings_is_kept_aside() -> None:
    box = sealed(told(started="1970-01-01T01:00:00+01:00", ended="1970-01-01T01:09:00+01:00"))
    assert "was not open" in take("uuid:1", box, by=a_person(), now=NOW).why
    assert Rejected.objects.get().instance == "uuid:1"


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("instance", ["\0", "u" * 250])
def test_an_id_that_no_table_holds_is_refused(instance: str) -> None:
    outcome = take(instance, sealed(told(instance=instance)), by=a_person(), now=NOW)
    assert outcome.state is State.REFUSED


@pytest.mark.django_db
def test_what_cannot_be_opened_is_refused() -> None:
    ann = a_person()
    good = sealed("{}")
    damaged = good[:-3] + ("AAA" if good[-3:] != "AAA" else "BBB")
    boxes = (damaged, "", "a.b.c.d.e", "x" * (LONGEST + 1), sealed("{}", kid="k9"))
    whys = {take("uuid:1", box, by=ann, now=NOW).why for box in boxes}
    assert whys == {
        "It is damaged, or was not sealed to a key of ours.",
        f"It is longer than {LONGEST:,} characters.",
    }


def test_what_was_sealed_to_an_old_key_still_opens() -> None:
    with override_settings(HEARD_KEYS=KEYS):
        _forget()
        before, old = seals.public_key(), sealed("said")
    with override_settings(HEARD_KEYS=ROTATED):
        _forget()
        after = seals.public_key()
        assert (before["kid"], after["kid"], before["x"] != after["x"]) == ("k1", "k2", True)
        assert (seals.opened(old), seals.opened(sealed("new"))) == ("said", "new")
        assert "d" not in after
    _forget()


def _forget() -> None:
    ring.cache_clear()
    seals.forget()
