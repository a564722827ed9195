"""Takes pictures of every page of a played demo: narrow, middling, wide, enlarged and printed.

Run by `make pictures`; they are for people to look at, in .build/pictures.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.urls import resolve
from playwright.sync_api import Browser, Page, sync_playwright

from building.prepare import node_home
from tests.addresses import routes
from tests.browser import FLAGS, find_chromium
from tests.unpictured import EXCUSED

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".build" / "pictures"
WIDTHS = (320, 768, 1280)
HEIGHT = 900

# Every address that shows a page, by a name for its picture.
STAFF = {
    "start": "/staff/",
    "live": "/staff/live",
    "figures": "/staff/figures",
    "figures-groups": "/staff/figures/groups?group=religion",
    "contact": "/staff/contact?by=incident&adjust=channel",
    "contact-outcome": "/staff/contact?question=outcome",
    "contact-three": "/staff/contact?by=area&and=grade&then=response_time&channel=101",
    "contact-wards": "/staff/contact?by=ward&question=treatment",
    "contact-teams": "/staff/contact?by=team&question=treatment",
    "victims": "/staff/victims",
    "chat-measures": "/staff/chat-measures?month=2020-10&first=2020-04-09&last=2020-04-16",
    "chat-review": "/staff/chat-review",
    "subscriptions": "/staff/subscriptions",
    "subscriptions-stop": "/staff/subscriptions/stop/nothing",
    "evaluation": "/staff/evaluation",
    "response": "/staff/response?by=area&and=weekday",
    "explore": "/staff/explore",
    "explore-teams": "/staff/explore?by=team&over=months&against=before",
    "explore-two": "/staff/explore?by=area&and=grade&question=outcome",
    "reports": "/staff/reports",
    "pictures": "/staff/pictures",
    "picture-new": "/staff/pictures/new?drawing=map&by=area",
    "wrong-filters": "/staff/contact?from=x&area=XX",
    "ledger": "/staff/ledger?by=area",
    "history": "/staff/history",
    "history-found": "/staff/history?q={incident}",
    "history-one": "/staff/history/{kind}/{key}",
    "holds": "/staff/holds",
    "hold-gone": "/staff/holds/0",
    "outbox": "/staff/outbox",
    "alerts": "/staff/alerts",
    "alert": "/staff/alerts/{alert}",
    "words": "/staff/words/alert/{alert}",
    "did-we-text": "/staff/did-we-text",
    "spending": "/staff/spending",
    "sending": "/staff/sending",
    "dead-letters": "/staff/dead-letters",
    "devices": "/staff/field/devices",
    "field-rejected": "/staff/field/rejected",
    "journal": "/staff/journal",
    "account": "/staff/account",
    "account-password": "/staff/account/password",
    "account-app": "/staff/account/app",
    "account-passkey": "/staff/account/passkeys/new",
    "people": "/staff/people",
    "person": "/staff/people/1",
    "programmes": "/staff/programmes",
    "programme": "/staff/programmes/sms_contact",
    "programme-values": "/staff/programmes/sms_contact/values",
    "programme-open": "/staff/programmes/sms_investigation/open",
    "programme-close": "/staff/programmes/sms_contact/close",
    "programme-run": "/staff/programmes/sms_contact/parallel",
    "shadow": "/staff/programmes/victim_email/shadow",
    "codes": "/staff/codes",
    "questionnaires": "/staff/questionnaires",
    "questionnaire": "/staff/questionnaires/pilot/3",
    "questionnaire-preview": "/staff/questionnaires/pilot/3/preview?language=ur",
    "questionnaire-texts": "/staff/questionnaires/pilot/3/texts",
    "questionnaire-telephone": "/staff/questionnaires/pilot/3/telephone?language=ur",
    "draft-new": "/staff/questionnaires/new?from=pilot/3",
    "coverage": "/staff/coverage",
    "confidence": "/staff/confidence",
    "community-members": "/staff/community",
    "community-public": "/staff/community/public",
    "journey": "/staff/journey",
    "voices-not-heard": "/staff/voices-not-heard",
    "representation": "/staff/representation",
    "teams": "/staff/teams",
    "themes": "/staff/themes?month=2020-10",
    "theme-comments": "/staff/themes/comments?theme=politeness",
    "theme-comment": "/staff/themes/comments/{comment}",
    "theme-code": "/staff/themes/code",
    "theme-agreement": "/staff/themes/agreement",
    "theme-topics": "/staff/themes/topics",
    "commendations": "/staff/commendations",
    "commendation": "/staff/commendations/1",
    "commendation-from": "/staff/commendations/from/{comment}",
    "comment-reviews": "/staff/comment-reviews",
    "training": "/staff/training",
    "targets": "/staff/targets",
    "target": "/staff/targets/2",
    "fair-play": "/staff/fair-play",
    "journeys": "/staff/journeys",
    "modes": "/staff/modes",
    "questions": "/staff/questions",
    "questions-found": "/staff/questions?dimension=treatment&q=polite",
    "question": "/staff/questions/Q-VSS-01",
    "question-own": "/staff/questions/custody/rights",
    "questions-wrong": "/staff/questions?scale=x&instrument=y",
    "ways": "/staff/ways",
    "community-register": "/staff/community/register?source=market-square",
    "community-lists": "/staff/community/lists",
    "community-drives": "/staff/community/drives",
    "community-drive": "/staff/community/drives/2",
    "community-pilot": "/staff/community/pilot",
    "way": "/staff/ways/{way}",
    "impact-areas": "/staff/impact-areas?by=impact_area",
    "results-packs": "/staff/results-pack",
    "results-pack": "/staff/results-pack/BE",
    "messages": "/staff/messages",
    "message-new": "/staff/messages/new",
    "message-replies": "/staff/replies",
    "community-confidence": "/staff/community/confidence",
    "waves": "/staff/community/waves",
    "desk": "/staff/desk",
    "desk-all": "/staff/desk/all",
    "desk-calls": "/staff/desk/calls",
    "desk-answers": "/staff/desk/answers",
    "desk-reports": "/staff/desk/reports",
    "assistant": "/staff/assistant",
    "assistant-new": "/staff/assistant/new",
    "assistant-flow": "/staff/assistant/CT-01",
    "assistant-edit": "/staff/assistant/CT-01/edit",
    "assistant-hours": "/staff/assistant/hours",
    "field": "/staff/field/",
    "not-found": "/staff/nothing",
}
# Pages of the draft that the pictures begin.
DRAFT = {
    "draft": "/staff/drafts/{draft}",
    "draft-edit": "/staff/drafts/{draft}/edit",
    "draft-scales": "/staff/drafts/{draft}/scales/2",
    "draft-discard": "/staff/drafts/{draft}/discard",
    "draft-preview": "/staff/drafts/{draft}/preview",
    "draft-texts": "/staff/drafts/{draft}/texts",
    "draft-telephone": "/staff/drafts/{draft}/telephone",
}
# Pages of callers and their supervisors, for whom the pictures make a case.
CALLS = {
    "calls": "/staff/calls",
    "call-offers": "/staff/calls/offers",
    "call-consent": "/staff/calls/offers/{offer}/consent",
    "call-exclusion": "/staff/calls/offers/{offer}/exclusion",
    "call-results": "/staff/calls/results",
    "call-words": "/staff/calls/words",
    "call-case": "/staff/calls/{case}",
    "call-check": "/staff/calls/{case}/check",
    "call-withdraw": "/staff/calls/{case}/withdraw",
    "call-ended": "/staff/calls/ended",
    "call": "/staff/calls/{case}/call",
}
OPEN = {
    "public-commendations": "/commendations",
    "sign-in": "/staff/sign-in",
    "sign-in-passkey": "/staff/sign-in/passkey",
    "link-used": "/staff/link/used",
    "did-we-text-you": "/did-we-text-you",
    "did-we-text-you-asked": "/did-we-text-you/asked",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "closed": "/s/AAAAAAAAAAAAAAAAAAAAAA",
    "chat": "/chat",
    "chat-in-frame": "/chat/frame",
    "chat-lost": "/chat/talk",
    "chat-lost-in-frame": "/chat/frame/AAAAAAAAAAAAAAAAAAAAAA",
    "community": "/community",
    "community-join": "/community/join",
    "community-sent": "/community/sent",
    "community-joined": "/community/joined",
    "community-changed": "/community/changed",
    "community-left": "/community/left",
    "thank-you": "/thank-you",
    "opted-out": "/opted-out",
}


def left_out(paths: Iterable[str]) -> list[str]:
    """Give the addresses that none of the pictured `paths` is of, and that nothing excuses."""
    seen = {resolve(path).route for path in paths}
    return sorted({*routes()} - seen - EXCUSED.keys())


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """What takes pictures into `folder`, the paths that it took, and what is wrong with them."""

    browser: Browser
    folder: Path
    paths: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        """Take one page at each width, at 200 per cent, and as it is printed."""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self._shoot(page, name, str(width))
        page.pdf(path=self.folder / f"{name}.pdf", format="A4")
        # Twice as large on 1,280 pixels: half as many to stand on.
        context = self.browser.new_context(
            viewport={"width": WIDTHS[-1] // 2, "height": HEIGHT // 2}, device_scale_factor=2
        )
        context.add_cookies([{**cookie} for cookie in page.context.cookies()])  # type: ignore[typeddict-item]
        with context.new_page() as enlarged:
            status = go(enlarged, page.url)
            self._shoot(enlarged, name, "200-per-cent")
        context.close()
        if status == HTTPStatus.OK:  # a page that is not there is no picture of the one that is
            self.paths.add(urlsplit(page.url).path)
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.wrong.append(f"{name}: answered {status}")

    def _shoot(self, page: Page, name: str, size: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{name}, {size}: wider than the window")
        page.screenshot(path=self.folder / f"{name}-{size}.png", full_page=True)


def main() -> None:
    """Play the demo of HEARD_HOME if need be, serve it, and take the pictures.

    Exits with 1 if a page has none, failed, or is wider than its window.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_home() / "bin/node")
    program = find_chromium()
    with _demo() as (link, survey), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program.path, args=FLAGS, env={**os.environ, **program.environment}
        )
        album = Album(browser=browser, folder=FOLDER)
        _open_to_all(album, link.partition("/staff/")[0])
        _as_citizen(album, survey)
        _as_staff(album, link)
        _as_supervisor(album, link.partition("/staff/")[0])
        _as_caller(album, link.partition("/staff/")[0])
        _as_handler(album, link.partition("/staff/")[0])
    wrong = [*album.wrong, *(f"/{route}: no picture" for route in left_out(album.paths))]
    if wrong:
        raise SystemExit("\n".join(wrong))
    sys.stdout.write(f"The pictures are in {FOLDER}.\n")


