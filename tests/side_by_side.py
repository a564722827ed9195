"""Spreads the tests over the processors; what takes longest begins first, whole files together."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Files that play for minutes what all their tests look at: in one process each.
WHOLE = ("tests/test_pilot.py",)
# What begins before everything else, in this order.
LONG = (
    *WHOLE,
    "tests/eligibility/test_stateful.py",
    "tests/web/feeds/test_notify_callbacks.py",
    "tests/delivery/test_crash.py",
    "tests/delivery/test_over_smpp.py",
    "tests/cli/test_demo.py",
    "tests/invitations/test_recall.py",
)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONG)}
    items.sort(key=lambda item: place.get(_file(item.nodeid), len(LONG)))


class Spread(LoadScopeScheduling):  # type: ignore[misc] # xdist carries no types
    """Gives each test to whichever process is free, but some files as one."""

    def _split_scope(self, nodeid: str) -> str:
        return _file(nodeid) if _file(nodeid) in WHOLE else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spread:
    return Spread(config, log)
