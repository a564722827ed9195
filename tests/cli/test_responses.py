"""`heard responses former`: a file of another tool comes in whole, or says line and rule."""

from pathlib import Path

import pytest

from heard.responses.former_file import BadFile, read_answers, read_groups
from heard.responses.models import Answer, FormerCount, Response
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")
HEAD = "happened_at,answered_at,area,code,channel,ease,overall"
ROW = "2020-11-04T12:00:00+00:00,2020-12-16T12:00:00+00:00,WV,CR-16,101,1,2"
OF = ("--survey", "victim_email", "--begins", "2020-11-02", "--ends", "2020-11-29")


def file(folder: Path, *rows: str, head: str = HEAD, name: str = "answers.csv") -> str:
    path = folder / name
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return str(path)


def test_a_file_comes_in_once_with_how_many_were_written_to(tmp_path: Path) -> None:
    groups = file(tmp_path, "age,16-24,10,1", head="by,code,invited,undelivered", name="groups.csv")
    asked = ("former", file(tmp_path, ROW, ROW.replace(",1,2", ",,3")), *OF, "--invited", "40")
    dry = heard("responses", *asked, "--dry-run")
    assert (dry.stdout, Response.objects.count()) == (
        "would be taken in: 2 answers of 40 who were written to\n",
        0,
    )
    done = heard("responses", *asked, "--undelivered", "2", "--groups", groups)
    assert done.stdout == "taken in: 2 answers of 40 who were written to\n"
    assert sorted(Answer.objects.values_list("question_id", "value")) == [
        *(("ease", 1), ("overall", 2), ("overall", 3)),
    ]
    counts = FormerCount.objects.order_by("by").values_list("by", "code", "invited", "undelivered")
    assert [*counts] == [("", "", 40, 2), ("age", "16-24", 10, 1)]
    assert "brought in before" in refused("responses", *asked)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("WV", "XX"), "line 3: 'XX' is no area."),
        (ROW.replace(",1,2", ",1,77"), "line 3: 77 is no point of SAT7"),
        (ROW.replace(",1,2", ",x,2"), "line 3: ease is no whole number."),
        (ROW.replace("+00:00", ""), "line 3: happened_at is no instant with its offset"),
        (ROW.replace("2020-11-04T", "4 November "), "line 3: happened_at is no instant"),
        (f"{ROW},5", "line 3: there are more fields than columns."),
    ],
)
def test_a_row_that_breaks_a_rule_keeps_all_out_and_is_named(
    tmp_path: Path, row: str, why: str
) -> None:
    said = refused("responses", "former", file(tmp_path, ROW, row), *OF, "--invited", "40")
    assert why in said
    assert "nothing was taken in" in said
    assert not Response.objects.exists()


def test_counts_and_surveys_that_cannot_be_are_said_to_be_so(tmp_path: Path) -> None:
    path = file(tmp_path, ROW)
    asked = ("responses", "former", path, *OF, "--invited")
    assert "More answered than got a letter." in refused(*asked, "0")
    assert "there is no survey x." in refused(*asked, "40", "--survey", "x")
    assert "cannot be read as text" in refused(
        *("responses", "former", str(tmp_path), *OF, "--invited", "40")
    )


def test_files_without_their_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no column answered_at, area"):
        read_answers(Path(file(tmp_path, head="happened_at,code,channel")))
    with pytest.raises(BadFile, match="line 2: invited is no whole number"):
        read_groups(Path(file(tmp_path, "age,16-24,many,0", head="by,code,invited,undelivered")))