def _open_to_all(album: Album, site: str) -> None:
    page = album.browser.new_context().new_page()
    for name, path in OPEN.items():
        go(page, f"{site}{path}")
        album.take(page, name)


def _as_citizen(album: Album, survey: str) -> None:
    """Answer a survey, and the equality questions up to the last, which is left open."""
    page = album.browser.new_context().new_page()
    go(page, f"{survey}/opt-out")
    album.take(page, "opt-out")
    go(page, f"{survey}/stop")
    album.take(page, "stop")
    go(page, survey)
    album.take(page, "welcome")
    press(page, "Start")
    number = 0
    while "/check" not in page.url:
        number += 1
        album.take(page, f"question-{number}")
        choices = page.get_by_role("radio")
        if choices.count():
            choices.nth(8).check()
        press(page, "Continue")
    album.take(page, "check")
    _as_oneself(album, page)


def _as_oneself(album: Album, page: Page) -> None:
    """Send the answers, and answer the equality questions up to the last."""
    press(page, "Send my answers")
    album.take(page, "equality")
    page.get_by_role("radio", name="Yes").check()
    press(page, "Continue")
    while "/orientation" not in page.url:
        album.take(page, f"equality-{page.url.rpartition('/')[2]}")
        if page.get_by_role("radio").count():
            page.get_by_role("radio").first.check()
        press(page, "Continue")
    album.take(page, "equality-orientation")


