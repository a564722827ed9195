"""The database itself shows a request of staff no row outside of its scope."""

import ast
import json
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.utils import DataError, OperationalError

import heard
from heard.accounts.scope import EVERYTHING, NOTHING, Scope
from heard.accounts.wall import NoRows, require_rows, whole, within
from heard.dialogues.models import Alert
from heard.eligibility.models import Programme, Screening
from heard.home import Server
from heard.journal.models import Entry
from heard.journal.write import Actor, write
from heard.questionnaires.models import Version
from heard.responses.models import Comment, Detail, Response
from tests.accounts.test_people import NOW
from tests.asked import ask

NOBODY = frozenset[str]()
ROWS = {"A": ("BE", "T1", "H1"), "B": ("BE", "T2", "H2"), "C": ("CV", "T3", "H3"), "D": ("",) * 3}
WALLED: dict[type[Model], str] = {
    Response: "language",
    Comment: "response__language",
    Detail: "response__language",
    Alert: "category",
}


@pytest.fixture
def _answered(db: None) -> None:
    """Let four people answer, about two areas and about none, each with words, a choice, an alert.

    Their names stand where any text may.
    """
    of = Programme.objects.get(slug="neighbourhood")
    version = Version.objects.filter(questionnaire=of.questionnaire).latest("number")
    dates = dict.fromkeys(("started_at", "submitted_at", "happened_at"), NOW)
    for name, (area, team, person) in ROWS.items():
        response = Response.objects.create(
            programme=of,
            version=version,
            disposition="complete",
            language=name,
            mode="web",
            area=area,
            team=team,
            person=person,
            **dates,
        )
        said = {"response": response, "question_id": "q", "version": 1}
        Comment.objects.create(**said, text="Words")
        Detail.objects.create(**said, kind="choice", position=1, value="x")
        Alert.objects.create(
            response=response, level="L2", category=name, raised_at=NOW, due_at=NOW
        )


def seen() -> dict[str, str]:
    """Give whose rows a query sees that asks for all of them, by table."""
    return {
        model.__name__: "".join(QuerySet(model).order_by(name).values_list(name, flat=True))
        for model, name in WALLED.items()
    }


def shown(names: str, *, alerts: str = "") -> dict[str, str]:
    return {"Response": names, "Comment": names, "Detail": names, "Alert": alerts}


@pytest.mark.usefixtures("_answered")
@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (NOTHING, ""),
        (Scope(areas=frozenset({"BE"}), teams=NOBODY, cases=False), "AB"),
        (Scope(areas=frozenset({"BE", "CV"}), teams=NOBODY, cases=False), "ABC"),
        (Scope(areas=NOBODY, teams=frozenset({"T2", "T3"}), cases=False), "BC"),
        (Scope(areas=NOBODY, teams=NOBODY, people=frozenset({"H1"}), cases=False), "A"),
        (Scope(areas=None, teams=None, cases=False), ""),
    ],
)
def test_a_query_that_forgot_the_scope_sees_nothing_of_others(scope: Scope, names: str) -> None:
    with within(scope):
        assert seen() == shown(names)
    assert seen() == shown("ABCD", alerts="ABCD")


@pytest.mark.usefixtures("_answered")
def test_whoever_sees_cases_sees_all_of_them() -> None:
    with within(EVERYTHING):
        assert seen() == shown("ABCD", alerts="ABCD")


@pytest.mark.usefixtures("_answered")
def test_a_figure_of_the_whole_force_is_counted_from_all_and_then_the_wall_stands_again() -> None:
    scope = Scope(areas=frozenset({"CV"}), teams=NOBODY, cases=False)
    with whole():
        assert seen() == shown("ABCD", alerts="ABCD")
    with within(scope):
        with whole():
            assert seen() == shown("ABCD", alerts="ABCD")
        assert seen() == shown("C")


@pytest.mark.django_db
def test_decisions_are_seen_by_whoever_sees_cases() -> None:
    ask()
    assert Screening.objects.count() == 1
    with within(NOTHING):
        assert Screening.objects.count() == 0


