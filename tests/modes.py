"""Every way in which a form can be answered: each takes what is said, and gives the response.

What is said stands by key as ODK writes it, in the order in which it is asked. Each way does with
it what its own people do: fills in fields, writes texts, presses a caller's buttons.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from heard.accounts.models import User
from heard.channels.memory import Memory
from heard.clock import simulate
from heard.core.questionnaire.form import Kind, Question
from heard.eligibility.models import Programme
from heard.fieldwork.receive import Brought, receive
from heard.fieldwork.submit import Sent, submit
from heard.invitations import collectors
from heard.invitations.models import Invitation
from heard.questionnaires import by_text
from heard.questionnaires.models import Questionnaire, Version
from heard.questionnaires.publish import asked, publish
from heard.responses.models import Response
from heard.specialist.programme import programme
from tests.asked import ask
from tests.dialogues.phone import Phone
from tests.open_ways import NOW, every_kind, way_in
from tests.specialist import agreed
from tests.web.citizen.citizen import Citizen
from tests.web.staff.people import a_person, inside

Said = Mapping[str, str]
Way = Callable[[str, Said, Memory], Response]
Fields = dict[str, str | list[str]]

TEMPLATE = "{http://openrosa.org/javarosa}template"
BEFORE = datetime(2020, 9, 1, tzinfo=UTC)


def by_page(source: str, said: Said, _gateway: Memory) -> Response:
    """Answer on the citizen's pages, one after the other as they come."""
    version, invitation = _published(source), ask()
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    simulate.begin(seed=1, now=invitation.asked_at)
    return _on_pages(Citizen(), version, said)


def _on_pages(citizen: Citizen, version: Version, said: Said) -> Response:
    citizen.get()
    where = citizen.post("/start").headers["Location"]
    while "/q/" in where:
        path = where.removeprefix(citizen.root)
        citizen.get(path)
        key = path.removeprefix("/q/")
        where = citizen.post(path, **_fields(version, key, said)).headers["Location"]
    citizen.get("/check")
    citizen.post("/submit")
    return Response.objects.get()


def by_telephone(source: str, said: Said, _gateway: Memory) -> Response:
    """Let a caller ask, on the pages of a call; whether it is safe is asked first."""
    version, consent = _published(source), agreed.ready()
    Programme.objects.filter(pk=programme().pk).update(questionnaire=version.questionnaire)
    simulate.begin(seed=1, now=agreed.NOW)
    browser, path = inside(User.Role.CALLER), f"/staff/calls/{consent.pk}/call"
    browser.post(f"/staff/calls/{consent.pk}/begin")
    browser.post(path, {"do": "safe", "step": "0"})
    while 'name="key"' in (page := browser.get(path).content.decode()):
        key = page.partition('name="key" value="')[2].partition('"')[0]
        sent = browser.post(path, {"do": "answer", "key": key, **_fields(version, key, said)})
        assert (key, sent.status_code) == (key, 303)
    browser.post(path, {"do": "finish"})
    return Response.objects.get()


def by_device(source: str, said: Said, _gateway: Memory) -> Response:
    """Bring the whole form at once, as an officer's device does."""
    every_kind(source)
    way = way_in("trial", channel="officer")
    form = Brought(
        instance="uuid:1",
        collector=way,
        version=collectors.version_of(way, now=NOW),
        language="en",
        said=said,
        started_at=NOW - timedelta(minutes=9),
        ended_at=NOW,
        via="app",
    )
    return receive(form, now=NOW).response


def by_texts(source: str, said: Said, gateway: Memory) -> Response:
    """Write a text to each question that comes, as its words ask for."""
    version = _published(source)
    Programme.objects.filter(slug="sms_contact").update(questionnaire=version.questionnaire)
    phone = Phone(gateway)
    phone.asked("About us. {question}")
    begun = by_text.begin(asked(version), now=phone.now)
    questions = {question.name: question for question in begun.form.questions()}
    for key, text in said.items():
        numbered = {value: str(n) for n, (value, _) in enumerate(begun.listed(questions[key]), 1)}
        phone.says(_in_words(questions[key], text, numbered))
    return Response.objects.get()


def by_poster(source: str, said: Said, _gateway: Memory) -> Response:
    """Come in by an open way, and answer on the same pages."""
    every_kind(source)
    guest, token = collectors.let_in(
        way_in("trial"), address="192.0.2.7", answered_before=False, now=NOW
    )
    simulate.begin(seed=1, now=NOW)
    return _on_pages(Citizen(token), guest.version, said)


def by_openrosa(source: str, said: Said, _gateway: Memory) -> Response:
    """Fill in the form's own instance and send it, as ODK Collect does."""
    every_kind(source)
    way = way_in("trial", channel="officer")
    version = collectors.version_of(way, now=NOW)
    xml = _instance(version, f"trial.{way.code}", said)
    officer = a_person("bob@example.org", password=None)
    return submit(Sent(xml=xml, files=(), interviewer=officer, device="tablet"), now=NOW).response


WAYS: dict[str, Way] = {
    "page": by_page,
    "poster": by_poster,
    "telephone": by_telephone,
    "device": by_device,
    "openrosa": by_openrosa,
}
WAYS_OF_A_TEXT: dict[str, Way] = {**WAYS, "text": by_texts}


def _published(source: str) -> Version:
    Questionnaire.objects.get_or_create(slug="trial")
    return publish(slug="trial", source=source, valid_from=BEFORE, now=BEFORE)


def _instance(version: Version, form_id: str, said: Said) -> bytes:
    """Write what was said into the empty answers of a form, a copy of a repeat for each."""
    root: Element = fromstring(asked(version).template)
    root.attrib.update(id=form_id, version=str(version.number))
    for group in [one for one in root if TEMPLATE in one.attrib]:
        many = len({key.split("/")[1] for key in said if key.startswith(f"{group.tag}/")})
        at = list(root).index(group)
        for copied in root.findall(group.tag):
            root.remove(copied)
        group.attrib.clear()
        for place in range(at, at + many):
            root.insert(place, deepcopy(group))
    for key, text in said.items():
        repeat, nth, name = ("", "1", key) if "/" not in key else key.split("/")
        within = root.findall(repeat)[int(nth) - 1] if repeat else root
        if (leaf := within.find(f".//{name}")) is not None:  # no client writes 'add-another'
            leaf.text = text
    next(one for one in root.iter() if one.tag.endswith("instanceID")).text = "uuid:1"
    return tostring(root)


def _fields(version: Version, key: str, said: Said) -> Fields:
    """Give the fields of a page in which this is said."""
    text, name = said.get(key, ""), key.rpartition("/")[2]
    kinds = {question.name: question.kind for question in asked(version).questions()}
    if kinds.get(name) is Kind.DATE:
        return dict(zip(("year", "month", "day"), text.split("-"), strict=True))
    if kinds.get(name) is Kind.RANK:
        return {f"rank-{value}": str(place) for place, value in enumerate(text.split(), start=1)}
    return {"answer": text.split() if kinds.get(name) is Kind.CHOICES else text}


def _in_words(question: Question, text: str, numbered: Mapping[str, str]) -> str:
    """Give an answer as somebody writes it: 1 3, 27/3/2020, yes."""
    kind = by_text.kind_of(question)
    if not text:
        return "pass"
    if kind in {Kind.CHOICE, Kind.CHOICES}:
        return " ".join(numbered[value] for value in text.split())
    if kind is Kind.DATE:
        return "{2}/{1}/{0}".format(*text.split("-"))
    return "yes" if kind is Kind.ACKNOWLEDGE else text
