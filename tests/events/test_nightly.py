"""A nightly file goes in row by row, whole or not at all, and what is refused texts nobody."""

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from heard.events.models import Contact, DeadLetter, Event, Touchpoint
from heard.events.nightly import Night, Unreadable, read
from heard.simulation.nightly import HEADINGS
from tests.events.night import as_read, otherwise, refusals, row, shipped, take, written
from tests.make import KEPT, NOON, passed, screened, verdict

AS_TOLD = "surrogatepass"
UNREADABLE = ["ALCOHOL RELATED;;", "DOMESTIC\0ABUSE", "DOMESTIC ABUSE\udc92", "Q" * 41]


def heading_refused(file: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(BytesIO(file), shipped(), ours=frozenset())
    return str(refused.value)


@pytest.mark.django_db
def test_the_good_rows_go_in_and_the_wrong_one_stays_out_whole() -> None:
    others = [row(Contact_Reference="C2", Log_Number="I2"), row(Contact_Reference="", Grade="P2")]

    taken = take(row(Log_Number="I0", Contact_Reference="C0"), others[1], others[0])

    assert (taken.accepted, taken.duplicates, taken.held) == (4, 0, 0)
    assert [(w.row, w.column, w.field, w.rule) for w in taken.wrong] == [
        *((3, "Contact Reference", "id", "required"),),
    ]
    names = Event.objects.values_list("contact_id", "incident_id").order_by("id")
    assert set(names) == {("C0", None), (None, "I0"), ("C2", None), (None, "I2")}


@pytest.mark.django_db
def test_a_rule_that_only_the_event_knows_keeps_the_whole_row_out() -> None:
    assert refusals(row(Caller_Age="131", Grade="P1")) == [
        'row 2, column "Caller Age": Input should be less than or equal to 130 (less_than_equal)',
    ]


@given(st.lists(st.lists(st.text(max_size=9), max_size=27), max_size=3), st.binary(max_size=60))
def test_whatever_a_file_holds_each_row_brings_events_or_is_wrong(
    cells: list[list[str]], tail: bytes
) -> None:
    text = "\r\n".join(",".join(row) for row in cells)
    file = written(row()) + text.encode(errors=AS_TOLD) + b"\r\n" + tail

    rows = as_read(file)

    assert rows[0].wrong is None
    assert [bool(r.items) for r in rows] == [r.wrong is None for r in rows]


@given(st.text(alphabet=st.characters(exclude_characters='"'), min_size=1))
def test_no_qualifier_is_ever_lost_from_a_row_that_goes_in(cell: str) -> None:
    file = written(row()).replace(
        b"ASB NUISANCE,,", f'ASB NUISANCE,"{cell}",'.encode(errors=AS_TOLD)
    )

    (read_row,) = as_read(file)

    tags = [item.data["tags"] for item in read_row.items if "tags" in item.data]
    said = cell.strip() not in {"", "NULL"}
    assert bool(tags and all(tags[0])) is (said and read_row.wrong is None)


@pytest.mark.django_db
def test_a_wrong_row_is_kept_sealed_with_its_place_and_reason() -> None:
    wrong = row(Grade="P9")
    take(row(), wrong)

    letter = DeadLetter.objects.get()
    assert (letter.source, letter.index, letter.field, letter.rule, letter.message) == (
        "urn:trial:controlworks:nightly",
        2,
        "data.grade",
        "known_word",
        'row 3, column "Grade": This is no word of the table grades. (known_word)',
    )
    assert json.loads(letter.body) == list(wrong.values())
    assert letter.expires_at == NOON + KEPT


@pytest.mark.django_db
def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    two_lines = row(Remarks="One line,\nand a second.")
    file = written(two_lines) + b"\r\n" + b",,,\r\n" + written(row(Grade="P9")).split(b"\r\n", 1)[1]

    rows = as_read(file + b'"x"y\r\nfew,cells\r\n' + b"," * 26 + b"much\r\n")

    assert [(r.number, r.wrong and r.wrong.rule) for r in rows] == [
        *((2, None), (5, "known_word"), (6, "csv"), (7, "cells"), (8, "cells")),
    ]
    assert [r.wrong.sentence for r in rows[2:] if r.wrong] == [
        "row 6: Lines 7 to 7 of the file are no row: ',' expected after '\"'. (csv)",
        "row 7: The row has 2 cells and the heading 28. (cells)",
        "row 8: The row has 27 cells and the heading 28. (cells)",
    ]


def test_a_heading_that_does_not_fit_the_map_is_said_in_one_sentence() -> None:
    head = written().decode("utf-8-sig")

    assert heading_refused(b"") == "the file is empty."
    assert heading_refused(b'"a"b\n') == (
        "the heading cannot be read: Lines 1 to 1 of the file are no row: ',' expected after '\"'."
    )
    assert heading_refused(head.replace("Opening Codes", "Opening Code").encode()) == (
        'the file has no column "Opening Codes".'
    )
    assert heading_refused(head.replace("Remarks", "Grade").encode()) == (
        'the file has the column "Grade" twice.'
    )
    assert heading_refused(head.replace("Remarks", "Mark\0ers").encode()) == (
        'the map neither reads nor ignores the column "Markers".'
    )
    assert heading_refused(head.encode("utf-16")) == 'the file has no column "Call End".'


def test_a_file_without_the_column_of_wards_brings_what_it_brought_before() -> None:
    """A force's old export goes on working; events without a ward have the same ids."""
    file = written(row(), row(Log_Number="I2"), row(Grade="P9")).decode("utf-8-sig").splitlines()
    at = HEADINGS.index("Ward")
    older = [",".join(cell for n, cell in enumerate(line.split(",")) if n != at) for line in file]

    before, now = as_read("\r\n".join(older).encode()), as_read("\r\n".join(file).encode())

    assert [one.items for one in before] == [one.items for one in now]
    assert [one.wrong for one in before] == [one.wrong for one in now]
    assert [bool(one.items) for one in before] == [True, True, False]


def test_a_byte_order_mark_is_taken_off_whatever_the_map_calls_the_encoding() -> None:
    plain = otherwise(encoding="utf-8")
    assert list(read(BytesIO(written()), plain, ours=frozenset())) == []


@pytest.mark.django_db
def test_a_harmless_row_of_today_is_asked_about() -> None:
    take(row())

    assert (len(passed(NOON)), verdict()) == (1, ("SEND",))


@pytest.mark.django_db
@pytest.mark.parametrize("cell", UNREADABLE)
def test_nobody_is_asked_whose_qualifiers_cannot_be_read(cell: str) -> None:
    take(row(Qualifiers=cell))

    assert (passed(NOON), Touchpoint.objects.count()) == ([], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("cell", UNREADABLE)
def test_a_log_that_is_known_is_held_when_its_next_row_cannot_be_read(cell: str) -> None:
    take(row())

    taken = take(row(Qualifiers=cell))

    assert (taken.held, passed(NOON), verdict()) == (1, [], ("HOLD", "unmapped"))


@pytest.mark.django_db
def test_a_log_is_held_whichever_of_its_rows_comes_first_and_in_whatever_batch() -> None:
    wrong = row(Contact_Reference="C2", Qualifiers=";;")

    assert take(row(), wrong).held == 1
    assert (screened(NOON), verdict()) == (1, ("HOLD", "unmapped"))


@pytest.mark.django_db
def test_a_log_of_a_later_batch_is_held_for_a_row_that_was_refused_before() -> None:
    night = Night(shipped())

    assert take(row(Qualifiers=";;"), night=night).held == 0
    other = row(Contact_Reference="C2", Log_Number="I2", Caller_Number="07700 900999")
    assert take(row(), other, night=night).held == 1
    screened(NOON)
    assert (verdict("C1"), verdict("C2")) == (("HOLD", "unmapped"), ("SEND",))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cells",
    [{"Call_Source": "999 CALL"}, {"Caller_Number": "07700 900124"}, {"Caller_Number": ""}],
)
def test_a_call_is_held_when_another_number_or_channel_is_told_of_it(cells: dict[str, str]) -> None:
    night = Night(shipped())
    assert take(row(), night=night).held == 0

    taken = take(row(**cells), night=night)

    assert (taken.accepted, taken.held) == (1, 1)
    assert (passed(NOON), verdict()[0] in {"HOLD", "SKIP"}) == ([], True)
    assert "CALL CHANGED" in Contact.objects.get().codes


@pytest.mark.django_db
def test_a_number_that_is_spelt_otherwise_is_no_other_and_a_second_log_no_change() -> None:
    taken = take(row(), row(Caller_Number="+447700900123"), row(Log_Number="I2"))

    assert (taken.held, len(passed(NOON)), verdict()) == (0, 1, ("SEND",))


@pytest.mark.django_db
def test_a_map_without_logs_holds_none() -> None:
    (call, *_) = shipped().events
    rest = [column for column in HEADINGS if column not in call.columns]
    calls = otherwise(events=[call.model_dump()], ignored=rest)
    (read_row,) = as_read(written(row(Call_Source="FAX")), calls)

    assert (read_row.logs, read_row.wrong and read_row.wrong.rule) == (frozenset(), "known_word")


@pytest.mark.django_db
def test_reading_asks_the_database_nothing_and_taking_in_no_more_for_more_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, three = (
        [row(Log_Number=f"{n}-{i}", Contact_Reference=f"{n}-{i}") for i in range(n)] for n in (1, 3)
    )
    with django_assert_num_queries(10):
        take(*one, row(Grade="P9"))
    with django_assert_num_queries(10):
        take(*three, row(Grade="P9"))
