"""What redaction and triage find, told on the command line."""

from tests.cli.terminal import as_json, heard


def test_redaction_is_measured_by_kind_and_part() -> None:
    found = as_json("redaction")
    assert set(found) == {"build", "held"}
    assert {one["kind"] for one in found["build"]} >= {"name", "phone", "postcode", "vehicle"}
    done = heard("redaction")
    assert (done.exit_code, done.stdout.count("false alarms")) == (0, 2)
    assert "missed: name: " in done.stdout


def test_triage_is_measured_by_family_and_part_and_every_miss_is_listed() -> None:
    found = as_json("triage")
    assert set(found) == {"build", "held", "last", "people", "later"}
    assert [one["kind"] for one in found["held"]][:3] == ["life", "self", "da"]
    done = heard("triage")
    assert (done.exit_code, done.stdout.count("false alarms")) == (0, 5)
    assert "missed: child: the football coach" in done.stdout
