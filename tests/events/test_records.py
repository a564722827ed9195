"""Rows of a CSV file are counted as a spreadsheet counts them, and each spoils only itself."""

from io import BytesIO

import pytest

from heard.events._records import SPOILT, Record, records


def found(file: bytes, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[Record]:
    return list(records(BytesIO(file), encoding=encoding, delimiter=delimiter))


def cells(file: bytes, **how: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(record.number, record.cells) for record in found(file, **how)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_quoted_line_break_ends_no_row_and_an_empty_line_is_one(end: bytes) -> None:
    file = end.join([b'a,"b', b'c"', b"", b"d,e"])

    inside = end.decode()
    assert cells(file) == [(1, ("a", f"b{inside}c")), (2, ()), (3, ("d", "e"))]


def test_quotes_that_are_wrong_spoil_their_own_row() -> None:
    rows = found(b'a,b\n"c"d,e\nf,g\n')

    assert [(row.number, row.cells) for row in rows if not row.wrong] == [
        *((1, ("a", "b")), (3, ("f", "g"))),
    ]
    assert rows[1].wrong == "Lines 2 to 2 of the file are no row: ',' expected after '\"'."


def test_a_quote_that_never_ends_takes_the_lines_below_with_it_and_says_which() -> None:
    assert [row.wrong for row in found(b'a,b\n"c,d\ne,f\n')] == [
        *("", "Lines 2 to 3 of the file are no row: unexpected end of data."),
    ]


def test_a_cell_beyond_all_measure_spoils_its_own_row() -> None:
    rows = found(b"a,b\n" + b"x" * 200_000 + b",c\nd,e\n")

    assert [(row.number, bool(row.wrong)) for row in rows] == [(1, False), (2, True), (3, False)]
    assert rows[1].wrong == (
        "Lines 2 to 2 of the file are no row: field larger than field limit (131072)."
    )


@pytest.mark.parametrize(
    ("encoding", "file"),
    [
        ("utf-8-sig", b"\xef\xbb\xbfa,\xe2\x80\nb,c\n"),
        ("cp1252", b"a,\x81\nb,c\n"),
        ("utf-16-le", "a,".encode("utf-16-le") + b"\x00\xdc" + "\nb,c\n".encode("utf-16-le")),
    ],
)
def test_a_byte_of_no_character_is_marked_in_any_encoding(encoding: str, file: bytes) -> None:
    rows = cells(file, encoding=encoding)

    assert [(n, tuple(c.strip(SPOILT) for c in row)) for n, row in rows] == [
        *((1, ("a", "")), (2, ("b", "c"))),
    ]
    assert rows[0][1][1].startswith(SPOILT)


def test_another_delimiter_and_encoding_are_read() -> None:
    assert cells("é;ü\n".encode("cp1252"), encoding="cp1252", delimiter=";") == [(1, ("é", "ü"))]
