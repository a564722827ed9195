"""What redaction finds, told on the command line."""

from tests.cli.terminal import as_json, heard


def test_redaction_is_measured_by_kind_and_part() -> None:
    found = as_json("redaction")
    assert set(found) == {"build", "held"}
    assert {one["kind"] for one in found["build"]} >= {"name", "phone", "postcode", "vehicle"}
    done = heard("redaction")
    assert (done.exit_code, done.stdout.count("false alarms")) == (0, 2)
    assert "missed: name: " in done.stdout
