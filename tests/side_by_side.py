"""Spreads the tests over the processors; what takes longest begins first, whole files together."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Files whose tests all look at what takes long to make: in one process, each by itself.
WHOLE = (
    "tests/test_pilot.py",
    "tests/insight/facts/test_spark.py",
    "tests/membership/test_table.py",
    "tests/insight/test_attack.py",
    "tests/web/test_scope.py",
    "tests/web/staff/explore/test_embedded.py",
)
# Files that share a home, whose database is migrated once a process.
AT_HOME = ("tests/cli/test_demo.py", "tests/cli/test_app.py", "tests/cli/test_database.py")
TOGETHER = {**{file: file for file in WHOLE}, **dict.fromkeys(AT_HOME, "at home")}
# What begins before everything else, in this order.
LONG = (
    "tests/test_pilot.py",
    *AT_HOME,
    "tests/insight/facts/test_spark.py",
    "tests/eligibility/test_stateful.py",
    "tests/web/feeds/test_notify_callbacks.py",
    "tests/invitations/test_recall.py",
    "tests/membership/test_table.py",
    "tests/delivery/test_crash.py",
    "tests/delivery/test_over_smpp.py",
    "tests/simulation/test_play.py",
    "tests/cli/test_recall.py",
    "tests/web/staff/test_looks.py",
    "tests/eligibility/test_race.py",
    "tests/insight/test_attack.py",
    "tests/web/test_scope.py",
)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONG)}
    items.sort(key=lambda item: place.get(_file(item.nodeid), len(LONG)))


class Spread(LoadScopeScheduling):  # type: ignore[misc] # xdist carries no types
    """Gives each test to whichever process is free, but some files as one, or several."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(_file(nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spread:
    return Spread(config, log)
