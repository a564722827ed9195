"""A signal that ends a process leaves by way of every `finally`, whatever it cut short."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from heard.home import stop_on_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_block_with_its_number(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    with pytest.raises(SystemExit) as left, stop_on_signals():
        os.kill(os.getpid(), number)

    assert (left.value.code, signal.getsignal(number)) == (128 + number, before)


def test_a_second_signal_does_not_interrupt_the_orderly_end() -> None:
    done = []

    @contextmanager
    def orderly() -> Iterator[None]:
        try:
            yield
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            done.append("in order")

    with pytest.raises(SystemExit) as left, stop_on_signals(), orderly():
        os.kill(os.getpid(), signal.SIGTERM)

    assert (left.value.code, done) == (128 + signal.SIGTERM, ["in order"])


def test_an_error_of_what_was_cut_short_does_not_hide_that_it_was_told_to_end() -> None:
    @contextmanager
    def query() -> Iterator[None]:
        try:
            yield
        finally:
            raise RuntimeError("in the middle of a query")

    with pytest.raises(SystemExit) as left, stop_on_signals(), query():
        os.kill(os.getpid(), signal.SIGTERM)

    assert left.value.code == 128 + signal.SIGTERM
    assert isinstance(left.value.__cause__, RuntimeError)


def test_an_error_without_a_signal_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="of its own"), stop_on_signals():
        raise RuntimeError("of its own")
