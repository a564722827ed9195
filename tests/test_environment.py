"""What is read from the environment, and refused."""

import pytest

from heard.environment import Unsafe, require_recorder

SECRET = "whsec_" + "c2VjcmV0" * 4


@pytest.mark.parametrize(
    ("url", "secret", "production"),
    [
        ("http://records.example.org/", SECRET, False),
        ("http://127.0.0.1:8080/", SECRET, True),
        ("https://name:word@records.example.org/", SECRET, False),
        ("https:///reports", SECRET, False),
        ("file:///etc/passwd", SECRET, False),
        ("https://records.example.org/", "short", False),
        ("https://records.example.org/", "", True),
    ],
)
def test_reports_go_to_no_address_that_is_not_safe(
    url: str, secret: str, *, production: bool
) -> None:
    with pytest.raises(Unsafe, match="HEARD_RECORDING_"):
        require_recorder(url, secret, production=production)


def test_reports_go_by_https_or_on_a_trial_to_this_machine() -> None:
    require_recorder("https://records.example.org/a", SECRET, production=True)
    require_recorder("http://127.0.0.1:8080/a", SECRET, production=False)