@pytest.mark.usefixtures("_answered")
def test_the_wall_is_taken_down_after_an_error_too() -> None:
    with pytest.raises(ValueError, match="no page"), within(NOTHING):
        raise ValueError("no page")
    with pytest.raises(DataError), within(NOTHING), transaction.atomic():
        connection.cursor().execute("SELECT 1 / 0")
    assert seen() == shown("ABCD", alerts="ABCD")


@pytest.mark.usefixtures("own_database")
def test_a_scope_ends_with_its_connection() -> None:
    with pytest.raises(OperationalError), within(NOTHING), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('heard.scope')")
        assert cursor.fetchone() == ("all",)


@pytest.mark.usefixtures("own_database")
def test_what_a_page_wrote_before_an_error_is_undone() -> None:
    ann = Actor(id="user:1", label="Ann")

    def page() -> None:
        with within(NOTHING):
            write("web.look", subject="page:start", actor=ann, now=NOW)
            raise ValueError("no page")

    ask()
    with pytest.raises(ValueError, match="no page"):
        page()
    assert not Entry.objects.filter(act="web.look").exists()
    assert Screening.objects.count() == 1


@pytest.mark.django_db
def test_a_connection_that_shows_no_rows_is_refused() -> None:
    require_rows()
    with within(NOTHING), pytest.raises(NoRows, match="pooler"):
        require_rows()


def test_a_connection_of_nobody_we_know_sees_no_row(
    server: Server, own_database: dict[str, str]
) -> None:
    ask()
    with psycopg.connect(own_database["DATABASE_URL"]) as other:
        assert other.execute("SELECT count(*) FROM eligibility_screening").fetchall() == [(0,)]


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["responses_response", "responses_comment", "responses_detail"])
def test_a_setting_is_read_once_a_statement_and_not_once_a_row(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT id FROM {table}")  # noqa: S608
        plan = "\n".join(line for (line,) in cursor.fetchall())
    filters = [line for line in plan.splitlines() if "Filter:" in line]
    assert "InitPlan" in plan
    assert filters
    assert [line for line in filters if "current_setting" in line] == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["responses_response", "eligibility_screening"])
def test_plans_of_whoever_reads_all_do_not_take_it_for_little(table: str, server: Server) -> None:
    """Rows taken for fewer than they are, table by table, are joined as if they were nothing."""
    asked = f"EXPLAIN (FORMAT JSON) SELECT id FROM {table}"  # noqa: S608
    name = connection.settings_dict["NAME"]
    with connection.cursor() as ours, psycopg.connect(server.url(name, "heard_owner")) as owner:
        ours.execute(asked)
        (behind,) = ours.fetchone()
        (bare,) = owner.execute(asked).fetchone() or ([],)
    counted = [json.loads(behind) if isinstance(behind, str) else behind, bare]
    walled, whole_of_it = (one[0]["Plan"]["Plan Rows"] for one in counted)
    assert walled >= 0.9 * whole_of_it


# Who lets the wall down for a moment, and why no row leaves it.
COUNTS = {
    "audience": "how many members a message would reach, rounded",
    "threads": "how many found a message useful, rounded",
    "cells": "how many wrote, by survey and month",
    "count": "how many named a theme, hidden where they are few",
    "showcase": "comments that somebody let be shown to all of staff",
    "concerns": "how many wrote of concerns in an area; the words are read behind the wall",
    "members": "how many members there are by area and month, and who of them came and went",
    "members_rates": "how many were drawn, asked and answered in a wave, small ones held",
    "members_said": "how many members say what of themselves, of the whole force, small ones held",
    "ways": "how many came by a way in",
    "spending": "how many surveys were completed for the money, by month",
    "former": "how many answered a survey that another tool had sent, by disposition",
    "chats": "how many conversations there were, by month, topic and handler, and their survey",
    "pilot": "how many were asked, answered and wrote in the pilot, of the whole force",
}


def test_nobody_else_lets_the_wall_down() -> None:
    folder = Path(heard.__file__).parent
    found = {
        path.stem
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "heard.accounts.wall"
        and "whole" in {one.name for one in node.names}
    }
    assert found == {*COUNTS}
