"""A page is light: on a slow line it is there with two requests, and the second is kept."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from heard.eligibility.models import Programme
from heard.invitations.models import Invitation
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.web.languages import LANGUAGES, Language
from tests.asked import ask
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.web.citizen.citizen import Citizen
from tests.web.citizen.every_page import EQUALITY
from tests.web.citizen.test_kinds import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
MOST = 40_000  # bytes, of a first page with all that it needs
BLOCKING = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r'<script type="module" src="([^"]+)"></script>')


def on_the_line(address: str) -> int:
    """Give what a file takes that the web server hands out packed."""
    packed = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    return packed.with_name(f"{packed.name}.gz").stat().st_size


def weigh(citizen: Citizen, path: str) -> int:
    """Give what a page takes when it is opened for the first time."""
    packed = citizen.browser.get(
        citizen.root + path, headers={"Accept-Encoding": "gzip, deflate, br"}
    )
    citizen.page = citizen.browser.get(citizen.root + path).content.decode()
    needed = [*BLOCKING.findall(citizen.page), *SCRIPT.findall(citizen.page)]
    return len(packed.content) + sum(map(on_the_line, needed))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_page_weighs_less_than_40_kilobytes(language: Language) -> None:
    invitation = ask()
    at = datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=ALL_KINDS, valid_from=at, now=at)
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    Programme.objects.update(quick_exit=True)  # which costs a script
    citizen = Citizen()
    citizen.browser.cookies["language"] = language.code
    found = {"welcome": weigh(citizen, "")}
    citizen.post("/start")
    for key, fields in SENT.items():
        found[key] = weigh(citizen, f"/q/{key}")
        citizen.post(f"/q/{key}", **fields)
    for path in ("/check", "/leaving", "/opt-out"):
        found[path] = weigh(citizen, path)
    citizen.root = str(citizen.post("/submit")["Location"])
    found["equality"] = weigh(citizen, "")
    citizen.post("", answer="yes")
    for key, sent in EQUALITY.items():
        found[key] = weigh(citizen, f"/{key}")
        citizen.post(f"/{key}", **sent)
    assert {name: weight for name, weight in found.items() if weight > MOST} == {}
    assert len(found) == len(SENT) + 1 + 3 + 1 + len(EQUALITY)


def test_nothing_but_the_one_style_sheet_is_waited_for() -> None:
    ask()
    Programme.objects.update(quick_exit=True)
    citizen = Citizen()
    citizen.get()
    assert len(BLOCKING.findall(citizen.page)) == 1
    scripts = re.findall(r"<script[^>]*>", citizen.page)
    assert [SCRIPT.fullmatch(f"{one}</script>") is not None for one in scripts] == [True]
    loaded = re.findall(r"<(?:img|iframe|object|video|audio|source)\b|@import|url\(", citizen.page)
    assert loaded == []
