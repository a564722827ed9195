"""What redaction and triage find, told on the command line."""

from tests.cli.terminal import as_json, heard


def test_redaction_is_measured_by_kind_and_part() -> None:
    found = as_json("redaction")
    assert set(found) == {"build", "held"}
    assert {one["kind"] for one in found["build"]} >= {"name", "phone", "postcode", "vehicle"}
    done = heard("redaction")
    assert (done.exit_code, done.stdout.count("false alarms")) == (0, 2)
    assert "missed: name: " in done.stdout


def test_triage_is_measured_by_family_part_and_way_and_every_miss_is_listed() -> None:
    found = as_json("triage", "--part", "last")
    assert list(found) == ["last, by the lists", "last, by meaning", "last, by both"]
    for tallies in found.values():
        assert [one["kind"] for one in tallies][:3] == ["life", "self", "da"]
    lists, meaning, both = (
        {one["kind"]: one["found"] for one in tallies} for tallies in found.values()
    )
    assert max(lists["life"], meaning["life"]) <= both["life"] <= 17
    done = heard("triage", "--part", "last")
    assert (done.exit_code, done.stdout.count("false alarms")) == (0, 3)
    assert "missed: " in done.stdout
