"""A request to end (SIGTERM, or SIGHUP of a closed terminal) heard as Ctrl-C, so that what is under way is cleared.

For commands whose work looks at signals all the time; others end at once, as the system does it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heard_as_interrupt() -> Iterator[None]:
    """Within, these signals raise KeyboardInterrupt in the main thread; afterwards they do what they did.

    Examples
    --------
    >>> import os
    >>> try:
    ...     with heard_as_interrupt():
    ...         os.kill(os.getpid(), signal.SIGTERM)
    ... except KeyboardInterrupt:
    ...     print("cleared away")
    cleared away
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, signal.default_int_handler)
        for name in ("SIGTERM", "SIGHUP")
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
