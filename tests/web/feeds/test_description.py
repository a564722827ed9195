"""What the OpenAPI description promises, tried by Schemathesis."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from heard.accounts.models import FeedKey
from tests.web.feeds.post import a_key

schemathesis.serializer.alias("message/rfc822", "application/octet-stream")

# A schema cannot say which source belongs to a key, nor from which year on a date is one.
BEYOND: list[CheckFunction] = [positive_data_acceptance]


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    ("feed", "kind"),
    [
        ("events", FeedKey.Kind.EVENTS),
        ("receipts", FeedKey.Kind.RECEIPTS),
        ("notify/receipts", FeedKey.Kind.RECEIPTS),
        ("notify/inbound", FeedKey.Kind.INBOUND),
        ("mail", FeedKey.Kind.RECEIPTS),
    ],
)
def test_the_feeds_keep_their_description(feed: str, kind: FeedKey.Kind) -> None:
    described = schemathesis.openapi.from_wsgi("/feeds/openapi.json", get_wsgi_application())
    key = {"Authorization": f"Bearer {a_key(kind)}"}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[f"/feeds/{feed}"]["POST"].as_strategy())
    def keeps(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=key, excluded_checks=BEYOND)

    keeps()
