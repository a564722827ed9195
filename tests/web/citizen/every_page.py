"""Every page that a citizen can come to, as one finds it who reads a given language."""

from django.test import Client

from heard.eligibility.models import Programme
from tests.asked import SCORES, token_of
from tests.open_ways import way_in
from tests.web.citizen.citizen import Citizen

CALM = ("thank-you", "opted-out", "did-we-text-you", "did-we-text-you/asked")
LEGAL = ("privacy", "accessibility", "nowhere")
TYPED = 1001 * "x"
# What is sent to the equality questions, page by page, so that none of them is left out.
EQUALITY: dict[str, dict[str, str]] = {
    "birth_year": {"day": "31", "month": "3", "year": "1980"},
    "condition": {"condition": "yes"},
    "reduces": {"reduces": "little"},
    "ethnic_group": {"ethnic_group": "asian"},
    "asian": {"asian": "A9", "asian_words": "Nepali"},
    "religion": {"religion": "other", "religion_words": "Jain"},
    "sex": {"sex": "female", "gender": "skip"},
    "orientation": {},
}


def every_page(number: int, language: str) -> dict[str, str]:
    """Give every page by a name, as it is shown to the person with this number, who was asked."""
    citizen = Citizen(token_of(number))
    citizen.browser.cookies["language"] = language
    pages = _survey(citizen) | _open_survey(citizen)
    for path in (*CALM, *LEGAL):
        pages[path] = citizen.browser.get(f"/{path}").content.decode()
        citizen.page = pages[path] if path == "did-we-text-you" else citizen.page
    citizen.root = ""
    citizen.post("/did-we-text-you", number="1")
    pages["no number"] = citizen.page
    strange = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
    pages["no cookie"] = strange.post("/did-we-text-you").content.decode()
    return pages


def _survey(citizen: Citizen) -> dict[str, str]:
    pages = {}

    def look(name: str, path: str = "") -> None:
        citizen.get(path)
        pages[name] = citizen.page

    look("welcome")
    look("opt out", "/opt-out")
    look("stop", "/stop")
    citizen.get()
    citizen.post("/start")
    look("question", "/q/treatment")
    citizen.post("/q/treatment")
    pages["no answer"] = citizen.page
    look("unanswered", "/check")
    for name, value in SCORES.items():
        citizen.get(f"/q/{name}")
        citizen.post(f"/q/{name}", answer=str(value))
    look("comment", "/q/comment")
    citizen.post("/q/comment", answer=TYPED)
    pages["too long"] = citizen.page
    Programme.objects.update(quick_exit=True)
    look("leaving", "/leaving")
    Programme.objects.update(quick_exit=False)
    look("check", "/check")
    sent = citizen.post("/submit")
    look("closed")
    pages |= _equality(citizen, sent["Location"])
    return pages


def _equality(citizen: Citizen, root: str) -> dict[str, str]:
    """Give the pages that come after a survey, answered so that each of them comes."""
    pages = {}
    surveys, citizen.root = citizen.root, root
    citizen.get()
    pages["equality"] = citizen.page
    citizen.post("")
    pages["equality left blank"] = citizen.page
    where = citizen.post("", answer="yes")
    for key, fields in EQUALITY.items():
        path = where["Location"].removeprefix(root)
        assert path == f"/{key}"
        citizen.get(path)
        pages[key] = citizen.page
        where = citizen.post(path, **fields)
    citizen.root = surveys
    return pages


def _open_survey(citizen: Citizen) -> dict[str, str]:
    """Give the pages of a survey that anybody may answer, up to the check."""
    pages = {}

    def look(name: str, path: str) -> None:
        pages[name] = citizen.browser.get(path).content.decode()

    way = way_in()
    citizen.root = f"/c/{way.code}"
    look("open", citizen.root)
    citizen.get()
    citizen.root = str(citizen.post("/start")["Location"]).partition("/q/")[0]
    look("come back", citizen.root)
    look("check of a guest", f"{citizen.root}/check")
    citizen.root = ""
    look("not open", "/c/nothing")
    return pages
