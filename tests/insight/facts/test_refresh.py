"""Facts that are brought up to date are those that would be written from scratch."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pyarrow import parquet
from pytest_django import Settings

from heard.core.journeys import VICTIM_UPDATED
from heard.core.screening import Outcome
from heard.delivery.models import Letter, State
from heard.eligibility.models import Screening
from heard.events.models import Attendance, Contact, Crime, Event, Incident
from heard.home import Server
from heard.insight.cuts import EVERYTHING, Cut, counted
from heard.insight.facts import _manifest
from heard.insight.facts._cubes import PARTS, TOTALS
from heard.insight.facts.read import facts
from heard.insight.facts.refresh import READ_STILL, WRITER, Busy, Written, refresh
from heard.invitations.models import Invitation
from heard.responses.models import Detail, Response
from tests.conftest import connected
from tests.insight.crowd import Said
from tests.insight.flow import CALLED, answer, invite, programme, screen
from tests.insight.handling import HANDLINGS

AUGUST, SEPTEMBER, NOVEMBER = (datetime(2020, month, 3, 12, tzinfo=UTC) for month in (8, 9, 11))
OCTOBER = "2020-10"
CALCULATED = "calculated"
MINUTE = timedelta(minutes=1)
Change = Callable[[], object]

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the facts are kept: five months of them."""
    folder = tmp_path / "some facts"
    answer(programme(), {"treatment": 9, "outcome": 3}, at=SEPTEMBER, area="BE")
    screen(programme("sms_attendance"), Outcome.HOLD, "unmapped", at=AUGUST)
    for reason in ("sensitive", "opted_out"):
        screen(programme(), Outcome.BLOCK, reason, at=NOVEMBER, area="WV")
    assert refresh(folder, now=CALLED) == Written(written=5, kept=0)
    return folder


def rows(folder: Path) -> dict[str, list[str]]:
    """Give every row of the facts in words, by dataset, in an order of their own."""
    found = facts(folder)
    tables = {
        "s": found.screenings,
        "l": found.letters,
        "r": found.responses,
        "d": found.details,
    }
    return {name: sorted(map(str, t.to_pyarrow().to_pylist())) for name, t in tables.items()}


def files(folder: Path) -> dict[tuple[str, str], str]:
    """Give the file that the manifest names for each month of each dataset."""
    manifest = _manifest.load(folder)
    assert manifest is not None
    return {
        (dataset, month): found.file
        for dataset, months in manifest.months.items()
        for month, found in months.items()
    }


def written_by(change: Change, folder: Path) -> set[tuple[str, str]]:
    """Let a change happen and refresh; give the months whose file is another one than before."""
    before = files(folder)
    change()
    told = refresh(folder, now=CALLED)
    after = files(folder)
    anew = {month for month, file in after.items() if before.get(month) != file}
    assert told == Written(written=len(anew), kept=len(after) - len(anew))
    return anew


def supersede(reason: str, *, at: datetime) -> None:
    """Follow the decision that has this reason by another, about an earlier or a later time."""
    old = Screening.objects.get(reasons=[reason], is_current=True)
    Screening.objects.filter(pk=old.pk).update(is_current=False)
    old.pk, old.is_current, old.happened_at, old.reasons = None, True, at, [f"{reason} again"]
    old.save(force_insert=True)


def test_only_the_months_in_which_something_changed_are_written_and_nothing_is_missed(
    folder: Path, tmp_path: Path
) -> None:
    waiting = invite(programme(), state=State.SENDING)
    refresh(folder, now=CALLED)
    letters, october = ("letters", OCTOBER), ("screenings", OCTOBER)
    november, august = ("screenings", "2020-11"), ("screenings", "2020-08")

    def opens() -> None:
        Invitation.objects.filter(pk=waiting.pk).update(opened_at=CALLED)

    def arrives() -> None:
        assert waiting.letter_id
        Letter.objects.filter(pk=waiting.letter_id).update(
            state=State.DELIVERED, address=None, body=None, settled_at=CALLED
        )

    steps: list[tuple[Change, set[tuple[str, str]]]] = [
        (lambda: None, set()),
        (
            lambda: answer(programme(), {"treatment": 0}, at=SEPTEMBER),
            {october, letters, ("responses", "2020-09")},
        ),
        (opens, {letters}),
        (arrives, {letters}),
        (lambda: supersede("sensitive", at=AUGUST), {november, august}),
        (lambda: supersede("opted_out", at=AUGUST), {august}),
        (lambda: supersede("unmapped", at=AUGUST), {august}),
        (lambda: None, set()),
    ]
    for number, (change, expected) in enumerate(steps):
        assert written_by(change, folder) == expected, number
        refresh(scratch := tmp_path / f"scratch {number}", now=CALLED)
        assert rows(folder) == rows(scratch), number
    assert november not in files(folder)
    assert len(rows(folder)["s"]) == 6


