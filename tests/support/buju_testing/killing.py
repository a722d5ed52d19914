"""A process that counts what it asks of the system and ends itself by SIGKILL at one of these steps.

Steps are audit events of Python, bytes written and the exchange of two folders; it dies before the step, and in the
middle of the bytes of a file.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from graph.base import swapping, writing

EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.scandir", "os.listdir")
LOOKS = ("os.scandir", "os.listdir")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killer:
    """Counts steps (``writes``: those that change something alone) and kills the process at one of them."""

    def __init__(self, at, writes=False):
        self.at, self.seen, self.armed, self.writes = at, 0, False, writes

    def step(self):
        if self.armed:
            self.seen += 1
            if self.seen == self.at:
                os.kill(os.getpid(), signal.SIGKILL)

    def hook(self, event, args):
        looks = event in LOOKS or (event == "open" and not args[2] & WRITES)
        if event in EVENTS and not (self.writes and looks):
            self.step()


def watched(killer):
    sys.addaudithook(killer.hook)
    plain, exchange, fsync = Path.write_bytes, swapping._call(), os.fsync

    def write_bytes(path, data):
        if killer.armed and killer.seen + 1 == killer.at:
            with path.open("wb") as stream:
                stream.write(data[: len(data) // 2])
                stream.flush()
                killer.step()
        killer.step()
        return plain(path, data)

    def call(one, other):
        killer.step()
        done = exchange(one, other)
        killer.step()
        return done

    def sync(number):
        killer.step()
        fsync(number)

    Path.write_bytes, os.fsync = write_bytes, sync
    if exchange is not None:
        swapping._call = lambda: call
        writing.exchange.__globals__["_call"] = lambda: call
