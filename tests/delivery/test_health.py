"""The health of gateways that all workers share: the circuit breaker, and whose slots are next."""

import math
from datetime import timedelta

import pytest

from heard.delivery import health
from heard.delivery.health import FAILURES, PAUSE, WITHIN, Health
from heard.delivery.models import GatewayHealth
from tests.delivery.letters import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _state(at: timedelta = 0 * SECOND) -> Health:
    return health.healths(now=NOW + at)["a"]


def _open() -> None:
    health.failed("a", FAILURES, now=NOW)


def test_enough_failures_in_a_minute_put_a_gateway_out_of_use() -> None:
    for n in range(FAILURES - 1):
        health.failed("a", 1, now=NOW + n * SECOND)
    assert _state() == Health(failures=FAILURES - 1)

    health.failed("a", 1, now=NOW + WITHIN - SECOND)
    assert _state(WITHIN).is_open is True
    assert _state(WITHIN).opened_at == NOW + WITHIN - SECOND


def test_failures_that_are_older_do_not_count() -> None:
    health.failed("a", FAILURES - 1, now=NOW)
    health.failed("a", 1, now=NOW + WITHIN)

    assert _state() == Health(failures=1)


def test_a_success_ends_the_count() -> None:
    health.failed("a", FAILURES - 1, now=NOW)
    health.succeeded("a")
    health.failed("a", 1, now=NOW)

    assert _state() == Health(failures=1)


def test_after_its_pause_one_letter_tries_it_and_nobody_elses() -> None:
    _open()
    assert (_state(PAUSE - SECOND).may_be_tried, _state(PAUSE).may_be_tried) == (False, True)

    assert health.begin_trial("a", now=NOW + PAUSE - SECOND) is False
    assert health.begin_trial("a", now=NOW + PAUSE) is True
    assert health.begin_trial("a", now=NOW + PAUSE) is False
    assert _state(PAUSE).may_be_tried is False
    assert _state(2 * PAUSE).may_be_tried is True


def test_a_success_closes_it_only_in_its_trial() -> None:
    _open()
    health.succeeded("a")  # of a letter that was handed over before
    assert _state().is_open is True

    health.begin_trial("a", now=NOW + PAUSE)
    health.succeeded("a")
    assert _state() == Health()


def test_a_failure_in_its_trial_begins_the_pause_anew() -> None:
    _open()
    health.begin_trial("a", now=NOW + PAUSE)
    health.failed("a", 1, now=NOW + PAUSE)

    assert _state(2 * PAUSE - SECOND).may_be_tried is False
    assert _state(2 * PAUSE).may_be_tried is True


def test_the_slots_of_a_gateway_follow_each_other_whoever_takes_them() -> None:
    waits = [health.reserve("a", count, rate=500) for count in (25, 50, 500, 1)]

    assert waits == [pytest.approx(at, abs=0.04) for at in (0, 0.05, 0.15, 1.15)]
    assert health.ahead(["a", "b"]) == {"a": pytest.approx(1.152, abs=0.04)}
    assert health.reserve("b", 25, rate=500) == 0


def test_slots_that_nobody_took_are_not_made_up_for() -> None:
    health.reserve("a", 500, rate=500)
    GatewayHealth.objects.update(free_at=NOW)

    assert health.reserve("a", 25, rate=500) == 0
    assert health.reserve("a", 25, rate=500) == pytest.approx(0.05, abs=0.04)


def test_what_nothing_limits_takes_no_slots() -> None:
    assert health.reserve("a", 10_000, rate=math.inf) == 0
    assert not GatewayHealth.objects.exists()
