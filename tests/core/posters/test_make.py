"""A poster is one page that can be read, scanned and printed, whatever its words are."""

from collections import Counter
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from heard.core.posters import Paper, Poster, PosterError, make, qr_png, qr_svg
from tests.core.posters.known import (
    CODES,
    NINE,
    POINTS,
    POSTER,
    RTL,
    characters,
    headed,
    in_language,
    longest,
    poster,
    read,
    root,
    scanned,
    tags,
    words,
)

LATIN = ("en", "cy", "pl", "ro", "so")
HOSTILE = (
    '#panic("x") #let y = 1; #import "z"',
    "<script>alert(1)</script> </svg> &lt;",
    "\\u{41} \\ *bold* _slanted_ $x^2$ `raw`",
    "\"quoted\" 'quoted' -- --- ...",
    "= heading // remark /* remark */ @label",
    "{{ name }} {name} %s ${HOME} ]] [x]",
    "🙂 👮‍♀️ 🇬🇧 ❤️",
)


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A4, (210.0, 297.0)), (Paper.A5, (148.0, 210.0))]
)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_a_poster_is_one_page_of_its_paper(
    paper: Paper, size: tuple[float, float], count: int
) -> None:
    pages = read(make(poster(paper=paper, languages=NINE[:count]))).pages
    box = pages[0].mediabox
    sizes = (round(float(box.width) / POINTS, 1), round(float(box.height) / POINTS, 1))
    assert (len(pages), sizes) == (1, size)


@pytest.mark.parametrize(
    "full",
    [
        poster(languages=longest(NINE)),
        poster(paper=Paper.A5, languages=longest(NINE[:4])),
        poster(force="M" * 60, place="W" * 60, languages=longest(NINE[:2])),
    ],
    ids=["nine on A4", "four on A5", "long names"],
)
def test_as_much_as_may_be_said_still_fits(full: Poster) -> None:
    assert len(read(make(full)).pages) == 1


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize("address", [POSTER.address, f"https://survey.example.org/{'x' * 92}"])
def test_the_code_is_scanned_as_the_address(paper: Paper, count: int, address: str) -> None:
    pdf = make(poster(paper=paper, address=address, languages=NINE[:count]))
    assert [text for text, _ in scanned(pdf)] == [address]
    assert {correction for _, correction in scanned(pdf)} <= {"Q", "H"}


def test_names_address_and_the_poster_s_own_code_are_text() -> None:
    text = words(make(in_language("en")))
    assert text.startswith("Wexbridge Police Harbour and Old Town How safe do you feel")
    assert text.endswith("https://survey.example.org/n/harbour-7f3 HO-07F3")


@pytest.mark.parametrize("code", LATIN)
def test_what_is_said_in_latin_letters_is_read_back_as_it_was(code: str) -> None:
    one = in_language(code).languages[0]
    said = " ".join((one.heading, *one.sentences))
    assert said in words(make(POSTER))


def letters(text: str) -> Counter[str]:
    """How often each character beyond Latin occurs."""
    return Counter(character for character in text if 0x400 < ord(character) < 0x2000)


@pytest.mark.parametrize(
    ("code", "exact"), [("ar", True), ("pa", True), ("ur", False), ("bn", False)]
)
def test_every_letter_of_other_scripts_is_drawn(code: str, exact: bool) -> None:  # noqa: FBT001 (a table)
    """Nastaliq and Bengali share letters out over several glyphs, which repeat them."""
    one = in_language(code).languages[0]
    said = letters(" ".join((one.heading, *one.sentences)))
    drawn = letters("".join(text for text, _, _ in characters(make(in_language(code)))))
    assert (said - drawn, set(drawn - said) <= set(said)) == (Counter(), True)
    assert not exact or drawn == said


def test_every_font_is_in_the_file_and_none_is_the_machine_s() -> None:
    fonts = root(make(POSTER))["/Pages"]["/Kids"][0]["/Resources"]["/Font"].values()
    inner = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    outside = [one["/FontName"] for one in inner if not {"/FontFile2", "/FontFile3"} & set(one)]
    assert outside == []
    assert {one["/FontName"].split("+")[1].split("-")[0] for one in inner} == {
        "NotoSans",
        "NotoSansGurmukhi",
        "NotoSansBengali",
        "NotoNastaliqUrdu",
        "IBMPlexSansArabic",
    }


