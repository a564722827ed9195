"""`heard take-interviews`: a phone that cannot send is read from the file that it saved."""

import json
from pathlib import Path

import pytest

from heard.accounts.models import User
from heard.fieldwork.models import Submission
from heard.membership.models import Member
from tests.cli.terminal import heard, refused
from tests.fieldwork.test_take import sealed, told
from tests.membership.asked import gone_through
from tests.web.staff.field.phone import a_way
from tests.web.staff.field.test_registered import INSTANCE
from tests.web.staff.field.test_registered import told as registered
from tests.web.staff.people import EMAIL, a_person

pytestmark = pytest.mark.usefixtures("given")


def test_what_a_phone_saved_is_taken_once(tmp_path: Path) -> None:
    a_way()
    a_person()
    file = tmp_path / "saved.json"
    items = [{"instance": "uuid:1", "sealed": sealed(told())}]
    file.write_text(json.dumps({"items": items}))
    taken = heard("take-interviews", str(file), "--by", EMAIL)
    assert (taken.exit_code, taken.stdout) == (0, "uuid:1: taken\n")
    items.append({"instance": "uuid:2", "sealed": "damaged"})
    file.write_text(json.dumps({"items": items}))
    again = heard("take-interviews", str(file), "--by", EMAIL)
    assert (again.exit_code, again.stdout) == (
        3,
        "uuid:1: known\nuuid:2: refused, It is damaged, or was not sealed to a key of ours.\n",
    )
    assert Submission.objects.count() == 1


def test_somebody_whom_a_phone_registered_is_taken_too(tmp_path: Path) -> None:
    a_person(role=User.Role.NEIGHBOURHOOD)
    file, entry = tmp_path / "saved.json", registered()
    item = {"instance": entry["instance"], "kind": "member", "sealed": sealed(entry)}
    file.write_text(json.dumps({"items": [item]}))
    for state in ("taken", "known"):
        taken = heard("take-interviews", str(file), "--by", EMAIL)
        assert (taken.exit_code, taken.stdout) == (0, f"{INSTANCE}: {state}\n")
    gone_through()
    assert Member.objects.get().state == "pending"


def test_another_file_and_a_person_who_is_nobody_are_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text("{}")
    assert "is no file that an officer's phone has saved" in refused(
        "take-interviews", str(file), "--by", EMAIL
    )
    file.write_text('{"items": []}')
    assert f"nobody signs in as {EMAIL}" in refused("take-interviews", str(file), "--by", EMAIL)
