"""Which languages the citizen's pages speak, and which of them a request is answered in."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

NAME = "language"  # of the cookie, and of what stands in an address
# No pages of a citizen: they speak English.
ELSEWHERE = (
    "/staff",
    "/feeds/",
    "/api/",
    "/scim/",
    "/openrosa/",
    "/pictures/",
    "/drawings/",
    "/healthz",
)
OTHER_SCRIPT = ("pa-arab", "pa-pk")  # Punjabi, but not in the letters that our pages have


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, by the name that its speakers give it; `english` is what staff read.

    `tag` is what a page says of itself; `checked`, whether a translator has read every word.
    """

    code: str
    tag: str
    name: str
    english: str
    direction: Literal["ltr", "rtl"] = "ltr"
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A language to choose, and where the same page is in it."""

    language: Language
    address: str


ENGLISH = Language(code="en", tag="en-GB", name="English", english="English", checked=True)
LANGUAGES = (
    ENGLISH,
    Language(code="cy", tag="cy", name="Cymraeg", english="Welsh"),
    Language(code="ur", tag="ur", name="اردو", english="Urdu", direction="rtl"),
    Language(code="pa", tag="pa", name="ਪੰਜਾਬੀ", english="Punjabi"),
    Language(code="bn", tag="bn", name="বাংলা", english="Bengali"),
    Language(code="pl", tag="pl", name="Polski", english="Polish"),
    Language(code="ro", tag="ro", name="Română", english="Romanian"),
    Language(code="ar", tag="ar", name="العربية", english="Arabic", direction="rtl"),
    Language(code="so", tag="so", name="Soomaali", english="Somali"),
)
BY_CODE = MappingProxyType({language.code: language for language in LANGUAGES})
BY_TAG = MappingProxyType({language.tag.lower(): language for language in LANGUAGES})


def speak(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a citizen in their language; what is chosen in an address is kept in a cookie."""

    def in_their_language(request: HttpRequest) -> HttpResponse:
        if not _is_citizens(request):
            return answer(request)
        language = find(request)
        with translation.override(language.tag.lower()):
            response = answer(request)
        response.headers.setdefault("Content-Language", language.tag)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if request.GET.get(NAME) == language.code:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(NAME, language.code, secure=secure, samesite="Lax")
        return response

    return in_their_language


def find(request: HttpRequest) -> Language:
    """Give the language of a request: the chosen one, the kept one, the browser's, or English."""
    for code in (request.GET.get(NAME, ""), request.COOKIES.get(NAME, "")):
        if code in BY_CODE:
            return BY_CODE[code]
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    for tag, quality in wanted:
        code = tag.partition("-")[0]
        if quality and code in BY_CODE and not tag.startswith(OTHER_SCRIPT):
            return BY_CODE[code]
    return ENGLISH


def current() -> Language:
    """Give the language that is spoken now: English, wherever no citizen is answered."""
    return BY_TAG.get((translation.get_language() or "").lower(), ENGLISH)


def choices(request: HttpRequest) -> list[Choice]:
    """Give the languages to choose on a page, each with its address: no path, so no token."""
    if not _is_citizens(request):
        return []
    asked = request.GET.copy()
    found = []
    for language in LANGUAGES:
        asked[NAME] = language.code
        found.append(Choice(language=language, address=f"?{asked.urlencode()}"))
    return found


def _is_citizens(request: HttpRequest) -> bool:
    return not request.path.startswith(ELSEWHERE)
