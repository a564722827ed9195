"""The protocol as its own tester asks for it: scim2-tester, against Heard itself."""

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import Required
from scim2_tester import Status, check_server

from heard.accounts.keys import issue_key
from heard.accounts.models import FeedKey, Grant
from heard.clock.read import now
from tests.web.feeds.scim.test_views import HERE

# What it finds, and why it stays so; docs/sign-in.md says the same.
STAYS = {
    ("User", "object_deletion"): "somebody who did something is kept, and shut out",
    ("User", "check_remove_attribute", "active"): "unsaid it is true, as when a user is made",
    ("Group", "check_add_attribute", "externalId"): "unsaid it is the displayName, and stays",
}


@pytest.fixture
def client() -> WSGISCIMClient:
    """A client of the library's own, which was told what Heard says of itself."""
    key = issue_key(
        "urn:force:entra", kind=FeedKey.Kind.SCIM, now=now(), draw=lambda n: bytes(range(n))
    )
    made = WSGISCIMClient(
        get_wsgi_application(), base_url=HERE, headers={"Authorization": f"Bearer {key}"}
    )
    made.discover()
    return made


def fit(model: Any) -> None:  # noqa: ANN401 - made of what Heard says of itself
    """Let the tester make users that Heard can know: an address is one, and teams need a pseudonym.

    A schema has no words for either.
    """
    fields = model.model_fields
    fields["user_name"].examples = [f"{number}@force.example" for number in range(10**6)]
    words = fields["external_id"].metadata
    fields["external_id"].metadata = [Required.true if w is Required.false else w for w in words]


@pytest.mark.usefixtures("own_database")
def test_the_tester_finds_nothing_but_what_is_meant(client: WSGISCIMClient) -> None:
    fit(client.get_resource_model("User"))
    results = check_server(client)
    found = set()
    for one in results:
        if one.status not in {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}:
            urn = (one.data["urn"],) if isinstance(one.data, dict) and "urn" in one.data else ()
            found.add((one.resource_type, one.title, *urn))
    assert found == {*STAYS}
    assert len(results) > 50
    assert not Grant.objects.exists()
