"""People and machines are let in from the command line."""

import pytest

from heard.accounts import keys, people
from heard.accounts.models import FeedKey, User
from heard.clock import read as clock
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")
SOURCE = "urn:force:control-room"


def _user_of(printed: str) -> User | None:
    """Use the link that was printed."""
    return people.use_link(printed.strip().rpartition("/")[2], now=clock.now())


def test_a_person_who_is_added_signs_in_by_the_link_that_is_printed() -> None:
    printed = heard("staff", "add", "Ann@Force.example", "--name", "Ann", "--role", "administrator")

    user = _user_of(printed.stdout)
    assert user is not None
    assert (user.email, user.name, user.role) == ("ann@force.example", "Ann", "administrator")
    assert _user_of(printed.stdout) is None


def test_a_person_gets_another_link() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    user = _user_of(heard("staff", "link", " Ann@force.example").stdout)

    assert user == User.objects.get()


def test_who_is_added_without_a_role_is_a_viewer() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    assert User.objects.get().role == "viewer"


@pytest.mark.parametrize(
    ("said", "role", "is_active"),
    [
        (["--role", "analyst"], "analyst", True),
        (["--shut-out"], "viewer", False),
        (["--role", "analyst", "--shut-out"], "analyst", False),
        ([], "viewer", True),
    ],
)
def test_a_person_is_changed_and_let_in_again(said: list[str], role: str, is_active: bool) -> None:  # noqa: FBT001
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    assert heard("staff", "change", "Ann@force.example", *said).exit_code == 0
    person = User.objects.get()
    assert (person.role, person.is_active) == (role, is_active)

    heard("staff", "change", "ann@force.example", "--let-in")
    assert User.objects.get().is_active is True


def test_nobody_is_added_twice_and_nobody_unknown_gets_a_link() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    assert "already exists" in refused("staff", "add", "ann@force.example", "--name", "Ann")
    assert refused("staff", "link", "bob@force.example") == (
        "heard: nobody signs in as bob@force.example: add them with `heard staff add`.\n"
    )
    assert User.objects.count() == 1


def test_a_key_lets_a_system_in_until_it_is_revoked() -> None:
    key = heard("feeds", "issue", SOURCE, "--kind", "events").stdout.strip()

    assert keys.check_key(key, kind=FeedKey.Kind.EVENTS, now=clock.now()) == SOURCE
    assert refused("feeds", "revoke", SOURCE, "--kind", "receipts") == (
        f"heard: {SOURCE} has no receipts key.\n"
    )
    assert heard("feeds", "revoke", SOURCE, "--kind", "events").exit_code == 0
    assert keys.check_key(key, kind=FeedKey.Kind.EVENTS, now=clock.now()) is None


@pytest.mark.parametrize("kind", FeedKey.Kind)
def test_a_key_is_issued_for_every_kind_and_is_good_for_no_other(kind: FeedKey.Kind) -> None:
    key = heard("feeds", "issue", SOURCE, "--kind", kind).stdout.strip()

    good = [k for k in FeedKey.Kind if keys.check_key(key, kind=k, now=clock.now()) == SOURCE]
    assert good == [kind]


@pytest.mark.usefixtures("given")
def test_a_key_for_figures_has_a_scope_and_no_other_has() -> None:
    figures = ("feeds", "issue", "qlik", "--kind", "figures")
    key = heard(*figures, "--area", "BE", "--teams").stdout.strip()
    found = keys.check_figures_key(key, now=clock.now())
    assert found == keys.Scope(source="qlik", area="BE", teams=True)
    assert refused(*figures, "--area", "XX").startswith("heard: there is no area XX: BE, BW")
    assert refused("feeds", "issue", SOURCE, "--kind", "events", "--teams") == (
        "heard: --area and --teams are for keys of the kind figures.\n"
    )
