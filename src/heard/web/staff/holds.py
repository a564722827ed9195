"""What is held: the list, and one at a time with all that is known, for somebody to decide."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from django.http import HttpRequest

from heard.accounts.people import actor
from heard.clock.read import now
from heard.core.screening import Facts
from heard.eligibility import review
from heard.insight.holds import holds
from heard.places import areas
from heard.web.staff import sentences, told, words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, HOLD_REVIEWER, Shown, page
from heard.web.staff.columns import short
from heard.web.staff.times import moment

_SAID: Mapping[bool | None, str] = {True: "Yes", False: "No", None: "Nobody recorded it"}
CIRCUMSTANCES: Mapping[str, str] = {
    "casualties": "Somebody was hurt",
    "in_progress": "It was in progress",
    "phone_stolen": "A telephone was stolen",
    "vulnerable": "Somebody in it is vulnerable",
    "repeat": "It is a repeat",
}
GONE = "This is not held any more, or news of it came in while you read. Look at it again."


@page(ADMINISTRATOR, ANALYST, HOLD_REVIEWER)
def show_holds(_request: HttpRequest) -> Shown:
    found = holds(now=now())
    context = {
        "found": found,
        "by_reason": words.counted(found.counts, words.WHY),
        "areas": areas.names(),
        "title": sentences.title,
        "why": sentences.why,
        "short": short,
    }
    return Shown(template="staff/holds.html", context=context)


@page(ADMINISTRATOR, ANALYST, HOLD_REVIEWER, acts=True)
def show_hold(request: HttpRequest, *, number: int) -> Shown:
    """Show all that is known of what is held; a POST lets it pass, or refuses it, and says why."""
    about, problem = f"screening:{number}", ""
    try:
        if request.method == "POST":
            problem = _decide(request, number)
            if not problem:
                return Shown(template="staff/held_decided.html", about=about)
        found = review.look(number, now=now())
    except review.TooLate:
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.NOT_FOUND
        return Shown(template="staff/not_held.html", context={"words": GONE}, status=status)
    context = {
        "found": found,
        "known": list(_known(found.facts)),
        "problem": problem,
        "longest": review.LONGEST_WHY,
        "title": sentences.title,
        "why": sentences.why,
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/hold.html", context=context, about=about, status=status)


def _decide(request: HttpRequest, number: int) -> str:
    """Do what the form asks for, and give what is wrong with it, in words."""
    said = request.POST.get("decision")
    if said not in {"pass", "refuse"}:
        return "Choose whether to let it pass."
    try:
        review.decide(
            number,
            lets_pass=said == "pass",
            why=request.POST.get("why", ""),
            seen=request.POST.get("seen", ""),
            by=actor(request.user),  # type: ignore[arg-type] # see access
            now=now(),
        )
    except ValueError as wrong:
        sentence = str(wrong)
        return f"{sentence[:1].upper()}{sentence[1:]}."
    return ""


def _known(facts: Facts) -> Iterator[tuple[str, str]]:
    """Give what is known of it, name and words, in the order in which somebody would ask."""
    yield "Codes", told.codes(sorted(facts.codes)) or "None"
    yield "Words of risk in the log", ", ".join(sorted(facts.risks)) or "None found"
    yield "Markers", ", ".join(sorted(m.replace("_", " ") for m in facts.markers)) or "None"
    yield "Age", "Not known" if facts.age is None else str(facts.age)
    yield "Part in it", facts.role.replace("_", " ") or "Nobody recorded it"
    related = facts.circumstances.relationship
    yield "Those involved are", related.value if related else "Nobody recorded it"
    for name, label in CIRCUMSTANCES.items():
        yield label, _SAID[getattr(facts.circumstances, name)]
    yield "The log is", "closed" if facts.closed else "open"
