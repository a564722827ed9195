"""Devices are let in by a secret of which only prints are kept, and shut out at once."""

import base64
import json
import zlib
from datetime import timedelta

import pytest
from django.db import connection

from heard.accounts import people
from heard.fieldwork import collect, devices
from heard.fieldwork.devices import Made, NoDevice
from heard.fieldwork.models import Device, Refusal
from heard.journal.models import Entry
from tests.open_ways import ANN, NOW
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def draw(size: int) -> bytes:
    return bytes(range(size))


def made(name: str = " Tablet  7 ") -> Made:
    return devices.make(a_person(password=None), name=name, by=ANN, now=NOW, draw=draw)


def test_a_device_is_known_by_its_secret_until_it_is_revoked() -> None:
    new = made()
    assert (new.device.name, new.device.username) == ("Tablet 7", "device-0001020304")
    assert devices.by_secret(new.secret) == devices.by_username("device-0001020304") == new.device
    devices.revoke(new.device, by=ANN, now=NOW)
    devices.revoke(new.device, by=ANN, now=NOW)
    assert (devices.by_secret(new.secret), devices.by_username("device-0001020304")) == (None, None)
    acts = Entry.objects.filter(act__startswith="fieldwork.").order_by("id")
    assert list(acts.values_list("act", "subject", "actor")) == [
        ("fieldwork.make_device", "device:device-0001020304", "Ann Lee"),
        ("fieldwork.revoke_device", "device:device-0001020304", "Ann Lee"),
    ]


def test_neither_the_secret_nor_what_is_as_good_stands_in_the_table() -> None:
    new = made()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM fieldwork_device d")
        row = cursor.fetchone()[0]
    as_good = devices.digest_of(new.device.username, new.secret)
    assert Device.objects.get().digest == as_good
    assert [word for word in (new.secret, as_good) if word in row] == []


@pytest.mark.parametrize("name", ["", "  ", 61 * "x"])
def test_a_device_needs_a_name_that_is_not_too_long(name: str) -> None:
    with pytest.raises(NoDevice, match="Say which device"):
        made(name)


def test_nobody_who_was_shut_out_gets_a_device() -> None:
    person = a_person(password=None)
    people.change_person(person, is_active=False, now=NOW)
    person.refresh_from_db()
    with pytest.raises(NoDevice, match="Ann Lee may not sign in"):
        devices.make(person, name="x", by=ANN, now=NOW, draw=draw)


def test_the_settings_are_as_odk_collect_reads_them() -> None:
    told = collect.settings("https://heard.example/openrosa/x", project="Trial Police")
    read = json.loads(zlib.decompress(base64.b64decode(told)))
    assert set(read) == {"general", "admin", "project"}
    assert read["general"]["server_url"] == "https://heard.example/openrosa/x"
    assert read["project"]["name"] == "Trial Police"


def test_from_where_a_wrong_secret_came_is_forgotten_after_ten_minutes() -> None:
    assert devices.is_flood("192.0.2.7", now=NOW) is False
    assert "192.0.2.7" not in Refusal.objects.get().network
    assert devices.forget_refusals(now=NOW + timedelta(minutes=9)) == 0
    assert devices.forget_refusals(now=NOW + timedelta(minutes=10)) == 1
