"""A page of one's own is nobody's without signing in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from heard.web.staff.learning.roles import user_of


def test_nobody_has_no_page_of_their_own() -> None:
    request = RequestFactory().get("/staff/me")
    request.user = AnonymousUser()
    with pytest.raises(TypeError, match="reached by nobody"):
        user_of(request)