def test_a_change_that_leaves_a_month_as_large_as_it_was_is_found(folder: Path) -> None:
    supersede("sensitive", at=NOVEMBER + MINUTE)
    refresh(folder, now=CALLED)
    november = [row for row in rows(folder)["s"] if "datetime.date(2020, 11, 3)" in row]
    assert [sum(reason in row for row in november) for reason in ("'sensitive'", "again")] == [0, 1]


def test_a_transaction_that_began_before_a_refresh_and_ended_after_it_is_found_by_the_next(
    folder: Path, own_database: dict[str, str]
) -> None:
    opens = "UPDATE invitations_invitation SET opened_at = NULL"
    with psycopg.connect(own_database["DATABASE_URL"]) as late:
        late.execute(opens)
        screen(programme(), Outcome.SEND, at=AUGUST)  # younger, and there before it
        assert written_by(lambda: None, folder) == {("screenings", "2020-08")}
        assert ["'opened': True" in row for row in rows(folder)["l"]] == [True]
        late.commit()
    assert ("letters", OCTOBER) in written_by(lambda: None, folder)
    assert ["'opened': False" in row for row in rows(folder)["l"]] == [True]
    assert written_by(lambda: None, folder) == set()


def test_who_answers_later_than_the_facts_were_written_is_found_with_the_text_they_got(
    folder: Path,
) -> None:
    begun = invite(programme(), opened=True)
    refresh(folder, now=CALLED)

    def finishes() -> None:
        Response.objects.create(
            invitation=begun,
            disposition=Response.Disposition.COMPLETE,
            language="en",
            mode="web",
            started_at=CALLED,
            submitted_at=CALLED,
            stage=begun.programme.stage,
            happened_at=CALLED,
        )

    assert written_by(finishes, folder) == {("letters", OCTOBER), ("responses", OCTOBER)}
    assert ["'disposition': 'complete'" in row for row in rows(folder)["l"]] == [True, True]


