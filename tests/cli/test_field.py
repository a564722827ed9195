"""Devices are let in and shut out from the command line."""

import pytest

from heard.fieldwork import devices
from heard.fieldwork.models import Device
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")


def test_a_device_is_let_in_by_what_is_printed_and_shut_out() -> None:
    heard("staff", "add", "bob@force.example", "--name", "Bob")
    printed = heard("field-key", "bob@force.example", "--device", "Tablet 7").stdout.splitlines()
    address, named = printed[0], printed[1].split()
    device = devices.by_secret(address.rpartition("/")[2])
    assert device == Device.objects.get()
    assert address == f"http://127.0.0.1:8000/openrosa/{named[2]}"
    assert named[:2] == ["http://127.0.0.1:8000/openrosa", device.username]
    heard("field-key", "bob@force.example", "--device", "Tablet  7", "--revoke")
    assert devices.by_secret(named[2]) is None
    again = refused("field-key", "bob@force.example", "--device", "Tablet 7", "--revoke")
    assert again == "heard: bob@force.example has no device Tablet 7 that is let in.\n"


def test_a_device_needs_a_name_and_a_person() -> None:
    heard("staff", "add", "bob@force.example", "--name", "Bob")
    assert "Say which device" in refused("field-key", "bob@force.example", "--device", " ")
    assert "nobody signs in as" in refused("field-key", "ann@force.example", "--device", "x")
