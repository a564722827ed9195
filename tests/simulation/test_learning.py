"""The simulated force trains, aims and thanks, once."""

import pytest

from heard.accounts.models import User
from heard.improvement.commend import listed, published
from heard.improvement.targets import targets
from heard.improvement.training import catalogue, completions
from heard.simulation.learning import busiest, learn
from tests.improvement.colleagues import PERSON, a_handler, scored, somebody
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db
Role = User.Role


def staff(handler: User) -> dict[str, User]:
    others = (Role.TRAINING_LEAD, Role.COMMUNICATIONS, Role.TEAM_SUPERVISOR)
    found: dict[str, User] = {role: somebody(role, role) for role in others}
    return found | {Role.CONTACT_HANDLER: handler}


def test_there_is_something_on_each_page_and_not_twice() -> None:
    scored([9, 9])
    scored([9], person="FC-A-1")
    assert (busiest("FC-A"), busiest("FC-B")) == (PERSON, "")
    people = staff(a_handler())
    for _ in range(2):
        learn(people, now=CALLED)
    assert (len(catalogue()), len(completions()), len(targets())) == (3, 3, 2)
    assert (len(listed()), len(published())) == (2, 1)


def test_without_a_handler_whose_results_are_known_nobody_is_thanked() -> None:
    learn(staff(somebody("Mo")), now=CALLED)
    assert listed() == []