def _as_staff(album: Album, link: str) -> None:
    """Sign in by the link, and look at every page for staff."""
    site = link.partition("/staff/")[0]
    page = album.browser.new_context().new_page()
    go(page, link)
    album.take(page, "sign-in-link")
    press(page, "Sign in")
    go(page, f"{site}{STAFF['outbox']}")
    found = _a_touchpoint(page)
    go(page, f"{site}{STAFF['alerts']}")
    alert = page.locator("a[href*='/staff/alerts/']").first.get_attribute("href") or ""
    found["alert"] = alert.rsplit("/", 1)[-1]
    found["way"] = _a_way(album, page, site)
    found["comment"] = _a_comment(page, site)
    for name, path in STAFF.items():
        go(page, f"{site}{path.format(**found)}")
        album.take(page, name)
    go(page, f"{site}{STAFF['draft-new']}")
    press(page, "Save the draft")
    draft = page.url.rpartition("/")[2]
    for name, path in DRAFT.items():
        go(page, f"{site}{path.format(draft=draft)}")
        album.take(page, name)
    go(page, f"{site}{STAFF['programme-values']}")
    page.get_by_label("Share that is drawn, from 0 to 1").fill("0.5")
    page.get_by_label("Why this change").fill("Half as many are enough")
    press(page, "Propose")
    album.take(page, "change")