def test_arabic_begins_at_the_right_and_its_letters_join() -> None:
    drawn = characters(make(headed("أببب", direction=RTL)))
    alef = next(right for text, _, right in drawn if text == "أ")
    bas = [(left, right - left) for text, left, right in drawn if text == "ب"]
    assert 190 < alef <= 194  # the margin is 16 of 210 millimetres
    assert max(left for left, _ in bas) < alef
    widths = [width for _, width in sorted(bas)]
    assert widths[0] > 1.5 * widths[1]  # the last ends in a bowl; those before it run on


def test_the_first_language_decides_where_names_stand() -> None:
    edges = [min(left for _, left, _ in characters(make(in_language(code)))) for code in CODES[:3]]
    assert edges[0] == pytest.approx(edges[1], abs=1)
    names = [left for text, left, _ in characters(make(in_language("ur"))) if text == "W"]
    assert names[0] > 120


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_is_printed_as_itself(hostile: str) -> None:
    pdf = make(poster(force=hostile, place=hostile, languages=headed(hostile, hostile).languages))
    assert words(pdf).replace(" ", "").count(hostile.replace(" ", "")) == 4


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    "word",
    ["W" * 80, "i" * 80, "ŵ" * 80, "Llanfairpwllgwyngyllgogerych" * 2],
    ids=["wide", "narrow", "marked", "a place in Wales"],
)
def test_no_word_is_so_long_that_it_leaves_the_page(paper: Paper, word: str) -> None:
    one = headed(word, word).languages[0]
    others = NINE[1:4]
    pdf = make(poster(paper=paper, force=word[:60], place=word[:60], languages=(one, *others)))
    drawn = characters(pdf)
    margin, width = (16, 210) if paper is Paper.A4 else (11, 148)
    assert min(left for _, left, _ in drawn) >= margin - 0.5
    assert max(right for _, _, right in drawn) <= width - margin + 0.5
    assert word * 2 in "".join(words(pdf).split())


def test_the_same_words_give_the_same_bytes() -> None:
    assert make(POSTER) == make(POSTER)


def test_the_file_is_tagged_with_its_title_and_languages() -> None:
    pdf = make(POSTER)
    tree = root(pdf)
    assert read(pdf).metadata == {
        "/Title": "How safe do you feel where you live? (Harbour and Old Town)",
        "/Author": "Wexbridge Police",
        "/Creator": "Typst 0.15.1",
    }
    assert (tree["/Lang"], tree["/MarkInfo"]["/Marked"]) == ("en", True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in tree["/Metadata"].get_data()
    found = list(tags(tree["/StructTreeRoot"]))
    assert {language for _, language in found} == {"", *CODES[1:]}
    assert Counter(tag for tag, _ in found if tag.startswith("/H")) == {"/H1": 1, "/H2": 8}
    assert [tag for tag, _ in found].count("/Figure") == 1


def test_a_letter_that_no_font_has_is_named_and_no_box_is_printed() -> None:
    with pytest.raises(PosterError) as refused:
        make(headed("Bonjour 你好", "Hello."))
    assert (refused.value.item, refused.value.rule) == ("heading (en)", "no font here has '你好'")


def test_too_many_words_for_the_paper_are_refused() -> None:
    with pytest.raises(PosterError) as refused:
        make(poster(paper=Paper.A5, languages=longest(NINE)))
    assert str(refused.value) == (
        "languages: do not fit on A5 in type that can be read: say less, or print it larger"
    )


def test_the_code_alone_comes_as_a_picture_of_dots_or_of_lines() -> None:
    address = "https://survey.example.org/c/abcd2345"
    dots = Image.open(BytesIO(qr_png(address)))
    assert [found.text for found in zxingcpp.read_barcodes(dots.convert("L"))] == [address]
    assert dots.width == dots.height > 600
    assert qr_svg(address).startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
