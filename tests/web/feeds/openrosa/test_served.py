"""OpenRosa by the web server that production runs: bodies in chunks, in parts and too large."""

import os
from collections.abc import Iterator

import pytest
import requests
from django.db import connection

from heard.cli.processes import free_port, wait_until_served, web
from heard.fieldwork.devices import Made
from heard.fieldwork.models import Attachment, Submission
from heard.invitations.models import Collector
from tests.fieldwork.instances import instance
from tests.fieldwork.test_submit import AUDIT
from tests.web.feeds.openrosa.collect import Collect, message


@pytest.fixture
def served(
    own_database: dict[str, str], way: Collector, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Serve the test's own database by granian, at the time of its simulation."""
    port = free_port("127.0.0.1", 0)
    url = f"http://127.0.0.1:{port}"
    told = {**own_database, "HEARD_CLOCK": "simulated", "HEARD_SITE_URL": url}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    server = web(host="127.0.0.1", port=port)
    server.start()
    try:
        wait_until_served(url, server)
        yield url
    finally:
        server.stop()
        connection.close()


def test_a_form_is_listed_and_sent_in_chunks(served: str, way: Collector, made: Made) -> None:
    collect = Collect(base=f"{served}/openrosa/{made.secret}")
    (form,) = collect.forms()
    assert collect.download(form).get("id") == f"trial.{way.code}"
    assert collect.submit(instance(way.code)) == (201, "It is here.")
    parts = {
        "xml_submission_file": ("a.xml", instance(way.code, uuid="uuid:2"), "text/xml"),
        "audit.csv": ("audit.csv", AUDIT.content, "text/csv"),
    }
    whole = requests.Request("POST", served, files=parts).prepare()
    assert isinstance(whole.body, bytes)
    answer = requests.post(
        f"{collect.base}/submission",
        data=iter([whole.body[:50], whole.body[50:900], whole.body[900:]]),
        headers={"Content-Type": whole.headers["Content-Type"]},
        timeout=30,
    )
    assert answer.request.headers["Transfer-Encoding"] == "chunked"
    assert (answer.status_code, "Date" in answer.headers) == (201, True)
    assert Submission.objects.count() == 2
    assert Attachment.objects.get().instance == "uuid:2"


def test_chunks_that_never_end_are_refused(served: str, made: Made) -> None:
    collect = Collect(base=f"{served}/openrosa/{made.secret}")
    answer = collect.ask("POST", "submission", data=iter(60 * [os.urandom(100_000)]))
    assert (answer.status_code, "at most 5,000,000 bytes" in message(answer)) == (413, True)