def _a_comment(page: Page, site: str) -> str:
    """Give the number of a comment, as soon as the worker of the demo has coded it."""
    link = page.locator("td a[href*='/staff/themes/comments/']").first
    go(page, f"{site}{STAFF['theme-comments']}")
    while not link.count():
        page.wait_for_timeout(1_000)
        go(page, page.url)
    return (link.get_attribute("href") or "").rsplit("/", 1)[-1]


def _a_way(album: Album, page: Page, site: str) -> str:
    """Make a way in, take pictures of the page that it opens, and give its code."""
    go(page, f"{site}/staff/ways")
    page.get_by_label("A line for each").fill("poster; Larkfield Library; larkfield; 50")
    press(page, "Make them")
    code = page.locator("a[href*='/staff/ways/']").first.inner_text()
    go(page, f"{site}/c/{code}")
    album.take(page, "open")
    return code


def _as_supervisor(album: Album, site: str) -> None:
    """Write the words, record the first consent that may be offered, and check it for the day."""
    page = _enter(album, site, "supervisor")
    _shoot_calls(album, page, site, "call-offers", "call-results", "call-words")
    for label in ("How callers begin", "What they do", "Who helps"):
        page.get_by_label(label).fill("As the force has it.")
    press(page, "Keep these words")
    go(page, f"{site}/staff/calls/offers")
    address = page.get_by_role("link", name="They agreed").first.get_attribute("href")
    offer = str(address).split("/")[-2]
    _shoot_calls(album, page, site, "call-exclusion", "call-consent", offer=offer)
    _agree(page, number=f"07700 {900_000 + int(offer) % 1_000}")
    case = page.url.rpartition("/")[2]
    _shoot_calls(album, page, site, "call-case", "call-withdraw", "call-check", case=case)
    for label in ("Medium", "No", "Nothing of this"):
        for choice in page.get_by_label(label, exact=True).all():
            choice.check()
    press(page, "Keep this check")
    _shoot_calls(album, page, site, "calls")


