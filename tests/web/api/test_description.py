"""What the OpenAPI description of the figures promises, tried by Schemathesis."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.insight.flow import known
from tests.web.api.reader import a_key

# A schema cannot say which surveys there are, nor what may not be looked at together.
BEYOND: list[CheckFunction] = [positive_data_acceptance]


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("path", ["/api/surveys", "/api/figures", "/api/figures.csv"])
def test_the_figures_keep_their_description(path: str) -> None:
    known()
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    key = {"Authorization": f"Bearer {a_key(teams=True)}"}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path]["GET"].as_strategy())
    def keeps(case: schemathesis.Case[Any]) -> None:
        if "survey" in (case.query or {}):
            case.query["survey"] = "sms_contact"
        case.call_and_validate(headers=key, excluded_checks=BEYOND)

    keeps()
