"""Spreads the tests over the processors; what takes longest begins first, whole files together."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Files that play for a minute what all their tests look at, and others of the slowest: in one
# process each, in this order, before everything else.
LONG = (
    "tests/test_pilot.py",
    "tests/web/feeds/test_notify_callbacks.py",
    "tests/delivery/test_over_smpp.py",
    "tests/cli/test_demo.py",
    "tests/invitations/test_recall.py",
    "tests/eligibility/test_stateful.py",
)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONG)}
    items.sort(key=lambda item: place.get(_file(item.nodeid), len(LONG)))


class Spread(LoadScopeScheduling):
    """Gives each test to whichever process is free, but a long file as one."""

    def _split_scope(self, nodeid: str) -> str:
        return _file(nodeid) if _file(nodeid) in LONG else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spread:
    return Spread(config, log)