def _agree(page: Page, *, number: str) -> None:
    """Fill in what a person agreed to, at any hour of any day at which they may be called."""
    happened = re.search(r"day (\d+ \w+ \d{4})\. Write", page.inner_text("main"))
    assert happened is not None
    day = datetime.strptime(happened[1], "%d %B %Y").date()  # noqa: DTZ007 - a day has no zone
    page.get_by_label("On what day did they agree?").fill(day.isoformat())
    page.get_by_label("An officer").check()
    page.get_by_label("The safe number").fill(number)
    for label in ("Who asked them", "Whom to ask for", "The safe times, in", "What they say"):
        page.get_by_label(label).fill("As they said")
    page.get_by_label("Who you are").fill("The library")
    for label, hour in (("from", "08:00"), ("until", "21:00")):
        for blank in page.get_by_label(re.compile(f"day, {label}")).all():
            blank.fill(hour)
    press(page, "Keep this consent")


def _as_caller(album: Album, site: str) -> None:
    """Begin the call that may begin now, go on to its close, and stop it there."""
    page = _enter(album, site, "caller")
    go(page, f"{site}/staff/calls")
    page.get_by_role("link", name="Case ").first.click()
    press(page, "Begin the call")
    album.take(page, "call")
    press(page, "A clear yes")
    album.take(page, "call-question")
    press(page, "Ask no more")
    album.take(page, "call-close")
    press(page, "Stop now")
    album.take(page, "call-ended")


def _as_handler(album: Album, site: str) -> None:
    """Look at one's own results, as the handler of the demo about whom most people replied."""
    page = _enter(album, site, "contact-handler")  # whom the demo has added
    go(page, f"{site}/staff/me")
    album.take(page, "me")


def _shoot_calls(album: Album, page: Page, site: str, *names: str, **parts: str) -> None:
    for name in names:
        go(page, f"{site}{CALLS[name].format(**parts)}")
        album.take(page, name)


def _enter(album: Album, site: str, role: str) -> Page:
    """Add somebody of a role by the command line, and sign them in."""
    heard = [sys.executable, "-m", "heard", "staff"]
    address = f"{role}@heard.example"
    added = [*heard, "add", address, "--name", role, "--role", role]
    subprocess.run(added, check=False, capture_output=True)  # a second time they are there already
    made = subprocess.run([*heard, "link", address], check=True, capture_output=True, text=True)
    page = album.browser.new_context().new_page()
    go(page, f"{site}/staff/link/{made.stdout.strip().rpartition('/')[2]}")
    press(page, "Sign in")
    return page


def _a_touchpoint(page: Page) -> dict[str, str]:
    """Give one that the outbox leads to, a visit if there is one: its key is its incident."""
    found = {"incident": "", "kind": "", "key": ""}
    for address in page.locator("a[href*='/staff/history/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    ):
        _, kind, key = address.rsplit("/", 2)
        found = {"incident": key, "kind": kind, "key": key}
        if kind == "attendance":
            break
    return found


def go(page: Page, url: str) -> int:
    """Open an address, and give the status of the answer."""
    answer = page.goto(url, wait_until="load")
    assert answer is not None
    return answer.status


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


@contextmanager
def _demo() -> Iterator[tuple[str, str]]:
    """Serve the demo; give a link that signs in once, and one of a survey that nobody used."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "heard", "demo", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert demo.stdout is not None
        said = ""
        while not (survey := re.search(r"http\S+/s/\S+", said)):
            line = demo.stdout.readline()
            if not line or line.startswith("Texts"):
                raise SystemExit("The demo served no link of a survey that nobody used.")
            said += line
        link = re.search(r"http\S+/staff/link/\S+", said)
        assert link is not None
        yield link[0], survey[0]
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(60)


if __name__ == "__main__":
    main()
