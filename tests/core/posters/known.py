"""A poster in nine languages, and what can be read off a PDF once it is drawn."""

# ruff: noqa: RUF001 - the letters of other scripts are meant

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import zxingcpp

from heard.core.posters import Direction, Language, Paper, Poster

LTR, RTL = Direction.LEFT_TO_RIGHT, Direction.RIGHT_TO_LEFT
POINTS = 72 / 25.4  # to a millimetre


def language(code: str, direction: Direction, heading: str, *sentences: str) -> Language:
    return Language(code=code, direction=direction, heading=heading, sentences=sentences)


NINE = (
    language(
        "en",
        LTR,
        "How safe do you feel where you live?",
        "Tell us what matters in your neighbourhood.",
        "It takes three minutes.",
    ),
    language(
        "cy",
        LTR,
        "Pa mor ddiogel ydych chi’n teimlo lle rydych chi’n byw?",
        "Dywedwch wrthym beth sy’n bwysig yn eich cymdogaeth, yn eich tŷ a’ch gŵyl.",
    ),
    language(
        "ur",
        RTL,
        "آپ اپنے علاقے میں کتنا محفوظ محسوس کرتے ہیں؟",
        "ہمیں بتائیں کہ آپ کے محلے میں کیا اہم ہے۔",
        "اس میں تین منٹ لگتے ہیں۔",
    ),
    language(
        "pa",
        LTR,
        "ਤੁਸੀਂ ਆਪਣੇ ਇਲਾਕੇ ਵਿੱਚ ਕਿੰਨਾ ਸੁਰੱਖਿਅਤ ਮਹਿਸੂਸ ਕਰਦੇ ਹੋ?",
        "ਸਾਨੂੰ ਦੱਸੋ ਕਿ ਤੁਹਾਡੇ ਆਂਢ-ਗੁਆਂਢ ਵਿੱਚ ਕੀ ਮਹੱਤਵਪੂਰਨ ਹੈ।",
        "ਇਸ ਵਿੱਚ ਤਿੰਨ ਮਿੰਟ ਲੱਗਦੇ ਹਨ।",
    ),
    language(
        "bn",
        LTR,
        "আপনি যেখানে থাকেন সেখানে কতটা নিরাপদ বোধ করেন?",
        "আপনার এলাকায় কোন বিষয়গুলো গুরুত্বপূর্ণ তা আমাদের জানান।",
        "এতে তিন মিনিট সময় লাগে।",
    ),
    language(
        "pl",
        LTR,
        "Czy czujesz się bezpiecznie w swojej okolicy?",
        "Powiedz nam, co jest ważne w Twojej okolicy.",
        "Zajmie to trzy minuty, źródłem są Państwa głosy.",
    ),
    language(
        "ro",
        LTR,
        "Cât de în siguranță vă simțiți acolo unde locuiți?",
        "Spuneți-ne ce contează în cartierul dumneavoastră.",
    ),
    language(
        "ar",
        RTL,
        "ما مدى شعورك بالأمان في منطقتك؟",
        "أخبرنا بما يهمك في حيك.",
        "يستغرق الأمر ثلاث دقائق.",
    ),
    language(
        "so",
        LTR,
        "Sidee ayaad ammaan u dareemaysaa meesha aad ku nooshahay?",
        "Noo sheeg waxa muhiimka ah ee xaafaddaada.",
    ),
)
CODES = tuple(one.code for one in NINE)
POSTER = Poster(
    paper=Paper.A4,
    force="Wexbridge Police",
    place="Harbour and Old Town",
    code="HO-07F3",
    address="https://survey.example.org/n/harbour-7f3",
    languages=NINE,
)


def poster(**changes: Any) -> Poster:  # noqa: ANN401 - whatever a poster has
    return replace(POSTER, **changes)


def in_language(code: str) -> Poster:
    return poster(languages=(NINE[CODES.index(code)],))


def headed(heading: str, *sentences: str, direction: Direction = LTR) -> Poster:
    """A poster in one language, about whose words the test is."""
    code = "en" if direction is LTR else "ar"
    return poster(languages=(language(code, direction, heading, *(sentences or ("-",))),))


def longest(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    """The same languages, with as much said in each as a poster takes."""
    return tuple(
        replace(
            one,
            heading=" ".join([one.heading] * 4)[:80].strip(),
            sentences=(" ".join(one.sentences * 4)[:160].strip(),) * 2,
        )
        for one in languages
    )


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf))


def root(pdf: bytes) -> Any:  # noqa: ANN401 - any object of a PDF
    return read(pdf).root_object


def tags(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any object of a PDF
    """Every tag at or below an element with the language that it says."""
    element = element.get_object()
    if isinstance(element, list):
        for one in element:
            yield from tags(one)
    elif isinstance(element, dict):
        yield str(element.get("/S", "")), str(element.get("/Lang", ""))
        if "/K" in element:
            yield from tags(element["/K"])


def words(pdf: bytes) -> str:
    """The text of a page, its lines joined to one."""
    return " ".join(read(pdf).pages[0].extract_text().split())


def characters(pdf: bytes) -> list[tuple[str, float, float]]:
    """Every character of a page as it is drawn, with its left and right edge in millimetres."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    drawn = ((page.get_text_range(n, 1), page.get_charbox(n)) for n in range(page.count_chars()))
    return [(text, box[0] / POINTS, box[2] / POINTS) for text, box in drawn if text.strip()]


def scanned(pdf: bytes) -> list[tuple[str, str]]:
    """What a camera makes of the QR codes on a page at 100 dots an inch, and their correction."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72, grayscale=True).to_numpy()
    return [(found.text, found.ec_level) for found in zxingcpp.read_barcodes(image)]
