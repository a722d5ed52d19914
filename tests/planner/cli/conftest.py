"""What the command-line tests share: running ``buju`` in a process of its own, and runs on disk to read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from buju_testing import commands
from planner.runs.store import result_bytes, write_run


@pytest.fixture
def buju(tmp_path):
    """Call ``buju`` with arguments, in an empty folder; gives the finished process."""

    def call(*args, lang="en", env=None, code=None, text=True):
        done = (commands.run if text else commands.run_bytes)(*args, cwd=tmp_path, env=env, lang=lang)
        assert "Traceback" not in str(done.stderr), done.stderr
        if code is not None:
            assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    return call


@pytest.fixture
def write(tmp_path):
    """Keep a result as a run; gives its folder."""

    def keep(result, second=0):
        when = datetime(2026, 1, 2, 3, 4, second, tzinfo=UTC)
        data = result_bytes(result)
        made = {"result_sha256": hashlib.sha256(data).hexdigest()}
        files = {
            "result.json": data,
            "scenario.resolved.yaml": b"title: made up\n",
            "findings.json": b"[]",
            "provenance.json": json.dumps(made).encode(),
        }
        return write_run(tmp_path / "runs", when, result["scenario"], files)

    return keep


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The run of a small city, to copy and not to change."""
    from buju_testing.random_city import random_city  # noqa: PLC0415 - only where a run is wanted
    from planner.rulebook import scenario  # noqa: PLC0415
    from planner.runs import pipeline  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415

    eco, policy = random_city(5)
    given = replace(scenario.shipped("ningbo-2023"), policy=policy, name="small")
    return pipeline.plan_run(eco, given, Limits(), (), {}, tmp_path_factory.mktemp("runs")).folder
