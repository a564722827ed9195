"""What somebody first sees, and what they hold, by their roles."""

import pytest

from heard.accounts.models import User
from tests.web.staff.people import inside

Role = User.Role


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.COMMANDER, "figures"),
        (Role.OFFICER, "field/"),
        (Role.AUDITOR, "journal"),
        (Role.HOLD_REVIEWER, "holds"),
        (Role.DUTY_REVIEWER, "alerts"),
        (Role.REFERENCE_REVIEWER, "themes/code"),
        (Role.CALLER, "calls"),
    ],
)
def test_each_sees_first_what_their_role_is_about(role: User.Role, first: str) -> None:
    assert inside(role).get("/").headers["Location"] == f"/staff/{first}"
