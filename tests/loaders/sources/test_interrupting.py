"""An interrupt that a query lost is raised again; one that came too late for it is obeyed when it has ended."""

import contextlib
import signal
import time

import pytest

from loaders.sources.interrupting import interruptible


def lost(seconds):
    """Work that takes an interrupt and goes on, as a query of DuckDB 1.4.4 does."""
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)
    return "done"


def test_it_is_raised_again():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), interruptible():
        assert lost(60) != "done"
    assert signal.getsignal(signal.SIGINT) is before


def test_it_is_obeyed_at_the_end():
    said = []
    with pytest.raises(KeyboardInterrupt), interruptible():
        said.append(lost(0))
    assert said == ["done"]


def test_nothing_is_raised_where_nothing_was_heard():
    with interruptible():
        pass
