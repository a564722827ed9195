"""Two administrators, an analyst and a viewer, each in a browser of their own."""

import pytest
from django.test import Client

from heard.accounts.models import User
from tests.web.staff.people import a_person, browser_of


@pytest.fixture
def ann(simulated: None) -> Client:
    return browser_of(a_person("ann@example.org", role=User.Role.ADMINISTRATOR))


@pytest.fixture
def ben(simulated: None) -> Client:
    return browser_of(a_person("ben@example.org", role=User.Role.ADMINISTRATOR))


@pytest.fixture
def cat(simulated: None) -> Client:
    return browser_of(a_person("cat@example.org", role=User.Role.ANALYST))


@pytest.fixture
def vic(simulated: None) -> Client:
    return browser_of(a_person("vic@example.org", role=User.Role.VIEWER))
