"""The pages of commendations: who nominates, who decides, who publishes."""

import pytest

from heard.accounts.models import User
from heard.improvement.commend import consent
from heard.improvement.models import Commendation
from tests.improvement.colleagues import KIND, RUDE, a_handler, scored, wrote
from tests.insight.flow import CALLED, known
from tests.web.staff.people import browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/commendations"
Role = User.Role
WHY = "Stayed on the line for an hour."


def nominated(by: Role = Role.OFFICER) -> tuple[User, int]:
    """Let an officer nominate a colleague by the page."""
    mo = a_handler()
    known()
    sent = inside(by).post(PAGE, {"colleague": str(mo.pk), "why": WHY})
    assert sent.status_code == 303
    return mo, Commendation.objects.get().pk


def test_a_colleague_is_nominated_by_one_and_approved_thanked_and_published_by_others() -> None:
    mo, number = nominated(Role.ADMINISTRATOR)
    one = f"{PAGE}/{number}"
    administrator = browser_of(User.objects.get(email="administrator@example.org"))
    own = administrator.post(one, {"does": "approve"})
    assert (own.status_code, b"Another person than who nominated" in own.content) == (400, True)
    lead, communications = inside(Role.TRAINING_LEAD), inside(Role.COMMUNICATIONS)
    assert communications.post(one, {"does": "approve"}).status_code == 403
    assert lead.post(one, {"does": "x"}).status_code == 403
    assert lead.post(one, {"does": "approve"}).status_code == 303
    assert lead.post(one, {"does": "thank"}).status_code == 303
    assert lead.post(one, {"does": "publish"}).status_code == 403
    assert "It may be published once whom it is about has agreed" in read(lead, one)
    consent(number, shown_as="Mo, Force Contact", by=mo, now=CALLED)
    assert "May be published" in read(communications, PAGE)
    wrong = communications.post(one, {"does": "publish", "citation": "Helped PC Smith then."})
    assert b"Leave out names" in wrong.content
    communications.post(one, {"does": "publish", "citation": "Stayed with somebody for hours."})
    page = read(communications, "/commendations")
    assert "Stayed with somebody for hours. Mo, Force Contact" in page
    communications.post(one, {"does": "take_back"})
    assert "There is nothing here at the moment." in read(communications, "/commendations")


def test_a_refusal_says_why_and_a_number_that_is_none_is_not_there() -> None:
    _, number = nominated()
    lead = inside(Role.TRAINING_LEAD)
    assert lead.post(f"{PAGE}/{number}", {"does": "refuse"}).status_code == 400
    lead.post(f"{PAGE}/{number}", {"does": "refuse", "why": "Twice."})
    assert "Refused" in read(lead, f"{PAGE}/{number}")
    assert lead.get(f"{PAGE}/0").status_code == 404
    assert inside().get(f"{PAGE}/from/0").status_code == 404


def test_who_only_nominates_sees_their_own_and_no_words_of_citizens() -> None:
    mo, _ = nominated()
    officer = browser_of(User.objects.get(email="officer@example.org"))
    page = read(officer, PAGE)
    assert "What I nominated" in page
    assert WHY in page
    assert "What people wrote" not in page
    assert WHY not in read(inside(Role.CONTACT_HANDLER), PAGE)
    assert officer.post(PAGE, {"colleague": str(mo.pk), "why": "x"}).status_code == 400
    assert "For 100 replies" not in page


def test_from_a_comment_whom_it_is_about_is_nominated_and_not_named() -> None:
    a_handler()
    responses = scored([9] * 20)
    kind, rude = (
        wrote(responses[0], KIND, feeling="+"),
        wrote(responses[1], RUDE, feeling="-"),
    )
    for response in responses[2:]:
        wrote(response, "It took a while.", feeling="0")
    known()
    analyst = inside()
    page = read(analyst, PAGE)
    assert KIND in page
    assert RUDE not in page
    assert "FC-A 0 20 0.0 0.0 to 18.4" not in page  # one person is no team
    assert "Other teams 0 20 0.0 0.0 to 18.4" in page
    assert KIND in read(analyst, f"{PAGE}/from/{kind.pk}")
    refused = analyst.post(f"{PAGE}/from/{rude.pk}")
    assert (refused.status_code, b"points to praise" in refused.content) == (400, True)
    assert analyst.post(f"{PAGE}/from/{kind.pk}").status_code == 303
    page = read(analyst, PAGE)
    assert "Nominate for comment" not in page
    assert "Whom the comment is about" in page.partition("Nominate a colleague")[0]
    assert " Mo " not in page.partition("Nominate a colleague")[0]
