"""The page of signs: what was counted, in words, and numbers of staff as prints."""

import pytest

from heard.accounts.models import User
from heard.improvement.fair_play import Finding, Sign, phones
from heard.invitations.models import Invitation
from heard.vault.ring import fingerprint_email
from heard.web.staff.learning.fair_play import words
from tests.improvement.colleagues import scored
from tests.web.staff.people import inside, read

PAGE = "/staff/fair-play"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_a_sign_is_told_and_numbers_are_kept_as_prints() -> None:
    client = inside(User.Role.ADMINISTRATOR)
    assert "Nothing" in read(client, PAGE)
    (response,) = scored([9])
    print_ = fingerprint_email("administrator@example.org")
    Invitation.objects.filter(pk=response.invitation_id or 0).update(person_print=print_)
    page = read(client, PAGE)
    assert "A member of staff answered Ann Lee Was asked about something" in page
    assert "answered once." in page
    assert client.post(PAGE, {"numbers": "hello"}).status_code == 400
    assert client.post(PAGE, {"numbers": "07700 900982"}).status_code == 303
    assert phones() == 1
    assert "07700" not in read(client, PAGE).replace("07700 900 982", "")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (
            Sign.REFUSED,
            "Of 5 of 40 touchpoints a person decided not to ask about; of the others 2 of 90.",
        ),
        (
            Sign.DOUBTED,
            (
                "Of 5 of 40 answers came from a device or a network that had answered before; "
                "of the others 2 of 90."
            ),
        ),
        (Sign.BURST, "5 of 40 interviews ended within 10 minutes."),
    ],
)
def test_what_was_counted_is_said_with_how_seldom_chance_makes_it(sign: Sign, said: str) -> None:
    one = Finding(sign=sign, about="A", cases=5, exposure=40, others=2, elsewhere=90, p=0.012)
    assert words(one) == f"{said} Chance alone makes as much about 12 times in a thousand."
    seldom = Finding(sign=sign, about="A", cases=5, exposure=40, others=2, elsewhere=90, p=1e-9)
    assert words(seldom).endswith("less than once in a thousand times.")


def test_answers_of_staff_are_counted() -> None:
    one = Finding(sign=Sign.OWN, about="Ann", cases=3, exposure=3)
    assert words(one).endswith("answered 3 times.")
