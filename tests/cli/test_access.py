"""People and machines are let in from the command line."""

import pytest

from heard.accounts import keys, people
from heard.accounts.models import FeedKey, User
from heard.admission.factors import begin_app
from heard.admission.models import Authenticator, Session
from heard.clock import read as clock
from tests.admission.test_sessions import opened
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
    assert (user.email, user.name) == ("ann@force.example", "Ann")
    assert user.roles(now=clock.now()) == {"administrator"}
    assert _user_of(printed.stdout) is None


def test_a_person_gets_another_link() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    user = _user_of(heard("staff", "link", " Ann@force.example").stdout)

    assert user == User.objects.get()


def test_who_is_added_without_a_role_is_a_viewer() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    assert User.objects.get().roles(now=clock.now()) == {"viewer"}


def test_a_person_is_shut_out_and_let_in_again() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")
    heard("staff", "change", "Ann@force.example", "--shut-out")
    assert User.objects.get().is_active is False
    heard("staff", "change", "ann@force.example", "--let-in")
    heard("staff", "sign-out", "ann@force.example")
    assert (User.objects.get().is_active, User.objects.get().changes) == (True, 3)


def test_roles_are_given_and_ended_each_for_its_part_of_the_force() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")
    heard("staff", "give", "ann@force.example", "--role", "commander", "--unit", "BE")
    assert heard("staff", "roles", "ann@force.example").stdout == (
        "viewer force\ncommander area BE\n"
    )
    assert refused("staff", "end", "ann@force.example", "--role", "commander", "--unit", "CV") == (
        "heard: ann@force.example does not hold commander for CV.\n"
    )
    heard("staff", "end", "ann@force.example", "--role", "commander", "--unit", "BE")
    assert heard("staff", "roles", "ann@force.example").stdout == "viewer force\n"
    assert "for one team" in refused(
        "staff", "give", "ann@force.example", "--role", "team_supervisor"
    )
    told = refused("staff", "add", "b@force.example", "--name", "B", "--role", "commander")
    assert "for one area" in told


def test_nobody_is_added_twice_and_nobody_unknown_gets_a_link() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")

    assert "already exists" in refused("staff", "add", "ann@force.example", "--name", "Ann")
    assert refused("staff", "link", "bob@force.example") == (
        "heard: nobody signs in as bob@force.example: add them with `heard staff add`.\n"
    )
    assert User.objects.count() == 1


def test_what_somebody_has_lost_is_taken_off_and_what_is_open_ends() -> None:
    heard("staff", "add", "ann@force.example", "--name", "Ann")
    ann = User.objects.get()
    begin_app(ann)
    opened(ann, "key")

    assert heard("staff", "forget-proofs", "ann@force.example").exit_code == 0

    assert (Authenticator.objects.count(), Session.objects.count()) == (0, 0)


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
    assert found == keys.Reader(source="qlik", area="BE", teams=True)
    assert refused(*figures, "--area", "XX").startswith("heard: there is no area XX: BE, BW")
    assert refused("feeds", "issue", SOURCE, "--kind", "events", "--teams") == (
        "heard: --area and --teams are for keys of the kind figures.\n"
    )
