"""The facts, written on request."""

from collections import Counter

import psycopg
from pytest_django import Settings

from heard.insight.facts.refresh import WRITER
from tests.cli.terminal import as_json, heard, refused
from tests.insight.flow import answer, programme


def test_facts_are_brought_up_to_date_or_written_anew(
    given: dict[str, str], settings: Settings
) -> None:
    def said(*words: str) -> str:
        done = heard("facts", *words)
        assert (done.exit_code, done.stdout) == (0, "")
        return done.stderr

    folder = settings.FACTS
    answer(programme(), {"treatment": 9})
    assert said() == f"3 files written, 0 left as they were, in {folder}.\n"
    assert said() == f"0 files written, 3 left as they were, in {folder}.\n"
    assert said("--rebuild") == f"3 files written, 0 left as they were, in {folder}.\n"
    files = Counter(file.relative_to(folder).parts[0] for file in folder.rglob("*.parquet"))
    assert [files[name] for name in ("screenings", "letters", "responses")] == [2, 2, 2]


def test_who_writes_them_just_now_is_let_and_what_they_left_is_shown(
    given: dict[str, str],
) -> None:
    def answers() -> int:
        return sum(figure["n"] for figure in as_json("figures")["figures"])

    answer(programme(), {"treatment": 9})
    with psycopg.connect(given["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext(%s))", [WRITER])
        busy = "heard: Another process writes the facts of this database just now.\n"
        assert refused("facts") == busy
        assert "There are no facts in" in refused("figures")
        other.execute("SELECT pg_advisory_unlock_all()")
        known = answers()
        answer(programme(), {"treatment": 9})
        other.execute("SELECT pg_advisory_lock(hashtext(%s))", [WRITER])
        assert answers() == known
        other.execute("SELECT pg_advisory_unlock_all()")
        assert answers() == 2 * known == 4