def test_a_refresh_sees_one_state_of_the_database_and_the_next_one_what_came_meanwhile(
    folder: Path, own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write, tables = parquet.write_table, []
    with psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as other:

        def interrupted(*words: Any, **more: Any) -> None:  # noqa: ANN401
            tables.append(words[0])
            other.execute("UPDATE invitations_invitation SET opened_at = NULL")
            write(*words, **more)

        monkeypatch.setattr(parquet, "write_table", interrupted)
        refresh(folder, now=CALLED, rebuild=True)
    monkeypatch.undo()
    assert len(tables) == 5 + len(PARTS) + len(TOTALS)
    assert ["'opened': True" in row for row in rows(folder)["l"]] == [True]
    assert written_by(lambda: None, folder) == {("letters", OCTOBER)}
    assert ["'opened': False" in row for row in rows(folder)["l"]] == [True]


def test_a_rebuild_writes_every_month_into_another_file(folder: Path) -> None:
    before, known = files(folder), rows(folder)
    assert refresh(folder, now=CALLED, rebuild=True) == Written(written=5, kept=0)
    assert set(files(folder).values()) & set(before.values()) == set()
    assert rows(folder) == known


def test_there_is_one_writer_until_the_manifest_is_swapped(
    folder: Path, own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = "SELECT pg_try_advisory_lock(hashtext(%s))"
    save, free = _manifest.save, []
    answer(programme(), {})
    with psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as other:

        def watched(*words: Any) -> None:  # noqa: ANN401
            save(*words)
            free.append(other.execute(ask, [WRITER]).fetchone())

        monkeypatch.setattr(_manifest, "save", watched)
        refresh(folder, now=CALLED)
        assert (free, other.execute(ask, [WRITER]).fetchone()) == ([(False,)], (True,))

        before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
        screen(programme(), Outcome.SEND)
        with pytest.raises(Busy):
            refresh(folder, now=CALLED + MINUTE)
        assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before


def test_a_crash_before_the_manifest_leaves_the_facts_as_they_were_and_the_next_time_mends_it(
    folder: Path,
) -> None:
    before, known = files(folder), rows(folder)
    in_the_way = folder / "manifest.json.new"
    in_the_way.mkdir()
    answer(programme(), {}, at=SEPTEMBER)
    with pytest.raises(IsADirectoryError):
        refresh(folder, now=CALLED + MINUTE)
    assert len(list(folder.rglob("*.parquet"))) == 5 + 3 + 2 * (len(PARTS) + len(TOTALS))
    assert (files(folder), rows(folder), facts(folder).as_of) == (before, known, CALLED)

    in_the_way.rmdir()
    assert refresh(folder, now=CALLED + MINUTE).written == 3
    assert [len(found) for found in rows(folder).values()] == [5, 2, 2, 0]


def edit(folder: Path, **words: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | words))


def lose(folder: Path) -> None:
    (folder / files(folder)["letters", OCTOBER]).unlink()


def truncate(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        lose,
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("[1]"),
        lambda folder: edit(folder, months=["2020-10"]),
        lambda folder: edit(folder, version="by other rules"),
        lambda folder: edit(folder, database="another/16384"),
        lambda folder: edit(folder, horizon=10**7),  # a database put back as it was before
    ],
)
def test_what_cannot_be_trusted_is_made_anew(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    known = rows(folder)
    damage(folder)
    assert refresh(folder, now=CALLED) == Written(written=5, kept=0)
    assert rows(folder) == known


def test_another_database_has_other_facts(folder: Path, server: Server, template: str) -> None:
    server.create_database("another", template=template)
    with connected(server.url("another", "heard_app")):
        screen(programme(), Outcome.SEND)
        assert refresh(folder, now=CALLED) == Written(written=1, kept=0)
        assert [len(found) for found in rows(folder).values()] == [1, 0, 0, 0]
    server.drop_database("another")
    assert refresh(folder, now=CALLED).written == 5


def test_a_file_stays_as_long_as_somebody_may_read_it_after_it_was_dropped(folder: Path) -> None:
    old = folder / files(folder)["letters", OCTOBER]
    age(old, 10 * READ_STILL)  # written long ago, and dropped only now
    numbers = count(1)

    def again() -> bool:
        answer(programme(), {"treatment": next(numbers)})
        refresh(folder, now=CALLED)
        return old.exists()

    assert [again(), again()] == [True, True]
    age(old, READ_STILL - 60)
    assert again()
    age(old, 120)
    assert not again()
    assert len(rows(folder)["l"]) == 5


def age(path: Path, seconds: float) -> None:
    """Make a file older."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_what_a_crash_left_behind_is_swept_and_what_is_not_ours_is_not(folder: Path) -> None:
    left, fresh, ours_not = (folder / n for n in ("x.new", "y.parquet", "notes.txt"))
    for path in (left, fresh, ours_not):
        path.write_text("")
    age(left, 2 * READ_STILL)
    age(ours_not, 2 * READ_STILL)
    refresh(folder, now=CALLED)
    assert [path.exists() for path in (left, fresh, ours_not)] == [False, True, True]
    assert all((folder / file).exists() for file in files(folder).values())


def test_what_is_chosen_or_entered_is_a_fact_with_its_number_where_it_is_one(folder: Path) -> None:
    response = answer(programme(), {"treatment": 9}, at=SEPTEMBER, area="BE")
    said = [("worries", "choices", 1, "drugs"), ("worries", "choices", 2, "burglary")]
    said += [
        ("age", "integer", 1, "34"),
        ("miles", "decimal", 1, "-2.5"),
        ("grown", CALCULATED, 1, "no"),
    ]
    Detail.objects.bulk_create(
        Detail(response=response, version=2, question_id=q, kind=k, position=p, value=v)
        for q, k, p, v in said
    )
    refresh(folder, now=CALLED)
    kept = facts(folder).details.to_pyarrow().to_pylist()
    assert [[d[n] for n in ("question", "kind", "position", "value", "number")] for d in kept] == [
        ["age", "integer", 1, "34", 34.0],
        ["grown", "calculated", 1, "no", None],
        ["miles", "decimal", 1, "-2.5", -2.5],
        ["worries", "choices", 1, "drugs", None],
        ["worries", "choices", 2, "burglary", None],
    ]
    assert {(d["programme"], d["area"], d["question_version"]) for d in kept} == {
        ("sms_contact", "BE", 1)
    }


def test_facts_of_a_database_in_which_nothing_happened_are_empty(tmp_path: Path) -> None:
    assert refresh(tmp_path / "new", now=CALLED) == Written(written=0, kept=0)
    assert rows(tmp_path / "new") == {"s": [], "l": [], "r": [], "d": []}


def test_sums_are_made_anew_with_their_month_and_kept_with_it(folder: Path) -> None:
    def sums() -> tuple[dict[str, str], dict[str, str]]:
        refresh(folder, now=CALLED)
        manifest = _manifest.load(folder)
        assert manifest is not None
        (month,) = manifest.months["responses"].values()
        return dict(month.parts), dict(manifest.totals)

    parts, totals = sums()
    assert ({*parts}, {*totals}) == ({part.name for part in PARTS}, {*TOTALS})
    assert sums() == (parts, totals)
    answer(programme(), {"treatment": 9}, at=SEPTEMBER, area="WV")
    assert not {*sums()[0].values()} & {*parts.values()}
    assert not {*sums()[1].values()} & {*totals.values()}
    of_areas = facts(folder).ask(counted, by=(Cut.AREA,), where=EVERYTHING)
    assert sorted((row["question"], row["area"], row["n"]) for row in of_areas) == [
        ("outcome", "BE", 1),
        ("treatment", "BE", 1),
        ("treatment", "WV", 1),
    ]


def test_a_total_that_is_lost_is_made_anew(folder: Path) -> None:
    manifest = _manifest.load(folder)
    assert manifest is not None
    (folder / manifest.totals["hours"]).unlink()
    assert refresh(folder, now=CALLED).kept == 0
    assert facts(folder).ask(counted, by=(Cut.AREA, Cut.INCIDENT), where=EVERYTHING)


def test_what_the_force_did_is_put_right_in_old_answers_too(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    Said(at=SEPTEMBER, handling=HANDLINGS[1]).put()
    Said(at=SEPTEMBER, handling=HANDLINGS[6]).put()
    refresh(folder, now=CALLED)
    september = {("responses", "2020-09")}
    columns = ("grade", "response_time", "time_to_answer", "outcome", "updates", "delay")

    def told() -> list[str]:
        """Give what the force did for the two who were told of; 'grade/…' row by row."""
        found = facts(folder).responses.to_pyarrow().to_pylist()
        rows = ["/".join(row[name] for name in columns) for row in found if row["contact_channel"]]
        return sorted(rows)

    before = ["///none_yet/0/", "EMERGENCY/met/0-10 s/closed: Transport//0-15 min"]
    assert told() == before

    def updated() -> None:
        """Tell late that the victim had been updated before the survey."""
        crime = Crime.objects.get()
        Event.objects.create(
            source="/rms",
            event_id="late",
            type=VICTIM_UPDATED,
            occurred_at=SEPTEMBER,
            received_at=CALLED,
            crime_id=crime.crime_id,
            data={},
        )
        Crime.objects.update(updated_at=SEPTEMBER)

    changes: list[Change] = [
        lambda: Incident.objects.update(grade="PRIORITY", closing_codes=["AS-02"]),
        lambda: Attendance.objects.update(arrived_at=None),
        lambda: Contact.objects.filter(channel="999").update(seconds_to_answer=31),
        lambda: Crime.objects.update(outcome="18"),
        lambda: Letter.objects.exclude(claimed_at=None).update(claimed_at=SEPTEMBER + 16 * MINUTE),
        updated,
    ]
    for change in changes:
        assert september <= written_by(change, folder)
    assert told() == [
        "///no_suspect/1/",
        "PRIORITY//31-60 s/closed: Anti-social behaviour//15-60 min",
    ]
    settings.CRIME_OUTCOMES = tmp_path / "outcomes.csv"
    settings.CRIME_OUTCOMES.write_text("outcome,group\n18,elsewhere\n")
    assert september <= written_by(lambda: None, folder)
    assert told()[0] == "///elsewhere/1/"
