"""Ctrl-C, or a request to end, while DuckDB works: obeyed by every version, and soon.

What does not live here: what is cleared away afterwards (``scratch``).
"""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 0.3
"""Seconds after which an interrupt that was heard and not obeyed is raised again."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, Ctrl-C in a query is KeyboardInterrupt; what clears away afterwards stands outside.

    DuckDB 2.0.1 says RuntimeError in its place, by where it looks at signals. 1.4.4 loses what comes soon after a
    query began: an interrupt that is not obeyed is therefore raised again every :data:`PATIENCE`.

    Examples
    --------
    >>> try:
    ...     with interruptible():
    ...         raise RuntimeError("Query interrupted")
    ... except KeyboardInterrupt:
    ...     print("as Ctrl-C everywhere")
    as Ctrl-C everywhere
    """
    left = threading.Event()
    heard: list[signal.Signals] = []
    try:
        with _heard(heard, left):
            yield
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error
    finally:
        left.set()
    if heard:
        raise KeyboardInterrupt


@contextmanager
def _heard(heard: list[signal.Signals], left: threading.Event) -> Iterator[None]:
    """Note the first signal that a handler of Python answers, and raise it again until this is left."""
    before: dict[signal.Signals, Callable[[int, FrameType | None], object]] = {}

    def again(number: signal.Signals) -> None:
        while not left.wait(PATIENCE):
            _thread.interrupt_main(number)

    def hear(number: int, frame: FrameType | None) -> None:
        if not heard:
            heard.append(signal.Signals(number))
            threading.Thread(target=again, args=(heard[0],), daemon=True).start()
        before[signal.Signals(number)](number, frame)

    if threading.current_thread() is threading.main_thread():  # only there can signals be heard
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and callable(handler := signal.getsignal(number)):
                before[number] = handler
                signal.signal(number, hear)
    try:
        yield
    finally:
        left.set()
        for number, handler in before.items():
            signal.signal(number, handler)
