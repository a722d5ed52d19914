"""A sweep under way: its cases run here or on a cluster, each kept as soon as it is done, so that it can go on later.

The folder of a sweep holds ``sweep.json`` (what is asked), ``cases.jsonl`` (a line a case, in the order in which they
end) and, at the end, the answer. A line that was cut off by a kill is left out and its case is run again. What does not
live here: one case (``case``), the answer (``answer``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from graph.base.errors import OutputError, ServiceError, UsageError
from graph.base.installing import how_to_install
from graph.base.records import RecordError, decode, encode
from graph.base.words import Words
from graph.base.writing import unwritable, write_files
from planner.studies.sweep.case import CaseRow, Shared, packed, run, run_packed, stamp
from planner.studies.sweep.varied import Values

ASKED, CASES = "sweep.json", "cases.jsonl"
WAIT = 15
"""Seconds within which a cluster has to answer."""


class Journal:
    """The cases of a sweep that are done, on disk.

    Parameters
    ----------
    folder : Path
    asked : dict
        What is asked, as JSON data; a folder that holds another sweep is refused.

    Raises
    ------
    UsageError
        The folder holds another sweep.
    OutputError
        It cannot be written.
    """

    def __init__(self, folder: Path, asked: dict[str, Any]) -> None:
        self.folder = folder
        text = (json.dumps(asked, ensure_ascii=False, indent=1) + "\n").encode()
        there = folder / ASKED
        if there.is_file() and there.read_bytes() != text:
            words = Words(
                "{p} holds another sweep (other data, ranges, draws, limits or program); give another folder with -o",
                "{p} 中是另一次扫描（数据、区间、次数、限制或程序不同）；请用 -o 另指定目录",
            )
            raise UsageError(words.fill(p=folder))
        if not there.is_file():
            write_files(folder, {ASKED: text})
        self.rows = self._read()

    def _read(self) -> dict[int, CaseRow]:
        """The rows that are whole; what was cut off is taken away."""
        path = self.folder / CASES
        rows, whole = {}, 0
        data = path.read_bytes() if path.is_file() else b""
        for line in data.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            try:
                row = decode(CaseRow, json.loads(line))
            except (ValueError, RecordError):
                break
            rows[row.case] = row
            whole += len(line)
        if whole < len(data):
            os.truncate(path, whole)
        return rows

    def keep(self, row: CaseRow, file: IO[bytes]) -> None:
        """Write one row, so that a kill loses it no more."""
        file.write((json.dumps(encode(row), ensure_ascii=False) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
        self.rows[row.case] = row

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The file of rows, to be added to."""
        try:
            with (self.folder / CASES).open("ab") as file:
                yield file
        except OSError as error:
            raise OutputError(unwritable(self.folder, error)) from error


def run_all(
    journal: Journal, shared: Shared, cases: Sequence[Values], jobs: int, cluster: str | None
) -> Iterator[CaseRow]:
    """Run the cases that are not done yet; each row is kept before it is given.

    Parameters
    ----------
    journal, shared, cases
        Cases are numbered from 1.
    jobs : int
        Processes on this machine; 1: this process.
    cluster : str, optional
        Address of a Dask scheduler, whose workers are used instead.

    Raises
    ------
    ServiceError
        The cluster does not answer, dies, or a worker runs another program. Rows that are done are kept.
    """
    left = [(n, values) for n, values in enumerate(cases, 1) if n not in journal.rows]
    if not left:
        return
    rows = _here(shared, left) if jobs == 1 and cluster is None else _elsewhere(shared, left, jobs, cluster)
    with journal.open() as file:
        for row in rows:
            journal.keep(row, file)
            yield row


def _here(shared: Shared, left: Sequence[tuple[int, Values]]) -> Iterator[CaseRow]:
    return (run(shared, number, values) for number, values in left)


def _elsewhere(shared: Shared, left: Sequence[tuple[int, Values]], jobs: int, cluster: str | None) -> Iterator[CaseRow]:
    """The cases by joblib, in processes of this machine or on the workers of a cluster: the same call."""
    import joblib  # noqa: PLC0415 - only sweeps in several processes need it

    job, mine = packed(shared), stamp()
    with _place(cluster, mine):
        work = joblib.Parallel(n_jobs=-1 if cluster else jobs, return_as="generator_unordered", batch_size=1)
        found = work(joblib.delayed(run_packed)(job, number, values) for number, values in left)
        for other, data in _heard(found, cluster):
            _same_program(mine, other, cluster)
            yield decode(CaseRow, data)


def _heard(found: Any, cluster: str | None) -> Iterator[Any]:
    """What workers give; a cluster that dies is told as such."""
    try:
        yield from found
    except (OSError, TimeoutError, RuntimeError) as error:
        if cluster is None:
            raise
        raise ServiceError(_dead(cluster, error)) from error
    except Exception as error:
        if cluster is not None and type(error).__module__.startswith("distributed"):
            raise ServiceError(_dead(cluster, error)) from error
        raise


def _dead(cluster: str, error: Exception) -> Words:
    words = Words(
        "the cluster at {c} stopped answering ({e}); what is done is kept: the same command goes on from it",
        "{c} 处的集群不再应答（{e}）；已完成的情形均已保存，再次运行同一命令即可继续",
    )
    return words.fill(c=cluster, e=type(error).__name__)


def _same_program(mine: str, other: str, cluster: str | None) -> None:
    if other != mine:
        words = Words(
            "a worker of {c} runs another program ({o}) than this machine ({m}); install the same version there",
            "{c} 的一个工作进程运行的程序（{o}）与本机（{m}）不同；请安装相同版本",
        )
        raise ServiceError(words.fill(c=cluster or "joblib", o=other, m=mine))


@contextmanager
def _place(cluster: str | None, mine: str) -> Iterator[None]:
    """Where joblib runs."""
    if cluster is None:
        yield
        return
    import joblib  # noqa: PLC0415

    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        words = Words("--cluster needs Dask; mend: {how}", "--cluster 需要 Dask；解决办法：{how}")
        raise UsageError(words.fill(how=how_to_install("cluster"))) from error
    try:
        client: Any = Client(cluster, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        words = Words(
            "no Dask scheduler answers at {c}; start one: dask scheduler, and dask worker {c}",
            "{c} 处没有 Dask 调度器应答；可用 dask scheduler 与 dask worker {c} 启动",
        )
        raise ServiceError(words.fill(c=cluster)) from error
    with client:
        for other in client.run(stamp).values():
            _same_program(mine, other, cluster)
        with joblib.parallel_config(backend="dask", client=client, wait_for_workers_timeout=WAIT):
            yield
