"""Words as they were written, for whoever says why; the journal keeps who did."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.core.text.redact import redact
from heard.dialogues import alerts
from heard.dialogues.reveal import LONGEST, NoReason, Why, reveal
from heard.fieldwork import rejected
from heard.insight.concerns import find
from heard.insight.queries import of_impact_areas
from heard.themes.cells import find as coded_comment
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    DUTY_REVIEWER,
    REFUSED,
    Shown,
    holds,
    page,
    person,
)

WHY: Mapping[str, str] = {
    Why.DANGER: "Somebody may be in danger",
    Why.CRIME: "A crime may have to be recorded",
    Why.COMPLAINT: "A complaint or thanks has to reach whom it is about",
    Why.MEANING: "It cannot be understood with what is hidden",
    Why.ASKED_FOR: "The person asked what we hold about them",
    Why.OTHER: "Another reason",
}
# Who may see words of a kind, where it is not administrators and analysts.
ROLES: Mapping[str, tuple[User.Role, ...]] = {
    "alert": (ADMINISTRATOR, ANALYST, DUTY_REVIEWER),
    "rejected": (ADMINISTRATOR,),
}
_NOT_THERE = Shown(template="staff/no_words.html", status=HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What somebody wrote, by what it answers, and the page that it was met on."""

    words: Mapping[str, str]
    back: str


@page(ADMINISTRATOR, ANALYST, DUTY_REVIEWER, acts=True)
def show_words(request: HttpRequest, *, kind: str, number: int) -> Shown:
    """Show words redacted; a POST that says why shows them as they were written, once."""
    if kind not in _SOURCES:
        return _NOT_THERE
    if not holds(request, *ROLES.get(kind, (ADMINISTRATOR, ANALYST))):
        return REFUSED  # before it is looked for: nobody learns what there is
    found = _SOURCES[kind](number)
    if found is None or not found.words:
        return _NOT_THERE
    subject, problem = f"{kind}:{number}", ""
    is_asked = request.method == "POST"
    why, remark = request.POST.get("why", ""), request.POST.get("remark", "")
    if is_asked:
        try:
            reveal(subject, why=why, remark=remark, who=person(request), now=now())
        except NoReason as missing:
            problem = str(missing)
    is_raw = is_asked and not problem
    shown = found.words if is_raw else {k: redact(text) for k, text in found.words.items()}
    context = {
        "shown": shown,
        "is_raw": is_raw,
        "problem": problem,
        "remark": remark,
        "reasons": WHY,
        "chosen": why,
        "longest": LONGEST,
        "back": found.back,
        "number": number,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/words.html", context=context, about=subject, status=status)


def _alert(number: int) -> _Written | None:
    found = alerts.find(number)
    if found is None or not found.body:
        return None
    return _Written(words={"Words": found.body}, back=reverse("staff:alert", args=[number]))


def _comment(number: int) -> _Written | None:
    found = find(of_impact_areas(), number, minimum_base=settings.MINIMUM_BASE)
    if found is None:
        return None
    return _Written(
        words={"Words": found.text}, back=reverse("staff:results-pack", args=[found.response.area])
    )


def _coded(number: int) -> _Written | None:
    found = coded_comment(number, minimum_base=settings.MINIMUM_BASE)
    if found is None:
        return None
    back = reverse("staff:theme-comment", args=[number])
    return _Written(words={"Words": found[0].text}, back=back)


def _rejected(number: int) -> _Written | None:
    found = rejected.find(number)
    if found is None:
        return None
    back = reverse("staff:field-rejected-one", args=[number])
    return _Written(words=rejected.told(found), back=back)


_SOURCES = {"alert": _alert, "comment": _comment, "coded": _coded, "rejected": _rejected}
