"""Roles of the setting are looked at before anything runs."""

from pytest_django import Settings

from heard.admission.checks import roles_exist
from heard.core.openid import Provider


def test_a_role_that_there_is_not_is_reported(settings: Settings) -> None:
    settings.SINGLE_SIGN_ON = None
    assert roles_exist() == []
    settings.SINGLE_SIGN_ON = Provider(
        name="Entra ID",
        issuer="https://login.example",
        client_id="heard",
        client_secret="secret",  # noqa: S106
        roles={"A": "analyst", "B": "king"},
    )
    assert [one.msg for one in roles_exist()] == ["HEARD_SINGLE_SIGN_ON: there is no role king."]
