"""A real provider of OpenID Connect in a process of its own, and somebody who signs in there."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from building.prepare import node_home
from heard.core.openid import Provider

BACK = "http://127.0.0.1:8000/staff/sign-in/back"
OUT = "http://127.0.0.1:8000/staff/sign-in"
CLIENT = {
    "client_id": "heard",
    "client_secret": "a secret/of+trial",
    "redirect_uris": [BACK],
    "post_logout_redirect_uris": [OUT],
}
ROOT = Path(__file__).parent


@contextmanager
def provider(
    people: Mapping[str, Mapping[str, Any]], *, thick: bool = True, ended: str = ""
) -> Iterator[Provider]:
    """Run it; `people` are claims by name. With `thick` they stand in the ID token, else apart.

    Where a session ends, it tells `ended` so, an address that takes posts.
    """
    client = CLIENT | ({"backchannel_logout_uri": ended} if ended else {})
    told = json.dumps({"people": people, "client": client, "thick": thick})
    node = node_home() / "bin/node"
    with subprocess.Popen(
        [node, ROOT / "openid.mjs", told],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        issuer = next(line for line in running.stdout if line.startswith("http")).strip()
        try:
            yield Provider(
                name="Trial ID",
                issuer=issuer,
                client_id=str(CLIENT["client_id"]),
                client_secret=str(CLIENT["client_secret"]),
            )
        finally:
            running.kill()


def signed_in(
    address: str, *, name: str, browser: requests.Session | None = None
) -> dict[str, str]:
    """Sign in at the provider under a name, agree, and give what a browser is sent back with."""
    browser = browser or requests.Session()
    answer = browser.get(address, allow_redirects=False)
    for _ in range(9):
        if "Location" in answer.headers:
            address = urljoin(address, answer.headers["Location"])
            if address.startswith(BACK):
                return {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
            answer = browser.get(address, allow_redirects=False)
            continue
        prompt = "login" if 'value="login"' in answer.text else "consent"
        form = {"prompt": prompt, "login": name, "password": "any"}
        answer = browser.post(address, data=form, allow_redirects=False)
    raise AssertionError("the provider never sent anybody back")


def signed_out(address: str, *, browser: requests.Session) -> str:
    """Say at the provider that one signs out, and give where it sends the browser."""
    page = browser.get(address)
    found = re.search(r'action="([^"]+)".*?name="xsrf" value="([^"]+)"', page.text, re.DOTALL)
    assert found is not None, page.text
    form = {"xsrf": found[2], "logout": "yes"}
    answer = browser.post(found[1], data=form, allow_redirects=False)
    return answer.headers["Location"]
