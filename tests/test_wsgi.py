"""Behind a proxy of ours people come from where it says; nobody else is believed."""

import json
import subprocess
import sys

import pytest

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
FORWARDED = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 10.0.0.4", "HTTP_X_FORWARDED_PROTO": "https"}
CALL = """
import sys
from wsgiref.util import setup_testing_defaults
from heard.wsgi import application
for peer in sys.argv[1:]:
    environ = {"PATH_INFO": "/privacy", "REMOTE_ADDR": peer, **%r}
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "heard.example"
    application(environ, lambda status, headers: print(status[:3], environ["REMOTE_ADDR"]))
"""


@pytest.mark.parametrize(
    ("proxies", "answers"),
    [
        ("10.0.0.0/24", {"10.0.0.7": "200 203.0.113.9", "192.0.2.1": "301 192.0.2.1"}),
        ("", {"10.0.0.7": "301 10.0.0.7"}),
    ],
)
def test_only_our_own_proxies_are_believed(
    own_database: dict[str, str], proxies: str, answers: dict[str, str]
) -> None:
    told = {
        "HEARD_ENV": "production",
        "HEARD_PROXIES": proxies,
        "HEARD_FORCE_NAME": "Proxied Police",
        "HEARD_SITE_URL": "https://heard.example",
        "HEARD_ALLOWED_HOSTS": "heard.example",
        "HEARD_SECRET_KEY": "for this test only",
        "HEARD_KEYS": json.dumps({"ring": {"a": KEY}, "current": "a", "lookup": KEY}),
        "HEARD_CHANNELS": "{}",
    }
    done = subprocess.run(
        [sys.executable, "-c", CALL % FORWARDED, *answers],
        env=own_database | told,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [*answers.values()]
